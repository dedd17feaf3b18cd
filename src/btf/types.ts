/**
 * BTF types as plain data. An id is an index into {@link Btf.types}; id 0 is `void`.
 * Source: include/uapi/linux/btf.h and Documentation/bpf/btf.rst.
 */
export type BtfId = number;

export interface BtfMember {
  readonly name: string;
  readonly type: BtfId;
  /** Offset in bits from the start of the struct or union. */
  readonly bitOffset: number;
  /** Width in bits of a bitfield, 0 for an ordinary member. */
  readonly bitSize: number;
}

export interface BtfEnumerator {
  readonly name: string;
  readonly value: bigint;
}

export interface BtfParameter {
  readonly name: string;
  readonly type: BtfId;
}

export interface BtfSectionVariable {
  /** Id of the `var` (or, in `.ksyms`, the `func`). */
  readonly type: BtfId;
  /** Offset in bytes from the start of the section. */
  readonly offset: number;
  /** Size in bytes. */
  readonly size: number;
}

export type BtfType =
  | { readonly kind: "void" }
  | {
      readonly kind: "int";
      readonly name: string;
      /** Size in bytes. */
      readonly size: number;
      readonly bits: number;
      readonly bitOffset: number;
      readonly encoding: "unsigned" | "signed" | "char" | "bool";
    }
  | { readonly kind: "pointer"; readonly type: BtfId }
  | { readonly kind: "array"; readonly element: BtfId; readonly index: BtfId; readonly length: number }
  | {
      readonly kind: "struct" | "union";
      readonly name: string;
      /** Size in bytes. */
      readonly size: number;
      readonly members: readonly BtfMember[];
    }
  | {
      readonly kind: "enum";
      readonly name: string;
      /** 1, 2, 4 or 8; 8 (or any size with 64-bit enumerators) is written as ENUM64. */
      readonly size: number;
      readonly signed: boolean;
      readonly enumerators: readonly BtfEnumerator[];
    }
  | { readonly kind: "forward"; readonly name: string; readonly of: "struct" | "union" }
  | { readonly kind: "typedef"; readonly name: string; readonly type: BtfId }
  | { readonly kind: "volatile" | "const" | "restrict"; readonly type: BtfId }
  | {
      readonly kind: "function";
      readonly name: string;
      readonly type: BtfId;
      readonly linkage: "static" | "global" | "extern";
    }
  | { readonly kind: "functionPrototype"; readonly returns: BtfId; readonly parameters: readonly BtfParameter[] }
  | {
      readonly kind: "variable";
      readonly name: string;
      readonly type: BtfId;
      readonly linkage: "static" | "global" | "extern";
    }
  | {
      readonly kind: "section";
      readonly name: string;
      /** Size in bytes. */
      readonly size: number;
      readonly variables: readonly BtfSectionVariable[];
    }
  | { readonly kind: "float"; readonly name: string; readonly size: number }
  | {
      readonly kind: "declarationTag";
      readonly name: string;
      readonly type: BtfId;
      /** Index of the member or parameter that is tagged, -1 for the type itself. */
      readonly component: number;
    }
  | { readonly kind: "typeTag"; readonly name: string; readonly type: BtfId };

/** A set of BTF types; `types[0]` is always `void`. */
export interface Btf {
  readonly types: readonly BtfType[];
}
