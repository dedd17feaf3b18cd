/**
 * Generates the table of the functions of the kernel that programs may call (kfuncs) out of the running kernel's types, which
 * tag them. Needs a kernel of 6.10 or later, whose types were made with tags.
 *
 *     node scripts/generate-kernel-functions.ts [--check]
 */
import { readFileSync } from "node:fs";
import { type Btf, type BtfId, readBtf, resolve, typeAt } from "../src/btf/index.ts";
import { emit, firstLine } from "./kernel-facts/output.ts";

const TAG = "bpf_kfunc";
const qualifiers: ReadonlySet<string> = new Set(["typedef", "volatile", "restrict", "typeTag"]);

const btf = readBtf(readFileSync("/sys/kernel/btf/vmlinux"));
const functions = new Map<string, readonly string[]>();
for (const tag of btf.types) {
  if (tag.kind !== "declarationTag" || tag.name !== TAG) continue;
  const fn = typeAt(btf, tag.type);
  const prototype = fn.kind === "function" ? typeAt(btf, fn.type) : undefined;
  if (fn.kind !== "function" || prototype?.kind !== "functionPrototype") continue;
  const parameters = prototype.parameters.map(({ name, type }) => `${textOf(btf, type)} ${name}`.replaceAll("* ", "*"));
  functions.set(fn.name, [textOf(btf, prototype.returns), ...parameters]);
}

/** A type in C, without typedefs and qualifiers but for `const`. */
function textOf(types: Btf, id: BtfId): string {
  let type = typeAt(types, id);
  while (qualifiers.has(type.kind) && "type" in type) type = typeAt(types, type.type);
  switch (type.kind) {
    case "void":
      return "void";
    case "const":
      return `const ${textOf(types, type.type)}`;
    case "int":
      if (type.encoding === "bool") return "bool";
      return `${type.encoding === "unsigned" ? "u" : "s"}${type.size * 8}`;
    case "pointer": {
      const target = resolve(types, type.type).type;
      return target.kind === "functionPrototype" ? "function *" : `${textOf(types, type.type)} *`;
    }
    case "struct":
    case "union":
      return `${type.kind} ${type.name}`;
    case "enum":
      return `enum ${type.name}`;
    case "forward":
      return `${type.of} ${type.name}`;
    default:
      throw new Error(`a kfunc has a ${type.kind}`);
  }
}

const lines = [...functions.keys()].sort().map((name) => `  ${name}: ${JSON.stringify(functions.get(name))},`);
emit(
  "src/kernel/kernel-functions.generated.ts",
  `${firstLine("generate-kernel-functions.ts")}

/** What each gives, then what it takes, in C. */
export const kernelFunctionTypes: Readonly<Record<string, readonly string[]>> = {
${lines.join("\n")}
};
`,
);

/** Parameters that calls do not have: sizes of memory, and what the verifier fills in. */
const implied = /__(sz|szk|prog)$/;
const pointers = /^(?:const )?struct (\w+) \*$/;
/** What functions give. Only such objects can be handed over, beside memory and contexts. */
const objects = new Set([...functions.values()].flatMap(([returns = ""]) => pointers.exec(returns)?.[1] ?? []));

function parameterType(type: string, name: string): string {
  const object = pointers.exec(type)?.[1];
  if (!type.endsWith("*")) return type === "bool" ? "boolean" : "Integer";
  if (name.endsWith("__str")) return "string";
  if (name.endsWith("__ign")) return "unknown";
  const optional = /__(nullable|opt)$/.test(name) ? " | undefined" : "";
  if (object !== undefined && objects.has(object)) return `KernelObject<"${object}">${optional}`;
  if (object === "cpumask") return `KernelObject<"cpumask" | "bpf_cpumask">${optional}`;
  return `KernelBuffer${optional}`;
}

function resultType(type: string): string | undefined {
  if (type === "void") return "void";
  if (type === "bool") return "boolean";
  if (!type.endsWith("*")) return "number";
  const object = pointers.exec(type)?.[1];
  return object === undefined ? undefined : `KernelObject<"${object}"> | undefined`;
}

const members = [...functions]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .flatMap(([name, [returns = "", ...parameters]]) => {
    const result = resultType(returns);
    if (result === undefined || name.startsWith("bpf_iter_") || parameters.some((text) => text.startsWith("function")))
      return [];
    const list = parameters.flatMap((text) => {
      const at = Math.max(text.lastIndexOf(" "), text.lastIndexOf("*")) + 1;
      const parameter = text.slice(at);
      if (implied.test(parameter)) return [];
      return `${parameter}: ${parameterType(text.slice(0, at).trim(), parameter)}`;
    });
    return `  ${name}(${list.join(", ")}): ${result};`;
  });
emit(
  "src/define/kernel-function-types.generated.ts",
  `${firstLine("generate-kernel-functions.ts")}import type { KernelObject } from "./kernel-functions.ts";
import type { Integer, KernelBuffer } from "./kernel-view.ts";

/** The functions that the kernel offers to programs; each program type may call some of them. */
export interface KnownKernelFunctions {
${members.join("\n")}
}
`,
);
