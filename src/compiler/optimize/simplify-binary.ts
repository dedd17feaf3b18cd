import { evaluateBinary, isCommutative } from "../ir/arithmetic.ts";
import type { Binary, BinaryOperator, Value } from "../ir/ir.ts";
import { fitsUnsigned, unsignedMaximum } from "../ir/range.ts";
import type { Insert } from "./rewrite.ts";

/**
 * What a `binary` can be replaced by: an operand, a constant, or a cheaper operation.
 * @param isTested a comparison tells the verifier something of the value, and of no other: what is made of it stays made of it
 */
export function simplifyBinary(
  instruction: Binary,
  insert: Insert,
  isTested: (value: Value) => boolean,
): Value | undefined {
  const { operator, width, left, right } = instruction;
  if (left.op === "const" && right.op !== "const" && isCommutative(operator)) {
    return insertBinary(insert, operator, width, right, left);
  }
  if (left === right && left.type === "integer") {
    const same = simplifySame(operator, width, left, insert);
    if (same) return same;
  }
  if (right.op === "const") {
    const simpler = simplifyByConstant(instruction, right.value, insert);
    if (simpler || (left.type === "integer" && isTested(left))) return simpler;
    return combineConstants(instruction, right.value, insert);
  }
  if (operator === "sub" && left.op === "const" && isAllOnes(left.value) && unsignedMaximum(right) <= left.value) {
    // Nothing is borrowed: each bit is taken from a one.
    return insertBinary(insert, "xor", width, right, left);
  }
  if (instruction.type === "pointer") return moveConstantOutwards(instruction, insert, isTested);
  return undefined;
}

function insertBinary(insert: Insert, operator: BinaryOperator, width: 32 | 64, left: Value, right: Value): Value {
  const type = left.type === "pointer" || right.type === "pointer" ? "pointer" : "integer";
  return insert({ op: "binary", operator, width, left, right }, type);
}

/** The value as an operation of `width` sees it: 32-bit results have no high half. */
function lowPart(value: Value, width: 32 | 64, insert: Insert): Value {
  if (width === 64 || fitsUnsigned(value, 32)) return value;
  return insert({ op: "extend", signed: false, bits: 32, value });
}

function simplifySame(operator: BinaryOperator, width: 32 | 64, value: Value, insert: Insert): Value | undefined {
  if (operator === "sub" || operator === "xor") return insert({ op: "const", value: 0n });
  if (operator === "and" || operator === "or") return lowPart(value, width, insert);
  return undefined;
}

function simplifyByConstant(instruction: Binary, constant: bigint, insert: Insert): Value | undefined {
  const { operator, width, left } = instruction;
  const unsigned = BigInt.asUintN(width, constant);
  const signed = BigInt.asIntN(width, constant);
  const all = BigInt.asUintN(width, -1n);
  const number = (value: bigint) => insert({ op: "const", value: BigInt.asIntN(64, value) });
  const by = (other: BinaryOperator, value: bigint) => insertBinary(insert, other, width, left, number(value));
  const power =
    unsigned > 0n && (unsigned & (unsigned - 1n)) === 0n ? BigInt(unsigned.toString(2).length - 1) : undefined;
  const keep = () => lowPart(left, width, insert);
  switch (operator) {
    case "add":
      if (unsigned === 0n) return keep();
      break;
    case "sub":
      return by("add", -signed);
    case "mul":
      if (unsigned === 0n) return number(0n);
      if (power !== undefined) return power === 0n ? keep() : by("shl", power);
      break;
    case "udiv":
      if (power !== undefined) return power === 0n ? keep() : by("lshr", power);
      if (unsigned > 0n && width === 64 && unsignedMaximum(left) < unsigned) return number(0n);
      break;
    case "umod":
      if (power !== undefined) return by("and", unsigned - 1n);
      if (unsigned > 0n && width === 64 && unsignedMaximum(left) < unsigned) return left;
      break;
    case "sdiv":
    case "smod":
      // Signs make no difference when there are none.
      if (signed > 0n && fitsUnsigned(left, width - 1)) return by(operator === "sdiv" ? "udiv" : "umod", signed);
      if (operator === "sdiv" && signed === 1n) return keep();
      break;
    case "and":
      if (unsigned === 0n) return number(0n);
      if (unsigned === all) return keep();
      // A mask of low bits that are all there is.
      if ((unsigned & (unsigned + 1n)) === 0n && unsignedMaximum(left) <= unsigned) return left;
      break;
    case "or":
      if (unsigned === 0n) return keep();
      if (unsigned === all) return number(all);
      break;
    case "xor":
      if (unsigned === 0n) return keep();
      break;
    case "shl":
    case "lshr":
    case "ashr":
      if (unsigned % BigInt(width) === 0n) return keep();
      if (operator === "ashr" && fitsUnsigned(left, width - 1)) return by("lshr", unsigned % BigInt(width));
      break;
  }
  return undefined;
}

/** `(x + 1) + 2` is `x + 3`; also for the other operations whose order does not matter, and for shifts. */
function combineConstants(instruction: Binary, outer: bigint, insert: Insert): Value | undefined {
  const { operator, width, left } = instruction;
  if (left.op !== "binary" || left.operator !== operator || left.width !== width || left.right.op !== "const")
    return undefined;
  const inner = left.right.value;
  let combined: bigint;
  if (isCommutative(operator)) {
    combined = evaluateBinary(operator, width, inner, outer);
  } else if (operator === "shl" || operator === "lshr") {
    combined = BigInt.asUintN(6, inner) + BigInt.asUintN(6, outer);
    if (combined >= BigInt(width)) return undefined;
  } else {
    return undefined;
  }
  return insertBinary(insert, operator, width, left.left, insert({ op: "const", value: combined }));
}

function isAllOnes(value: bigint): boolean {
  return value > 0n && (value & (value + 1n)) === 0n;
}

/** `(p + 8) + i` becomes `(p + i) + 8`, and so does `p + (i + 8)`: the constant then vanishes in the offset of an access. */
function moveConstantOutwards(
  instruction: Binary,
  insert: Insert,
  isTested: (value: Value) => boolean,
): Value | undefined {
  const pointer = instruction.left.type === "pointer" ? instruction.left : instruction.right;
  const index = pointer === instruction.left ? instruction.right : instruction.left;
  // Only what the verifier knows to be small without the constant may be added without it.
  const step = index.op === "binary" && index.operator === "add" && index.width === 64 ? index.right : undefined;
  if (
    index.op === "binary" &&
    step?.op === "const" &&
    step.value > 0n &&
    step.value < 0x1000n &&
    !isTested(index) &&
    fitsUnsigned(index.left, 16)
  ) {
    return insertBinary(insert, "add", 64, insertBinary(insert, "add", 64, pointer, index.left), step);
  }
  if (pointer.op !== "binary" || pointer.right.op !== "const") return undefined;
  const moved = insertBinary(insert, "add", 64, pointer.left, index);
  return insertBinary(insert, "add", 64, moved, pointer.right);
}
