import type { CoreNumber } from "../kernel-types/kernel-types.ts";

/**
 * The intermediate representation: static single assignment over basic blocks with parameters.
 *
 * Every value is 64 bits wide. `"integer"` values may take part in any arithmetic; `"pointer"` values only in 64-bit
 * `add` (pointer + integer), in 64-bit `compare` and `branch` with zero or with another pointer (the bounds check of packet
 * access), as addresses, as call arguments and as stored values: what the verifier allows.
 */
export type ValueType = "integer" | "pointer";

export interface IrFunction {
  readonly name: string;
  /** `blocks[0]` is the entry; its parameters are the function's (a program has one: the context). */
  readonly blocks: Block[];
  readonly stackSlots: StackSlot[];
  /** The next free number for a value or block. */
  nextId: number;
}

export interface StackSlot {
  readonly id: number;
  /** For messages and printing. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** In bytes: 1, 2, 4 or 8. */
  readonly alignment: number;
}

export interface Block {
  readonly id: number;
  readonly parameters: Parameter[];
  readonly instructions: Instruction[];
  terminator: Terminator;
}

/** A value that a block receives from the blocks that jump to it. */
export interface Parameter {
  readonly op: "parameter";
  readonly id: number;
  readonly type: ValueType;
}

export type Value = Parameter | Instruction;

/** Offset in characters into the kernel function's source text; -1 when unknown. */
export type Position = number;

export type BinaryOperator =
  | "add"
  | "sub"
  | "mul"
  | "udiv"
  | "umod"
  | "sdiv"
  | "smod"
  | "and"
  | "or"
  | "xor"
  | "shl"
  | "lshr"
  | "ashr";

/** Conditions. `u` is unsigned, `s` signed; `set` holds when `left & right` is not zero. */
export type Predicate = "eq" | "ne" | "ult" | "ule" | "ugt" | "uge" | "slt" | "sle" | "sgt" | "sge" | "set";

/** In bytes. */
export type AccessSize = 1 | 2 | 4 | 8;

interface Base {
  readonly id: number;
  readonly position: Position;
  /** `undefined` for instructions that give no value. */
  readonly type: ValueType | undefined;
}

/** A number that the loader puts in: it depends on the types of the kernel that runs. The textual form of the IR can't be read back. */
export interface Core extends Base {
  readonly op: "core";
  readonly number: CoreNumber;
}

/** Reads memory at an offset that the loader puts in. */
export interface CoreLoad extends Base {
  readonly op: "coreLoad";
  readonly size: AccessSize;
  readonly signed: boolean;
  address: Value;
  readonly offset: CoreNumber;
}

/** A 64-bit number, as a signed bigint (−2^63 … 2^63−1). */
export interface Const extends Base {
  readonly op: "const";
  readonly value: bigint;
}

/**
 * Arithmetic. Width 32 works on the low halves and gives a zero-extended result (so its `lshr`/`ashr`, `udiv` … see 32-bit
 * operands). Division by zero gives 0, remainder by zero the dividend; shift counts are taken modulo the width. `sdiv`, `smod`
 * exist from instruction set v4 on; lowering to older sets is the code generator's task.
 */
export interface Binary extends Base {
  readonly op: "binary";
  readonly operator: BinaryOperator;
  readonly width: 32 | 64;
  left: Value;
  right: Value;
}

/** Keeps the low `bits` and extends them to 64 by zeros or by the sign. */
export interface Extend extends Base {
  readonly op: "extend";
  readonly signed: boolean;
  readonly bits: 8 | 16 | 32;
  value: Value;
}

/** Reverses the order of the low `bits / 8` bytes; the bits above become zero. */
export interface Swap extends Base {
  readonly op: "swap";
  readonly bits: 16 | 32 | 64;
  value: Value;
}

/** 1 when the condition holds, else 0. */
export interface Compare extends Base {
  readonly op: "compare";
  readonly predicate: Predicate;
  readonly width: 32 | 64;
  left: Value;
  right: Value;
}

/** Reads memory; narrower than 8 bytes is zero-extended, or sign-extended when `signed`. */
export interface Load extends Base {
  readonly op: "load";
  readonly size: AccessSize;
  readonly signed: boolean;
  address: Value;
  /** In bytes, −32768 … 32767. */
  offset: number;
}

export interface Store extends Base {
  readonly op: "store";
  readonly size: AccessSize;
  address: Value;
  offset: number;
  value: Value;
}

/** One atomic instruction. With `fetch` its value is what memory held before. */
export interface Atomic extends Base {
  readonly op: "atomic";
  readonly operation: "add" | "and" | "or" | "xor" | "exchange" | "compareExchange";
  readonly size: 4 | 8;
  readonly fetch: boolean;
  address: Value;
  offset: number;
  value: Value;
  /** Only for `compareExchange`: stored when memory holds this. */
  expected: Value | undefined;
}

/** The address of a stack slot. */
export interface StackAddress extends Base {
  readonly op: "stackAddress";
  readonly slot: StackSlot;
}

/** The address that the loader fills in: a map, a map's value, or a byte of a data section. */
export interface Address extends Base {
  readonly op: "address";
  readonly target:
    | { readonly kind: "map"; readonly map: string }
    | { readonly kind: "mapValue"; readonly map: string; readonly offset: number }
    | { readonly kind: "data"; readonly section: string; readonly offset: number };
}

/** A call of a kernel helper by number, or by name of another function of the object or of the kernel (kfunc). */
export interface HelperCall extends Base {
  readonly op: "helper";
  readonly name: string;
  /** `enum bpf_func_id`; undefined for what is called by its name. */
  readonly helper: number | undefined;
  /** The name is that of a function of the kernel. */
  readonly kernel: boolean;
  readonly arguments: Value[];
  /** Same arguments give the same result in one run, and memory is neither read nor written. */
  readonly pure: boolean;
}

export type Instruction =
  | Const
  | Core
  | CoreLoad
  | Binary
  | Extend
  | Swap
  | Compare
  | Load
  | Store
  | Atomic
  | StackAddress
  | Address
  | HelperCall;

/** A jump to a block with the values for its parameters. */
export interface Edge {
  block: Block;
  arguments: Value[];
}

export type Terminator =
  | { readonly op: "jump"; readonly position: Position; readonly target: Edge }
  | {
      readonly op: "branch";
      readonly position: Position;
      readonly predicate: Predicate;
      readonly width: 32 | 64;
      left: Value;
      right: Value;
      readonly then: Edge;
      readonly otherwise: Edge;
    }
  | { readonly op: "return"; readonly position: Position; value: Value | undefined }
  | { readonly op: "unreachable"; readonly position: Position };
