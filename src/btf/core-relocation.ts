import type { BtfId } from "./types.ts";

/** What a CO-RE relocation asks for, in the order of `enum bpf_core_relo_kind`. Source: include/uapi/linux/bpf.h. */
export const CORE_RELOCATION_KINDS = [
  "fieldByteOffset",
  "fieldByteSize",
  "fieldExists",
  "fieldSigned",
  "fieldLeftShift",
  "fieldRightShift",
  "typeIdLocal",
  "typeIdTarget",
  "typeExists",
  "typeSize",
  "enumeratorExists",
  "enumeratorValue",
  "typeMatches",
] as const;

export type CoreRelocationKind = (typeof CORE_RELOCATION_KINDS)[number];

/** A question about a type of the running kernel, put in terms of the object's own types. */
export interface CoreQuestion {
  readonly kind: CoreRelocationKind;
  /** Id of the object's own type. */
  readonly type: BtfId;
  /**
   * Which part of it: for fields an index as into an array of the type, then indexes of members and array elements, such as
   * `"0:1:2"`; for enumerators the index; for types `"0"`.
   */
  readonly access: string;
}

/** A name without its flavour: `task_struct___old` stands for the kernel's `task_struct`. */
export function withoutFlavour(name: string): string {
  const at = name.lastIndexOf("___");
  return at > 0 && at + 3 < name.length ? name.slice(0, at) : name;
}
