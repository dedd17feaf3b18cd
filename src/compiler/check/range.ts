/** An interval of integers, both ends included. */
export interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

export const I64: Range = { min: -(1n << 63n), max: (1n << 63n) - 1n };
export const U64: Range = { min: 0n, max: (1n << 64n) - 1n };

export function rangeOf(bits: number, signed: boolean): Range {
  const width = BigInt(bits);
  return signed ? { min: -(1n << (width - 1n)), max: (1n << (width - 1n)) - 1n } : { min: 0n, max: (1n << width) - 1n };
}

export function exactly(value: bigint): Range {
  return { min: value, max: value };
}

export function contains(outer: Range, inner: Range): boolean {
  return inner.min >= outer.min && inner.max <= outer.max;
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export function join(a: Range, b: Range): Range {
  return { min: smaller(a.min, b.min), max: larger(a.max, b.max) };
}

/** Far beyond what a loop counts to, and far enough from the ends of 64 bits that one more step does not wrap. */
const FAR = 1n << 62n;

/**
 * What `previous` may become when a loop changes it to `next` again and again: an end that moved goes far, then to its limit,
 * and at last beyond all numbers of 64 bits (a value in code with mistakes may be outside of its type).
 */
export function widen(previous: Range, next: Range, limit: Range): Range {
  const low = [larger(limit.min, -FAR), limit.min, I64.min].find((end) => next.min >= end);
  const high = [smaller(limit.max, FAR), limit.max, U64.max].find((end) => next.max <= end);
  return {
    min: next.min < previous.min ? (low ?? next.min) : previous.min,
    max: next.max > previous.max ? (high ?? next.max) : previous.max,
  };
}

export function hull(values: readonly bigint[]): Range {
  let range = exactly(values[0] ?? 0n);
  for (const value of values) range = join(range, exactly(value));
  return range;
}

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(2).length);
}

/** The mathematical result, before it is fitted to 64 bits. Operands are integers of at most 65 bits. */
export function calculate(operator: string, a: Range, b: Range): Range | undefined {
  switch (operator) {
    case "+":
      return { min: a.min + b.min, max: a.max + b.max };
    case "-":
      return { min: a.min - b.max, max: a.max - b.min };
    case "*":
      return hull([a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max]);
    case "/": {
      const size = magnitude(a);
      if (a.min >= 0n && b.min > 0n) return { min: a.min / b.max, max: a.max / b.min };
      return a.min >= 0n && b.min >= 0n ? { min: 0n, max: a.max } : { min: -size, max: size };
    }
    case "%": {
      const largest = magnitude(b) - 1n;
      // A remainder by a variable zero is the dividend.
      const mayBeZero = b.min <= 0n && b.max >= 0n;
      const bound = mayBeZero || largest > magnitude(a) ? magnitude(a) : largest;
      return { min: a.min < 0n ? -bound : 0n, max: a.max > 0n ? bound : 0n };
    }
    case "&":
      if (a.min >= 0n && b.min >= 0n) return { min: 0n, max: smaller(a.max, b.max) };
      if (a.min >= 0n) return { min: 0n, max: a.max };
      if (b.min >= 0n) return { min: 0n, max: b.max };
      return undefined;
    case "|":
    case "^":
      if (a.min < 0n || b.min < 0n) return undefined;
      return { min: 0n, max: (1n << bitLength(larger(a.max, b.max))) - 1n };
    case "<<":
      if (b.min < 0n || b.max > 63n) return undefined;
      return hull([a.min << b.min, a.min << b.max, a.max << b.min, a.max << b.max]);
    case ">>":
      if (b.min < 0n || b.max > 63n) return a.min >= 0n ? { min: 0n, max: a.max } : undefined;
      return hull([a.min >> b.min, a.min >> b.max, a.max >> b.min, a.max >> b.max]);
    default:
      return undefined;
  }
}

function magnitude(range: Range): bigint {
  const low = range.min < 0n ? -range.min : range.min;
  const high = range.max < 0n ? -range.max : range.max;
  return low > high ? low : high;
}
