import { readFileSync } from "node:fs";
import { readBtfLazily, typeAt } from "../../src/btf/index.ts";
import type { ProgramType } from "../../src/kernel/program-type.ts";
import { programTypes } from "../../src/kernel/program-types/index.ts";
import { callOf } from "./helper-call.ts";
import { mapHelpers, wordlessHelpers } from "./helper-facts.ts";
import { type Prototype, toSignature } from "./helper-header.ts";
import { type HelperAvailability, helperAvailability, isLoadable, type ProbeOptions, verify } from "./probe.ts";

/** Of types whose programs name a type of the kernel: one that every kernel has. */
const targets: Readonly<Record<string, { readonly name: string; readonly member?: string }>> = {
  tracing: { name: "vfs_read" },
  iterator: { name: "task" },
  lsm: { name: "file_open" },
  struct_ops: { name: "tcp_congestion_ops", member: "undo_cwnd" },
};

let types: ReturnType<typeof readBtfLazily> | undefined;

/** What loading a program of a type takes beside code, by its first section. Undefined when the running kernel lacks it. */
export function probeOptions(programType: ProgramType): ProbeOptions | undefined {
  const [section] = programType.sections;
  const base = {
    programType: programType.id,
    ...(section?.expectedAttachType !== undefined && { expectedAttachType: section.expectedAttachType }),
    ...(section?.loadFlags !== undefined && { flags: section.loadFlags }),
  };
  const target = targets[programType.name];
  if (target === undefined) return base;
  types ??= readBtfLazily(readFileSync("/sys/kernel/btf/vmlinux"));
  const btf = types;
  const name = `${section?.kernelType?.prefix ?? ""}${target.name}`;
  const kind = section?.kernelType?.kind ?? "struct";
  const id = btf.named(name).find((candidate) => typeAt(btf, candidate).kind === kind);
  if (id === undefined) return undefined;
  if (target.member === undefined) return { ...base, kernelTypeId: id };
  const type = typeAt(btf, id);
  const members = type.kind === "struct" ? type.members : [];
  const member = members.findIndex((candidate) => candidate.name === target.member);
  return { ...base, kernelTypeId: id, expectedAttachType: member };
}

/** The program types that the running kernel can load, and with what: those that it can't are tested on another one. */
export function loadableTypes(): { readonly programType: ProgramType; readonly options: ProbeOptions }[] {
  return programTypes.flatMap((programType) => {
    const options = probeOptions(programType);
    return options && isLoadable(options) ? [{ programType, options }] : [];
  });
}

/**
 * Whether programs of a type may call a helper as the table has it. Some take something else from some types: `get_socket_cookie` a
 * socket instead of the context.
 */
export function availabilityOf(options: ProbeOptions, prototype: Prototype): HelperAvailability {
  const answer = helperAvailability(options, prototype.id);
  const signature = toSignature(prototype, answer === "gplOnly");
  const isTried = mapHelpers.has(prototype.name) || wordlessHelpers.has(prototype.name);
  if (answer === "no" || isTried || typeof signature === "string") return answer;
  return verify(callOf(signature), options).accepted ? answer : "no";
}
