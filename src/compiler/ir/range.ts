import type { Value } from "./ir.ts";

const FULL = 0xffff_ffff_ffff_ffffn;

/** How far definitions are followed; deeper ones are taken for unknown, so that the work stays in proportion. */
const MAXIMUM_DEPTH = 6;

/**
 * The largest unsigned number that a value can be, as far as its definition tells and the verifier can follow: it takes what
 * a division or a shift by a register gives for unknown, so that a mask which tells it more must not look superfluous.
 */
export function unsignedMaximum(value: Value, depth = 0): bigint {
  if (value.type === "pointer" || depth > MAXIMUM_DEPTH) return FULL;
  const of = (operand: Value) => unsignedMaximum(operand, depth + 1);
  switch (value.op) {
    case "const":
      return BigInt.asUintN(64, value.value);
    case "compare":
      return 1n;
    case "load":
    case "coreLoad":
      return value.signed ? FULL : bits(value.size * 8);
    case "atomic":
      return bits(value.size * 8);
    case "extend": {
      const limit = bits(value.bits - (value.signed ? 1 : 0));
      const inner = of(value.value);
      if (inner <= limit) return inner;
      return value.signed ? FULL : limit;
    }
    case "swap":
      return bits(value.bits);
    case "binary": {
      const limit = bits(value.width);
      const result = binaryMaximum(value, of);
      return result < limit ? result : limit;
    }
    default:
      return FULL;
  }
}

/** True when the value is the same as its low `count` bits extended by zeros. */
export function fitsUnsigned(value: Value, count: number): boolean {
  return unsignedMaximum(value) <= bits(count);
}

function binaryMaximum(value: Extract<Value, { op: "binary" }>, of: (operand: Value) => bigint): bigint {
  const { operator, left, right, width } = value;
  const constant = right.op === "const" ? BigInt.asUintN(width, right.value) : undefined;
  const low = (operand: Value) => {
    const maximum = of(operand);
    return maximum < bits(width) ? maximum : bits(width);
  };
  // A result past the width wraps to anything.
  const bounded = (maximum: bigint) => (maximum <= bits(width) ? maximum : FULL);
  switch (operator) {
    case "and": {
      const [a, b] = [low(left), low(right)];
      return a < b ? a : b;
    }
    case "or":
    case "xor": {
      const [a, b] = [low(left), low(right)];
      return bits((a > b ? a : b).toString(2).length);
    }
    case "add":
      return bounded(low(left) + low(right));
    case "mul":
      return bounded(low(left) * low(right));
    case "shl":
      return constant === undefined ? FULL : bounded(low(left) << (constant % BigInt(width)));
    case "lshr":
      return constant === undefined ? FULL : low(left) >> (constant % BigInt(width));
    default:
      return FULL;
  }
}

function bits(count: number): bigint {
  return count <= 0 ? 0n : FULL >> BigInt(64 - count);
}
