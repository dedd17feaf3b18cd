import type { AluOperator, JumpCondition, Operand, Register, Width } from "../../bytecode/index.ts";
import type { BinaryOperator, Predicate } from "../ir/ir.ts";

/** Appends instructions at the place of the one being selected. */
export interface Emitter {
  fresh(): Register;
  move(destination: Register, source: Register): void;
  alu(operator: AluOperator, width: Width, destination: Register, source: Operand): void;
}

export const ALU_OPERATORS: Readonly<Record<BinaryOperator, AluOperator>> = {
  add: "add",
  sub: "sub",
  mul: "mul",
  udiv: "div",
  umod: "mod",
  sdiv: "sdiv",
  smod: "smod",
  and: "and",
  or: "or",
  xor: "xor",
  shl: "lsh",
  lshr: "rsh",
  ashr: "arsh",
};

export const CONDITIONS = {
  eq: "eq",
  ne: "ne",
  ult: "lt",
  ule: "le",
  ugt: "gt",
  uge: "ge",
  slt: "slt",
  sle: "sle",
  sgt: "sgt",
  sge: "sge",
  set: "set",
} as const;

export const PREDICATES: Readonly<Record<JumpCondition, Predicate>> = {
  eq: "eq",
  ne: "ne",
  lt: "ult",
  le: "ule",
  gt: "ugt",
  ge: "uge",
  slt: "slt",
  sle: "sle",
  sgt: "sgt",
  sge: "sge",
  set: "set",
};

export function isDivision(operator: BinaryOperator): boolean {
  return operator === "udiv" || operator === "umod" || operator === "sdiv" || operator === "smod";
}

/** `destination` = the low `bits` of itself, extended by the sign, without v4's moves. */
export function signExtendByShifts(emitter: Emitter, destination: Register, bits: number): void {
  emitter.alu("lsh", 64, destination, { immediate: 64 - bits });
  emitter.alu("arsh", 64, destination, { immediate: 64 - bits });
}

/**
 * Signed division before v4, in 64 bits on sign-extended operands: divide the magnitudes, then give the quotient the
 * product of the signs, or the remainder the dividend's. `left` is overwritten with the result; `right` is kept.
 */
export function divideSigned(emitter: Emitter, kind: "sdiv" | "smod", left: Register, right: Operand): void {
  const sign = emitter.fresh();
  emitter.move(sign, left);
  emitter.alu("arsh", 64, sign, { immediate: 63 });
  applySign(emitter, left, sign);
  if ("immediate" in right) {
    const magnitude = Math.abs(right.immediate);
    // 2^31 is no signed 32-bit immediate, and division by it is a shift or a mask.
    if (magnitude === 2 ** 31) {
      if (kind === "sdiv") emitter.alu("rsh", 64, left, { immediate: 31 });
      else emitter.alu("and", 64, left, { immediate: 2 ** 31 - 1 });
    } else emitter.alu(kind === "sdiv" ? "div" : "mod", 64, left, { immediate: magnitude });
    if (kind === "sdiv" && right.immediate < 0) emitter.alu("xor", 64, sign, { immediate: -1 });
  } else {
    const magnitude = emitter.fresh();
    const divisorSign = emitter.fresh();
    emitter.move(magnitude, right.register);
    emitter.move(divisorSign, right.register);
    emitter.alu("arsh", 64, divisorSign, { immediate: 63 });
    applySign(emitter, magnitude, divisorSign);
    emitter.alu(kind === "sdiv" ? "div" : "mod", 64, left, { register: magnitude });
    if (kind === "sdiv") emitter.alu("xor", 64, sign, { register: divisorSign });
  }
  applySign(emitter, left, sign);
}

/** Negates `value` where `sign` is −1, and keeps it where `sign` is 0. */
function applySign(emitter: Emitter, value: Register, sign: Register): void {
  emitter.alu("xor", 64, value, { register: sign });
  emitter.alu("sub", 64, value, { register: sign });
}
