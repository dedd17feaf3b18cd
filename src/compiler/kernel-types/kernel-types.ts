import {
  answerCore,
  type Btf,
  type BtfId,
  type CoreRelocationKind,
  isNamedType,
  readBtf,
  resolve,
  typeAt,
} from "../../btf/index.ts";
import type { DescribedTypes } from "../../define/kernel-types.ts";
import { assert } from "../../errors/assert.ts";

/** A type of the kernel's, in one of the sets that were described. */
export interface KernelType {
  readonly btf: Btf;
  readonly id: BtfId;
}

/** A number that depends on the types of the kernel that runs. */
export interface CoreNumber {
  readonly kind: CoreRelocationKind;
  readonly type: KernelType;
  /** Indexes of members and elements, from a value of the type on; the enumerator's for enums. */
  readonly access: readonly number[];
  /** What it is by the described type. */
  readonly value: bigint;
}

/** The kernel types that were described to the compiler. */
export class KernelTypes {
  readonly #described: readonly DescribedTypes[];
  #known: { readonly named: Map<string, KernelType>; readonly tracepoints: Map<string, KernelType> } | undefined;

  /** @param described the latest last */
  constructor(described: readonly DescribedTypes[]) {
    this.#described = described;
  }

  get names(): string[] {
    return [...this.#types().named.keys()];
  }

  find(name: string): KernelType | undefined {
    return this.#types().named.get(name);
  }

  /** The record of a tracepoint, `"category/event"`. */
  tracepoint(name: string): KernelType | undefined {
    return this.#types().tracepoints.get(name);
  }

  #types() {
    if (this.#known) return this.#known;
    const named = new Map<string, KernelType>();
    const tracepoints = new Map<string, KernelType>();
    for (const { names, tracepoints: records = {}, btf: text } of this.#described) {
      const btf = readBtf(Buffer.from(text, "base64"));
      const structs = Object.entries(records);
      for (const [id, type] of btf.types.entries()) {
        if (!isNamedType(type)) continue;
        if (names.includes(type.name)) named.set(type.name, { btf, id });
        for (const [name, struct] of structs) if (struct === type.name) tracepoints.set(name, { btf, id });
      }
    }
    this.#known = { named, tracepoints };
    return this.#known;
  }
}

export function coreNumber(kind: CoreRelocationKind, type: KernelType, access: readonly number[]): CoreNumber {
  const isEnumerator = kind === "enumeratorValue" || kind === "enumeratorExists";
  const question = { kind, type: type.id, access: (isEnumerator ? access : [0, ...access]).join(":") };
  const answer = answerCore(type.btf, question, [{ btf: type.btf, type: type.id }]);
  assert(answer.kind === "value", "a described type has what it is asked for");
  return { kind, type, access, value: answer.value };
}

/** Says which question it is: the same text for the same question. */
export function coreKey({ kind, type, access }: CoreNumber): string {
  return `${kind} ${kernelTypeName(type)} ${access.join(":")}`;
}

/** The way to a member, through structs and unions without a name; undefined when there is none. */
export function memberPath(
  btf: Btf,
  id: BtfId,
  name: string,
): { path: number[]; type: BtfId; bitSize: number } | undefined {
  const { type } = resolve(btf, id);
  if (type.kind !== "struct" && type.kind !== "union") return undefined;
  for (const [index, member] of type.members.entries()) {
    if (member.name === name) return { path: [index], type: member.type, bitSize: member.bitSize };
    if (member.name !== "") continue;
    const found = memberPath(btf, member.type, name);
    if (found) return { ...found, path: [index, ...found.path] };
  }
  return undefined;
}

/** Names of members, those in structs and unions without a name among them. */
export function memberNames(btf: Btf, id: BtfId): string[] {
  const { type } = resolve(btf, id);
  if (type.kind !== "struct" && type.kind !== "union") return [];
  return type.members.flatMap((member) => (member.name === "" ? memberNames(btf, member.type) : [member.name]));
}

/** As C names it: `struct task_struct`. */
export function kernelTypeName({ btf, id }: KernelType): string {
  const type = typeAt(btf, id);
  if (!("name" in type) || type.name === "") return `a ${type.kind} without a name`;
  return type.kind === "typedef" ? type.name : `${type.kind} ${type.name}`;
}
