import type { Expression as Node } from "acorn";
import { type Checker, describeType } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import {
  type ArithmeticOperator,
  foldLiterals,
  integerType,
  isLiteral,
  isUnsigned64,
  literalType,
  machineOperator,
  mayBeNegative,
  resultType,
} from "./integers.ts";
import { contains, I64, rangeOf, U64 } from "./range.ts";
import type { Expression, IntegerType } from "./typed-tree.ts";

/** A value that must be an integer or a boolean, as an integer. */
export function checkInteger(c: Checker, node: Node): Expression & { type: IntegerType } {
  return asInteger(c, checkExpression(c, node), node);
}

export function asInteger(c: Checker, value: Expression, node: Node): Expression & { type: IntegerType } {
  if (value.type.kind === "integer") return value as Expression & { type: IntegerType };
  if (value.type.kind === "boolean") {
    const type = integerType(64, true, { min: 0n, max: 1n });
    if (value.node === "number") return { ...value, type: literalType(value.value) };
    return { ...spanOf(c, node), node: "retype", value, type };
  }
  if (value.type.kind === "reference" && value.type.boxed) {
    const name = c.parsed.text.slice(c.position(node), c.end(node));
    c.fail("wrongType", node, `'${name}' is where a number is kept, not the number`, `write ${name}.value`);
  }
  if (value.type.kind === "kernel") {
    c.fail(
      "wrongType",
      node,
      "a number is needed here, not a struct of the kernel",
      "its address is bpf.kernel.address(…)",
    );
  }
  c.fail("wrongType", node, `a number is needed here, not ${describeType(value.type)}`);
}

export function numberNode(c: Checker, node: Node, value: bigint): Expression {
  return { ...spanOf(c, node), node: "number", value, type: literalType(value) };
}

export function fitted(c: Checker, node: Node, value: bigint): Expression {
  if (value > U64.max || value < I64.min) c.fail("doesNotFit", node, `${value} does not fit 64 bits`);
  return numberNode(c, node, value);
}

/** The operation on two integers, folded when both are literals. */
export function arithmetic(
  c: Checker,
  node: Node,
  operator: ArithmeticOperator,
  left: Expression & { type: IntegerType },
  right: Expression & { type: IntegerType },
): Expression & { type: IntegerType } {
  const divides = operator === "/" || operator === "%";
  const shifts = operator === "<<" || operator === ">>" || operator === ">>>";
  if (divides && isLiteral(right) && right.value === 0n) c.fail("divisionByZero", node, "this divides by zero");
  if (shifts && isLiteral(right) && (right.value < 0n || right.value > 63n)) {
    c.fail("shiftCount", node, `a shift by ${right.value}: a 64-bit number can be shifted by 0 to 63`);
  }
  if (isLiteral(left) && isLiteral(right)) {
    const folded = foldLiterals(operator, left.value, right.value);
    if (folded !== undefined) return fitted(c, node, folded) as Expression & { type: IntegerType };
  }
  if (divides) rejectMixedSigns(c, node, operator, left, right);
  let operand = left;
  if (operator === ">>>" && left.type.signed && left.type.bits < 64 && mayBeNegative(left.type)) {
    operand = convert(left, left.type.bits as 8 | 16 | 32, false);
  }
  return {
    ...spanOf(c, node),
    node: "binary",
    operator: machineOperator(operator, left.type, right.type),
    left: operand,
    right,
    type: isObscure(operator, left, right)
      ? { ...resultType(operator, left.type, right.type), obscure: true }
      : resultType(operator, left.type, right.type),
  };
}

/** Whether the verifier loses sight of the result's range. A constant mask shows it again. */
export function isObscure(
  operator: ArithmeticOperator,
  left: Expression & { type: IntegerType },
  right: Expression & { type: IntegerType },
): boolean {
  if (operator === "&" && ((isLiteral(left) && left.value >= 0n) || (isLiteral(right) && right.value >= 0n)))
    return false;
  if (operator === "/" || operator === "%") return true;
  const shifts = operator === "<<" || operator === ">>" || operator === ">>>";
  return (shifts && !isLiteral(right)) || left.type.obscure === true || right.type.obscure === true;
}

/** A `u64` and a value that may be negative have no common meaning in an operation that looks at signs. */
export function rejectMixedSigns(
  c: Checker,
  node: Node,
  operator: string,
  left: Expression & { type: IntegerType },
  right: Expression & { type: IntegerType },
): void {
  const mixed =
    (isUnsigned64(left.type) && mayBeNegative(right.type)) || (isUnsigned64(right.type) && mayBeNegative(left.type));
  if (mixed) {
    c.fail(
      "mixedSigns",
      node,
      `'${operator}' between a u64 and a signed value that may be negative`,
      "say which is meant with a cast: bpf.i64(…) or bpf.u64(…)",
    );
  }
}

/** Keeps the low bits of a value, unless it has no others. */
export function convert(
  value: Expression,
  bits: 8 | 16 | 32 | 64,
  signed: boolean,
): Expression & { type: IntegerType } {
  const limit = rangeOf(bits, signed);
  const from = value.type.kind === "integer" ? value.type.range : { min: 0n, max: 1n };
  const obscure = value.type.kind === "integer" && value.type.obscure === true;
  const { position, end } = value;
  const fits = contains(limit, from);
  // Cutting off what is not there shows the verifier a range that it could not follow.
  if (bits < 64 && (!fits || obscure)) {
    // What the verifier learns from it is the width.
    const stillObscure = fits && !contains(from, limit);
    const type = { ...integerType(bits, signed, fits ? from : limit), ...(stillObscure ? { obscure: true } : {}) };
    return { node: "convert", value, bits: bits as 8 | 16 | 32, signed, position, end, type };
  }
  const type = integerType(bits, signed, fits ? from : limit);
  return { node: "retype", value, position, end, type: obscure ? { ...type, obscure } : type };
}
