import type { CoreQuestion } from "../btf/core-relocation.ts";
import type { Btf, BtfId } from "../btf/types.ts";

/**
 * A compiled set of maps, variables and programs: plain data, the one thing that compiler and loader share.
 * It can be printed, compared, written as an ELF file (`writeElf`) and read from one (`readElf`).
 *
 * `btf` holds the types of keys, values, variables and functions, and a `section` type for each data section, with its
 * sizes and offsets filled in and a `variable` for each variable. What only a file needs (the definitions in `.maps`, the
 * license, tags) is not in it: `writeElf` adds that, and `readElf` takes it out again.
 */
export interface BpfObject {
  readonly name: string;
  readonly license: string;
  readonly maps: readonly ObjectMap[];
  /** `.bss`, `.data*` and `.rodata*`: each becomes an array map of one value when loaded. */
  readonly sections: readonly DataSection[];
  readonly functions: readonly ObjectFunction[];
  readonly btf: Btf;
  /** What the code wants of the kernel by name; absent when that is nothing. */
  readonly externs?: readonly ObjectExtern[];
}

/** Something that the kernel, not the object, has under this name. */
export interface ObjectExtern {
  readonly name: string;
  /** An option that the kernel was built with (`CONFIG_*`) or its version; a variable of the kernel; a function (kfunc). */
  readonly kind: "config" | "variable" | "function";
  /** BTF id of the variable's type or of the function's prototype. */
  readonly type: BtfId;
  /** Whether the object does without: an option or address is then zero. */
  readonly weak: boolean;
}

export interface ObjectMap {
  readonly name: string;
  /** `enum bpf_map_type`. */
  readonly type: number;
  /** In bytes. */
  readonly keySize: number;
  /** In bytes. */
  readonly valueSize: number;
  readonly maxEntries: number;
  /** `BPF_F_*` of map creation. */
  readonly flags: number;
  /** BTF ids of key and value; 0 where the map type has none or the object does not say. */
  readonly keyType: BtfId;
  readonly valueType: BtfId;
  /** BTF id of the records of a ring or perf buffer: a struct, a union or a typedef; undefined when the object does not say. */
  readonly recordType?: BtfId;
  readonly mapExtra?: bigint;
  /** Pinned under its name in bpffs (libbpf's `LIBBPF_PIN_BY_NAME`). */
  readonly pinByName?: boolean;
  /** The shape of the maps in a map of maps. */
  readonly inner?: ObjectMap;
  /** An implementation of an interface of the kernel: its table, and the programs that its members name. */
  readonly structOps?: {
    readonly data: Uint8Array;
    /** `offset` in bytes from the start of the table. */
    readonly functions: readonly { readonly offset: number; readonly program: string }[];
  };
  /** What a map of maps or a program array holds from the start. */
  readonly values?: readonly ObjectMapValue[];
}

/** A map or a program of the object, in a place of a map that holds such. */
export type ObjectMapValue =
  | { readonly index: number; readonly map: string }
  | { readonly index: number; readonly program: string };

export interface DataSection {
  /** `.bss`, `.data`, `.rodata`, or one of these with a suffix, such as `.data.settings`. */
  readonly name: string;
  /** The first contents, padding included; `.bss` is all zero. */
  readonly data: Uint8Array;
  readonly readonly: boolean;
  /** BTF id of the DATASEC, 0 if there is none. */
  readonly type: BtfId;
  readonly variables: readonly ObjectVariable[];
}

export interface ObjectVariable {
  readonly name: string;
  /** In bytes from the start of its section. */
  readonly offset: number;
  /** In bytes. */
  readonly size: number;
  /** BTF id of the variable's own type (not of the BTF `variable` that names it), 0 if unknown. */
  readonly type: BtfId;
  /**
   * A per-CPU variable: `type` is an array with one slot for each CPU. A slot is a struct whose first member, `value`, is the
   * variable, padded (member `padding`, absent when nothing is left) to a multiple of 64 bytes: no two CPUs share a cache line.
   */
  readonly perCpu?: boolean;
}

/** A function: a program when its section names a program type, a subprogram in `.text`. */
export interface ObjectFunction {
  readonly name: string;
  /** The ELF section, such as `"cgroup_skb/egress"`, or `".text"` for subprograms. */
  readonly section: string;
  /** False exactly for what is in `.text`: functions that other programs call but the kernel does not load by themselves. */
  readonly isProgram: boolean;
  /**
   * Encoded instructions, 8 bytes a slot. What a reference fills in has no meaning here; by convention a 16-byte load has
   * source register 0 and immediate 0, and a call source register 1 (`BPF_PSEUDO_CALL`) and immediate −1.
   */
  readonly code: Uint8Array;
  readonly references: readonly Reference[];
  /** BTF id of the `function` type, 0 if there is none. */
  readonly type: BtfId;
  readonly lines: readonly LineInfo[];
  /** What the code assumes of the kernel's types (CO-RE); absent when that is nothing. */
  readonly relocations?: readonly CodeRelocation[];
  /** False for a program that is only loaded on demand (`SEC("?…")`). */
  readonly autoload?: false;
}

/**
 * An instruction whose constant depends on the kernel's types: an immediate, or the offset of a load or store. Until it is
 * relocated, the code holds what is right for the object's own types.
 */
export interface CodeRelocation extends CoreQuestion {
  /** Of the instruction, in 8-byte slots from the function's start. */
  readonly slot: number;
}

/** A place in code that the loader fills in. `slot` counts 8-byte slots from the function's start. */
export type Reference =
  /** A 16-byte load of a map's address (`BPF_PSEUDO_MAP_FD`). */
  | { readonly kind: "map"; readonly slot: number; readonly map: string }
  /** A 16-byte load of the address of byte `offset` in a one-entry array map's value (`BPF_PSEUDO_MAP_VALUE`, kernel 5.2). */
  | { readonly kind: "mapValue"; readonly slot: number; readonly map: string; readonly offset: number }
  /** A 16-byte load of the address of byte `offset` of a data section. */
  | { readonly kind: "data"; readonly slot: number; readonly section: string; readonly offset: number }
  /** A call of another function (`BPF_PSEUDO_CALL`). */
  | { readonly kind: "call"; readonly slot: number; readonly function: string }
  /** A 16-byte load of another function's address (`BPF_PSEUDO_FUNC`), for callbacks. */
  | { readonly kind: "function"; readonly slot: number; readonly function: string }
  /** A 16-byte load of the address of something in the kernel, or of an option of its configuration. */
  | { readonly kind: "extern"; readonly slot: number; readonly extern: string }
  /** A call of a function of the kernel (`BPF_PSEUDO_KFUNC_CALL`, kernel 5.13). */
  | { readonly kind: "kernelCall"; readonly slot: number; readonly extern: string };

/** Instructions from `slot` on, up to the next record, come from this source line. */
export interface LineInfo {
  readonly slot: number;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The line's text. */
  readonly text: string;
}
