/**
 * Generates the helper tables: signatures out of an installed linux/bpf.h, and which program type may call which helper
 * out of the running kernel's verifier; for types that this kernel can't load, out of what another one said
 * (scripts/kernel-facts/availability.json). Needs root.
 *
 *     node scripts/generate-helpers.ts [--check]
 */
import { readFileSync } from "node:fs";
import type { HelperArgument, HelperSignature } from "../src/kernel/helper.ts";
import type { ProgramType } from "../src/kernel/program-type.ts";
import { programTypes } from "../src/kernel/program-types/index.ts";
import { excludedHelpers, verdictHelpers, wordlessHelpers } from "./kernel-facts/helper-facts.ts";
import { type Prototype, readPrototypes, toSignature } from "./kernel-facts/helper-header.ts";
import { emit, firstLine } from "./kernel-facts/output.ts";
import type { HelperAvailability } from "./kernel-facts/probe.ts";
import { availabilityOf, probeOptions } from "./kernel-facts/probe-options.ts";

const HEADER = "/usr/include/linux/bpf.h";
const FIRST_LINE = firstLine("generate-helpers.ts");

interface Recorded {
  readonly types: Readonly<Record<string, { readonly yes: readonly string[]; readonly gplOnly: readonly string[] }>>;
}

const record: Recorded = JSON.parse(readFileSync(new URL("kernel-facts/availability.json", import.meta.url), "utf8"));
const prototypes = readPrototypes(readFileSync(HEADER, "utf8"));
const available = new Map(programTypes.map((type) => [type, probe(type, prototypes)]));
const signatures = prototypes.flatMap((prototype) => toTable(prototype));
emit("src/kernel/helpers.generated.ts", helperTable());
emit("src/kernel/program-types/helpers.generated.ts", availabilityTable());
emit("src/define/helper-types.generated.ts", methodTypes());

/** What programs of any of the type's attach types may call. */
function probe(type: ProgramType, candidates: readonly Prototype[]): Map<string, HelperAvailability> {
  const options = probeOptions(type);
  if (options.length > 0) {
    return new Map(candidates.map((prototype) => [prototype.name, availabilityOf(options, prototype)]));
  }
  // What a program may call that takes the place of another is up to that one.
  if (type.name === "extension") return new Map(candidates.map(({ name }) => [name, "yes"]));
  const recorded = record.types[type.name];
  if (!recorded)
    throw new Error(`this kernel can't load ${type.name} programs: run kernel-facts/record-availability.ts`);
  const { yes, gplOnly } = recorded;
  return new Map(
    candidates.map(({ name }) => [name, gplOnly.includes(name) ? "gplOnly" : yes.includes(name) ? "yes" : "no"]),
  );
}

function toTable(prototype: Prototype): HelperSignature[] {
  const answers = programTypes.map((type) => available.get(type)?.get(prototype.name));
  if (answers.every((answer) => answer === "no") || prototype.name in excludedHelpers) return [];
  const signature = toSignature(prototype, answers.includes("gplOnly"));
  if (typeof signature !== "string") return [signature];
  if (process.argv.includes("--verbose")) console.log(`left out: ${prototype.name} ${signature}`);
  return [];
}

