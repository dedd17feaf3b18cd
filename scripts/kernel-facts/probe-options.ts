import { readFileSync } from "node:fs";
import { readBtfLazily, typeAt } from "../../src/btf/index.ts";
import type { ProgramSection, ProgramType } from "../../src/kernel/program-type.ts";
import { programTypes } from "../../src/kernel/program-types/index.ts";
import { callOf } from "./helper-call.ts";
import { mapHelpers, wordlessHelpers } from "./helper-facts.ts";
import { type Prototype, toSignature } from "./helper-header.ts";
import { type HelperAvailability, helperAvailability, isLoadable, type ProbeOptions, verify } from "./probe.ts";

interface Target {
  readonly name: string;
  readonly member?: string;
}

/** Of types whose programs name a type of the kernel: one that every kernel has. */
const targets: Readonly<Record<string, Target>> = {
  tracing: { name: "vfs_read" },
  iterator: { name: "task" },
  lsm: { name: "file_open" },
  struct_ops: { name: "tcp_congestion_ops", member: "undo_cwnd" },
};

let types: ReturnType<typeof readBtfLazily> | undefined;

/**
 * What loading a program of a type takes beside code: once for each of its attach types, since what programs may do can depend on it.
 * Empty when the running kernel lacks the type.
 */
export function probeOptions(programType: ProgramType): ProbeOptions[] {
  const target = targets[programType.name];
  if (target) {
    const options = typedOptions(programType, target);
    return options && isLoadable(options) ? [options] : [];
  }
  const ways = programType.sections.map((section) => sectionOptions(programType, section));
  return [...new Map(ways.map((options) => [options.expectedAttachType, options])).values()].filter(isLoadable);
}

/** What loading a program of one section takes beside code, where it names no type of the kernel. */
export function sectionOptions(programType: ProgramType, section: ProgramSection): ProbeOptions {
  const { range } = section.returns ?? programType.returns;
  return {
    programType: programType.id,
    ...(section.expectedAttachType !== undefined && { expectedAttachType: section.expectedAttachType }),
    ...(section.loadFlags !== undefined && { flags: section.loadFlags }),
    ...(range && range[0] > 0 && { result: range[0] }),
  };
}

function typedOptions(programType: ProgramType, target: Target): ProbeOptions | undefined {
  const [section] = programType.sections;
  if (!section) return undefined;
  const base = sectionOptions(programType, section);
  types ??= readBtfLazily(readFileSync("/sys/kernel/btf/vmlinux"));
  const btf = types;
  const name = `${section.kernelType?.prefix ?? ""}${target.name}`;
  const kind = section.kernelType?.kind ?? "struct";
  const id = btf.named(name).find((candidate) => typeAt(btf, candidate).kind === kind);
  if (id === undefined) return undefined;
  if (target.member === undefined) return { ...base, kernelTypeId: id };
  const type = typeAt(btf, id);
  const members = type.kind === "struct" ? type.members : [];
  const member = members.findIndex((candidate) => candidate.name === target.member);
  return { ...base, kernelTypeId: id, expectedAttachType: member };
}

/** The program types that the running kernel can load, and with what: those that it can't are tested on another one. */
export function loadableTypes(): { readonly programType: ProgramType; readonly ways: readonly ProbeOptions[] }[] {
  return programTypes.flatMap((programType) => {
    const ways = probeOptions(programType);
    return ways.length > 0 ? [{ programType, ways }] : [];
  });
}

/**
 * Whether programs of a type may call a helper as the table has it. Some take something else from some types: `get_socket_cookie` a
 * socket instead of the context.
 */
export function availabilityOf(ways: readonly ProbeOptions[], prototype: Prototype): HelperAvailability {
  for (const options of ways) {
    const answer = helperAvailability(options, prototype.id);
    if (answer === "no") continue;
    const signature = toSignature(prototype, answer === "gplOnly");
    const isTried = mapHelpers.has(prototype.name) || wordlessHelpers.has(prototype.name);
    if (isTried || typeof signature === "string" || verify(callOf(signature, options), options).accepted) return answer;
  }
  return "no";
}
