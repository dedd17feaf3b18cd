import type { BinaryOperator, Predicate } from "../ir/ir.ts";
import { calculate, contains, exactly, I64, larger, type Range, rangeOf, smaller, U64 } from "./range.ts";
import type { Expression, IntegerType, Type } from "./typed-tree.ts";

/** Arithmetic operators of the language. */
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | "<<" | ">>" | ">>>";

export const booleanType: Type = { kind: "boolean" };

export function integerType(
  bits: 8 | 16 | 32 | 64,
  signed: boolean,
  range: Range = rangeOf(bits, signed),
): IntegerType {
  return { kind: "integer", bits, signed, range };
}

/** A literal is an `i64` that adapts; beyond 2^63 − 1 it can only be a `u64`. */
export function literalType(value: bigint): IntegerType {
  return integerType(64, value <= I64.max, exactly(value));
}

export function isUnsigned64(type: IntegerType): boolean {
  return type.bits === 64 && !type.signed;
}

/** A signed value may meet a `u64` when it can't be negative. */
export function mayBeNegative(type: IntegerType): boolean {
  return type.range.min < 0n;
}

export function isLiteral(expression: Expression): expression is Expression & { node: "number"; value: bigint } {
  return expression.node === "number" && expression.type.kind === "integer";
}

/**
 * The type of an operation: exact while it fits (values of up to 32 bits always do), `u64` where one side is a `u64` or
 * where only that holds the result, wrapping modulo 2^64 beyond.
 */
export function resultType(operator: ArithmeticOperator, left: IntegerType, right: IntegerType): IntegerType {
  const shift = operator === "<<" || operator === ">>" || operator === ">>>";
  const unsigned = isUnsigned64(left) || (!shift && isUnsigned64(right));
  const range = calculate(operator === ">>>" ? ">>" : operator, left.range, right.range);
  if (operator === ">>>") {
    const base = left.signed && mayBeNegative(left) ? rangeOf(left.bits, false) : left.range;
    const shifted = calculate(">>", base, right.range) ?? { min: 0n, max: base.max };
    return left.bits === 64
      ? integerType(64, !unsigned && contains(I64, shifted) && !mayBeNegative(left), shifted)
      : integerType(64, true, shifted);
  }
  if (unsigned) return integerType(64, false, range && contains(U64, range) ? range : U64);
  if (range && contains(I64, range)) return integerType(64, true, range);
  if (range && range.min >= 0n && (operator === "*" || operator === "<<")) {
    return integerType(64, false, contains(U64, range) ? range : U64);
  }
  return integerType(64, true);
}

/** The machine's operator; division, remainder and right shift depend on whether operands can be negative. */
export function machineOperator(operator: ArithmeticOperator, left: IntegerType, right: IntegerType): BinaryOperator {
  const signed = !isUnsigned64(left) && !isUnsigned64(right) && (mayBeNegative(left) || mayBeNegative(right));
  switch (operator) {
    case "+":
      return "add";
    case "-":
      return "sub";
    case "*":
      return "mul";
    case "/":
      return signed ? "sdiv" : "udiv";
    case "%":
      return signed ? "smod" : "umod";
    case "&":
      return "and";
    case "|":
      return "or";
    case "^":
      return "xor";
    case "<<":
      return "shl";
    case ">>":
      return left.signed && mayBeNegative(left) ? "ashr" : "lshr";
    case ">>>":
      return "lshr";
  }
}

/** What two literals give; exact, as in mathematics, with integer division. Undefined for a division by zero. */
export function foldLiterals(operator: ArithmeticOperator, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? undefined : left / right;
    case "%":
      return right === 0n ? undefined : left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "<<":
      return left << right;
    case ">>":
      return left >> right;
    case ">>>":
      return (left < 0n ? BigInt.asUintN(64, left) : left) >> right;
  }
}

export type Relation = "<" | "<=" | ">" | ">=" | "===" | "!==";

export function predicateOf(relation: Relation, signed: boolean): Predicate {
  switch (relation) {
    case "===":
      return "eq";
    case "!==":
      return "ne";
    case "<":
      return signed ? "slt" : "ult";
    case "<=":
      return signed ? "sle" : "ule";
    case ">":
      return signed ? "sgt" : "ugt";
    case ">=":
      return signed ? "sge" : "uge";
  }
}

export const mirrored: Readonly<Record<Relation, Relation>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "===": "===",
  "!==": "!==",
};
export const opposite: Readonly<Record<Relation, Relation>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "===": "!==",
  "!==": "===",
};

/** What the left side can be, when the relation to a right side of this range holds; undefined when it never does. */
export function narrowed(left: Range, relation: Relation, right: Range): Range | undefined {
  let { min, max } = left;
  switch (relation) {
    case "<":
      max = smaller(max, right.max - 1n);
      break;
    case "<=":
      max = smaller(max, right.max);
      break;
    case ">":
      min = larger(min, right.min + 1n);
      break;
    case ">=":
      min = larger(min, right.min);
      break;
    case "===":
      min = larger(min, right.min);
      max = smaller(max, right.max);
      break;
    case "!==":
      if (right.min === right.max) {
        if (min === right.min) min += 1n;
        if (max === right.max) max -= 1n;
      }
      break;
  }
  return min <= max ? { min, max } : undefined;
}

/** Whether the relation holds for all values (true), for none (false), or for some. */
export function decided(left: Range, relation: Relation, right: Range): boolean | undefined {
  if (!narrowed(left, relation, right)) return false;
  if (!narrowed(left, opposite[relation], right)) return true;
  return undefined;
}