function offered(type: ProgramType): HelperSignature[] {
  return signatures.filter(({ name }) => available.get(type)?.get(name) !== "no");
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function helperTable(): string {
  const rows = signatures.map((signature) => {
    const { name, id, returns, pure, minimumKernel, gplOnly } = signature;
    const values = signature.arguments.map(argumentExpression).join(", ");
    const result = returns.kind === "scalar" ? `result("${returns.type}")` : `{ kind: "${returns.kind}" }`;
    return `  { name: "${name}", id: ${id}, arguments: [${values}], returns: ${result}, pure: ${pure}, minimumKernel: "${minimumKernel}", gplOnly: ${gplOnly} },`;
  });
  return `${FIRST_LINE}import type { HelperArgument, HelperSignature, ScalarName } from "./helper.ts";

const context: HelperArgument = { kind: "context" };
const map: HelperArgument = { kind: "map" };
const key: HelperArgument = { kind: "key" };
const value: HelperArgument = { kind: "value" };
const scalar = (name: string, type: ScalarName): HelperArgument => ({ kind: "scalar", name, type });
const read = (name: string): HelperArgument => ({ kind: "buffer", name, access: "read" });
const write = (name: string): HelperArgument => ({ kind: "buffer", name, access: "write" });
const kernelPointer = (name: string): HelperArgument => ({ kind: "kernelPointer", name });
const readFixed = (name: string, bytes: number): HelperArgument => ({ kind: "pointer", name, access: "read", bytes });
const writeFixed = (name: string, bytes: number): HelperArgument => ({ kind: "pointer", name, access: "write", bytes });
const result = (type: ScalarName): HelperSignature["returns"] => ({ kind: "scalar", type });

export const helperSignatures: readonly HelperSignature[] = [
${rows.join("\n")}
];
`;
}

function argumentExpression(argument: HelperArgument): string {
  switch (argument.kind) {
    case "scalar":
      return `scalar("${argument.name}", "${argument.type}")`;
    case "buffer":
      return `${argument.access}("${argument.name}")`;
    case "pointer":
      return `${argument.access}Fixed("${argument.name}", ${argument.bytes})`;
    case "kernelPointer":
      return `kernelPointer("${argument.name}")`;
    default:
      return argument.kind;
  }
}

function availabilityTable(): string {
  const inAll = signatures.filter((signature) => programTypes.every((type) => offered(type).includes(signature)));
  const sets = programTypes.map((type) => {
    const own = offered(type).filter((signature) => !inAll.includes(signature));
    return `  ${type.name}: new Set([\n  ...common,\n${nameLines(own)}\n]),\n`;
  });
  return `${FIRST_LINE}
/** What every program type may call. */
const common = [
${nameLines(inAll)}
];

/** What each program type may call, by its name. */
export const programHelpers: Readonly<Record<string, ReadonlySet<string>>> = {
${sets.join("\n")}};
`;
}

function nameLines(helpers: readonly HelperSignature[]): string {
  const lines = [" "];
  for (const { name } of helpers) {
    const last = lines.at(-1) ?? "";
    if (last.length + name.length > 114) lines.push(`  "${name}",`);
    else lines[lines.length - 1] = `${last} "${name}",`;
  }
  return lines.join("\n");
}

function methodTypes(): string {
  const callable = (type: ProgramType) => offered(type).filter(({ name }) => !wordlessHelpers.has(name));
  const inAll = signatures.filter((signature) => programTypes.every((type) => callable(type).includes(signature)));
  const common = inAll.filter((signature) => !signature.arguments.some(({ kind }) => kind === "context"));
  const interfaces = programTypes.map((type) => {
    const own = callable(type).filter((signature) => !common.includes(signature));
    const name = camelCase(`_${type.name}`);
    return `/** Helpers of \`${type.name}\` programs. */
export interface ${name}Helpers<Context> extends CommonHelpers {
${own.map((signature) => methodLines(signature, verdictHelpers[type.name]?.[signature.name])).join("\n")}
}
`;
  });
  return `${FIRST_LINE}import type { Integer, KernelBuffer } from "./kernel-view.ts";
import type { XdpAction } from "./network-sections.ts";

/** Helpers of every program type. */
export interface CommonHelpers {
${common.map((signature) => methodLines(signature)).join("\n")}
}

${interfaces.join("\n")}`;
}

function methodLines(signature: HelperSignature, verdict?: string): string {
  const parameters = signature.arguments.map((argument) => {
    if (argument.kind === "context") return "context: Context";
    if (argument.kind === "scalar") return `${argument.name}: Integer`;
    if (argument.kind === "buffer" || argument.kind === "pointer") return `${argument.name}: KernelBuffer`;
    throw new Error(`${signature.name}: an argument of kind ${argument.kind} has no type`);
  });
  const notes = `@kernel ${signature.minimumKernel}${signature.gplOnly ? "; only under a licence that is compatible with the GPL" : ""}`;
  const returns = verdict ?? (signature.returns.kind === "void" ? "void" : "number");
  return `  /** ${notes} */\n  ${signature.name}(${parameters.join(", ")}): ${returns};`;
}
