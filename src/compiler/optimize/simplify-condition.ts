import { evaluatePredicate, evaluateSwap, MIRRORED_PREDICATE } from "../ir/arithmetic.ts";
import type { Predicate, Value } from "../ir/ir.ts";
import { fitsUnsigned, unsignedMaximum } from "../ir/range.ts";

export interface Condition {
  readonly predicate: Predicate;
  readonly width: 32 | 64;
  readonly left: Value;
  readonly right: Value;
}

/** A condition in a better form; `negated` when it is the opposite that holds. */
export interface Simplified extends Condition {
  readonly negated: boolean;
}

export interface Surroundings {
  readonly makeConst: (value: bigint) => Value;
  readonly isSingleUse: (value: Value) => boolean;
}

/** One step towards a cheaper condition; a boolean when it is known; undefined when there is nothing to gain. */
export function simplifyCondition(it: Condition, surroundings: Surroundings): Simplified | boolean | undefined {
  const { predicate, width, left, right } = it;
  if (left.op === "const") {
    // Folding decides these.
    if (right.op === "const") return undefined;
    return { predicate: MIRRORED_PREDICATE[predicate], width, left: right, right: left, negated: false };
  }
  if (left === right && left.type === "integer" && predicate !== "set") return evaluatePredicate(predicate, 64, 0n, 0n);
  if (right.op !== "const" || left.type === "pointer") return undefined;
  const constant = right.value;
  if (predicate === "set") return testedInPlace(it, constant, surroundings);
  return (
    knownByRange(it, constant) ??
    (predicate === "eq" || predicate === "ne" ? simplifyEquality(it, predicate, constant, surroundings) : undefined) ??
    withoutExtension(it, constant, surroundings)
  );
}

/** Tests bits where they are, not where a shift brought them: `(x >> 4) & 1` is `x & 16`. */
function testedInPlace({ width, left }: Condition, mask: bigint, { makeConst }: Surroundings): Simplified | undefined {
  if (left.op !== "binary" || left.operator !== "lshr" || left.right.op !== "const" || mask < 0n) return undefined;
  const shifted = mask << BigInt.asUintN(6, left.right.value);
  if (left.width !== width || shifted > 0x7fff_ffffn) return undefined;
  return { predicate: "set", width, left: left.left, right: makeConst(shifted), negated: false };
}

function knownByRange({ predicate, width, left }: Condition, constant: bigint): boolean | undefined {
  const maximum = unsignedMaximum(left);
  const limit = BigInt.asUintN(width, constant);
  if (width === 32 && !fitsUnsigned(left, 32)) return undefined;
  switch (predicate) {
    case "ult":
      return limit === 0n ? false : maximum < limit ? true : undefined;
    case "uge":
      return limit === 0n ? true : maximum < limit ? false : undefined;
    case "ule":
      return maximum <= limit ? true : undefined;
    case "ugt":
      return maximum <= limit ? false : undefined;
    case "eq":
      return maximum < limit ? false : undefined;
    case "ne":
      return maximum < limit ? true : undefined;
    default:
      return undefined;
  }
}

function simplifyEquality(
  { width, left, right }: Condition,
  predicate: "eq" | "ne",
  constant: bigint,
  { makeConst }: Surroundings,
): Simplified | undefined {
  const same = { predicate, width, left, right, negated: false } as const;
  if (left.op === "compare" && (constant === 0n || constant === 1n)) {
    const negated = (predicate === "eq") === (constant === 0n);
    return { predicate: left.predicate, width: left.width, left: left.left, right: left.right, negated };
  }
  if (left.op === "swap" && (width === 64 || left.bits <= 32) && fitsUnsigned(left.value, left.bits)) {
    // Bytes in the other order are as equal as bytes in this one.
    const swapped = evaluateSwap(left.bits, constant);
    const inRange = BigInt.asUintN(left.bits, constant) === BigInt.asUintN(width, constant);
    return inRange ? { ...same, left: left.value, right: makeConst(swapped) } : undefined;
  }
  if (left.op !== "binary" || constant !== 0n) return undefined;
  if (left.operator === "and" && (left.width === 32 || width === 64)) {
    const mask = left.right;
    const isNarrow = mask.op === "const" && mask.value > 0x7fff_ffffn && mask.value <= 0xffff_ffffn;
    const bits = left.width === 32 || isNarrow ? 32 : 64;
    return { predicate: "set", width: bits, left: left.left, right: mask, negated: predicate === "eq" };
  }
  if ((left.operator === "xor" || left.operator === "sub") && left.width === width) {
    return { ...same, left: left.left, right: left.right };
  }
  return undefined;
}

/**
 * Compares in 32 bits what was only extended to be compared in 64. When the extended value has other uses it stays: the
 * verifier must learn its bounds.
 */
function withoutExtension(
  { predicate, width, left, right }: Condition,
  constant: bigint,
  { isSingleUse }: Surroundings,
): Simplified | undefined {
  if (width !== 64 || left.op !== "extend" || left.bits !== 32 || !isSingleUse(left)) return undefined;
  const isSigned = predicate.startsWith("s") && predicate !== "set";
  const isEquality = predicate === "eq" || predicate === "ne";
  if (isSigned !== left.signed && !(isEquality && left.signed)) return undefined;
  const extended = left.signed ? BigInt.asIntN(32, constant) : BigInt.asUintN(32, constant);
  return extended === constant ? { predicate, width: 32, left: left.value, right, negated: false } : undefined;
}
