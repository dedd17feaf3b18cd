import type { BinaryOperator, Predicate } from "./ir.ts";

/** What a `binary` of two known numbers gives; numbers are signed 64-bit bigints, as in `const`. */
export function evaluateBinary(operator: BinaryOperator, width: 32 | 64, left: bigint, right: bigint): bigint {
  const unsigned = (value: bigint) => BigInt.asUintN(width, value);
  const signed = (value: bigint) => BigInt.asIntN(width, value);
  return BigInt.asIntN(64, unsigned(exact(operator, unsigned, signed, left, right, BigInt(width))));
}

function exact(
  operator: BinaryOperator,
  unsigned: (value: bigint) => bigint,
  signed: (value: bigint) => bigint,
  left: bigint,
  right: bigint,
  width: bigint,
): bigint {
  const zeroDivisor = unsigned(right) === 0n;
  switch (operator) {
    case "add":
      return left + right;
    case "sub":
      return left - right;
    case "mul":
      return left * right;
    case "udiv":
      return zeroDivisor ? 0n : unsigned(left) / unsigned(right);
    case "umod":
      return zeroDivisor ? left : unsigned(left) % unsigned(right);
    case "sdiv":
      return zeroDivisor ? 0n : signed(left) / signed(right);
    case "smod":
      return zeroDivisor ? left : signed(left) % signed(right);
    case "and":
      return left & right;
    case "or":
      return left | right;
    case "xor":
      return left ^ right;
    case "shl":
      return left << (right & (width - 1n));
    case "lshr":
      return unsigned(left) >> (right & (width - 1n));
    case "ashr":
      return signed(left) >> (right & (width - 1n));
  }
}

export function evaluatePredicate(predicate: Predicate, width: 32 | 64, left: bigint, right: bigint): boolean {
  const extend = predicate.startsWith("s") && predicate !== "set" ? BigInt.asIntN : BigInt.asUintN;
  const [a, b] = [extend(width, left), extend(width, right)];
  switch (predicate) {
    case "eq":
      return a === b;
    case "ne":
      return a !== b;
    case "ult":
    case "slt":
      return a < b;
    case "ule":
    case "sle":
      return a <= b;
    case "ugt":
    case "sgt":
      return a > b;
    case "uge":
    case "sge":
      return a >= b;
    case "set":
      return (a & b) !== 0n;
  }
}

export function evaluateExtend(bits: number, signed: boolean, value: bigint): bigint {
  return BigInt.asIntN(64, signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
}

/** Reverses the order of the low `bits / 8` bytes and drops the others. */
export function evaluateSwap(bits: number, value: bigint): bigint {
  let result = 0n;
  for (let shift = 0; shift < bits; shift += 8) {
    result |= ((value >> BigInt(shift)) & 0xffn) << BigInt(bits - 8 - shift);
  }
  return BigInt.asIntN(64, result);
}

const NEGATED_PREDICATE: Readonly<Partial<Record<Predicate, Predicate>>> = {
  eq: "ne",
  ne: "eq",
  ult: "uge",
  uge: "ult",
  ule: "ugt",
  ugt: "ule",
  slt: "sge",
  sge: "slt",
  sle: "sgt",
  sgt: "sle",
};

/** The condition that holds exactly when this one does not; `set` has none. */
export function negatePredicate(predicate: Predicate): Predicate | undefined {
  return NEGATED_PREDICATE[predicate];
}

/** The condition that holds for `(right, left)` when the given one holds for `(left, right)`. */
export const MIRRORED_PREDICATE: Readonly<Record<Predicate, Predicate>> = {
  eq: "eq",
  ne: "ne",
  ult: "ugt",
  ule: "uge",
  ugt: "ult",
  uge: "ule",
  slt: "sgt",
  sle: "sge",
  sgt: "slt",
  sge: "sle",
  set: "set",
};

export function isCommutative(operator: BinaryOperator): boolean {
  return operator === "add" || operator === "mul" || operator === "and" || operator === "or" || operator === "xor";
}
