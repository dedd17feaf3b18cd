/**
 * eBPF instructions as data: instruction sets v1 to v4 of RFC 9669, with the two forms of classic packet access.
 * A jump's `offset` counts 8-byte slots from the slot after the jump.
 */

/** `r0` to `r10`. (The compiler also uses larger numbers for values that have no register yet.) */
export type Register = number;

export type Width = 32 | 64;

/** In bytes. */
export type MemorySize = 1 | 2 | 4 | 8;

/** A register, or a 32-bit number that 64-bit operations extend by its sign. */
export type Operand = { readonly register: Register } | { readonly immediate: number };

export type AluOperator =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "sdiv"
  | "mod"
  | "smod"
  | "or"
  | "and"
  | "xor"
  | "lsh"
  | "rsh"
  | "arsh"
  | "mov";

export type JumpCondition = "eq" | "ne" | "gt" | "ge" | "lt" | "le" | "sgt" | "sge" | "slt" | "sle" | "set";

export type AtomicOperation = "add" | "or" | "and" | "xor" | "exchange" | "compareExchange";

export interface Alu {
  readonly op: "alu";
  readonly operator: AluOperator;
  readonly width: Width;
  readonly destination: Register;
  readonly source: Operand;
}

export interface Negate {
  readonly op: "negate";
  readonly width: Width;
  readonly destination: Register;
}

/** v4: a move that extends the low `bits` by their sign. */
export interface MoveSigned {
  readonly op: "moveSigned";
  readonly width: Width;
  readonly bits: 8 | 16 | 32;
  readonly destination: Register;
  readonly source: Register;
}

/** `be` and `le` convert between the host's order and the named one; `bswap` (v4) always swaps. */
export interface Swap {
  readonly op: "swap";
  readonly order: "be" | "le" | "bswap";
  readonly bits: 16 | 32 | 64;
  readonly destination: Register;
}

/** `signed` exists from v4, for 1, 2 and 4 bytes. */
export interface Load {
  readonly op: "load";
  readonly size: MemorySize;
  readonly signed: boolean;
  readonly destination: Register;
  readonly base: Register;
  readonly offset: number;
}

export interface Store {
  readonly op: "store";
  readonly size: MemorySize;
  readonly base: Register;
  readonly offset: number;
  readonly source: Operand;
}

/** With `fetch` (v3) the source register receives the old value; `compareExchange` compares with and answers in `r0`. */
export interface Atomic {
  readonly op: "atomic";
  readonly operation: AtomicOperation;
  readonly size: 4 | 8;
  readonly fetch: boolean;
  readonly base: Register;
  readonly offset: number;
  readonly source: Register;
}

/** Two slots. `pseudo` is the source register field: 0 a number, else what the loader puts in (`BPF_PSEUDO_*`). */
export interface LoadImmediate64 {
  readonly op: "loadImmediate64";
  readonly destination: Register;
  readonly pseudo: number;
  /** Signed; the low half is the first slot's immediate, the high half the second's. */
  readonly value: bigint;
}

/** Classic packet access: reads network order at `offset` (+ `index`) of the packet into `r0`. */
export interface LoadPacket {
  readonly op: "loadPacket";
  readonly size: 1 | 2 | 4;
  readonly offset: number;
  readonly index: Register | undefined;
}

/** `wide` (v4, `gotol`) has a 32-bit offset. */
export interface Jump {
  readonly op: "jump";
  readonly wide: boolean;
  readonly offset: number;
}

/** Width 32 exists from v3, `lt`, `le`, `slt`, `sle` from v2. */
export interface Branch {
  readonly op: "branch";
  readonly condition: JumpCondition;
  readonly width: Width;
  readonly left: Register;
  readonly right: Operand;
  readonly offset: number;
}

/** `helper`: by number; `function`: another function of the program, in slots from here; `kernel`: by BTF id. */
export interface Call {
  readonly op: "call";
  readonly kind: "helper" | "function" | "kernel";
  readonly target: number;
  /** For `kernel`: which module's BTF. */
  readonly offset: number;
}

export interface Exit {
  readonly op: "exit";
}

/** A slot that none of the above describes, kept as it is. */
export interface Unknown {
  readonly op: "unknown";
  readonly code: number;
  readonly destination: Register;
  readonly source: Register;
  readonly offset: number;
  readonly immediate: number;
}

export type Instruction =
  | Alu
  | Negate
  | MoveSigned
  | Swap
  | Load
  | Store
  | Atomic
  | LoadImmediate64
  | LoadPacket
  | Jump
  | Branch
  | Call
  | Exit
  | Unknown;

/** How many 8-byte slots an instruction takes. */
export function slotsOf(instruction: Instruction): 1 | 2 {
  return instruction.op === "loadImmediate64" ? 2 : 1;
}
