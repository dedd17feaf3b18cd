/**
 * What a helper takes. Source of each signature: the comments in include/uapi/linux/bpf.h.
 * A kernel function passes `"buffer"` as one argument; it becomes two, the pointer and its size in bytes.
 */
export type HelperArgument =
  | { readonly kind: "context" }
  | { readonly kind: "map" }
  /** Pointer to a key or a value of the map that stands before, or (without one) to a record that was reserved. */
  | { readonly kind: "key" | "value" }
  | { readonly kind: "scalar"; readonly name: string; readonly type: ScalarName }
  /** Pointer to memory whose size in bytes follows; `"sizeFirst"` where the size stands before the pointer. */
  | { readonly kind: "buffer"; readonly name: string; readonly access: "read" | "write"; readonly order?: "sizeFirst" }
  /** Pointer to something of the kernel's own, such as a socket: methods of maps find it out. */
  | { readonly kind: "kernelPointer"; readonly name: string }
  /** Pointer to memory of a size that the helper knows. */
  | { readonly kind: "pointer"; readonly name: string; readonly access: "read" | "write"; readonly bytes: number };

export type ScalarName = "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64";

export interface HelperSignature {
  /** Without `bpf_`. */
  readonly name: string;
  /** `enum bpf_func_id`. */
  readonly id: number;
  readonly arguments: readonly HelperArgument[];
  readonly returns:
    | { readonly kind: "scalar"; readonly type: ScalarName }
    | { readonly kind: "void" }
    /** A pointer into a map, to a value or a reserved record, or 0. */
    | { readonly kind: "mapValue" }
    /** A pointer to something of the kernel's own. */
    | { readonly kind: "kernelPointer" };
  /** The result stays the same for the whole run of a program, and nothing is changed: calls with equal arguments can be merged. */
  readonly pure: boolean;
  readonly minimumKernel: string;
  /** Only programs under a GPL-compatible licence may call it. */
  readonly gplOnly: boolean;
}
