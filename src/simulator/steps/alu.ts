import type { Alu, MoveSigned, Negate, Swap } from "../../bytecode/index.ts";
import type { Step } from "../code.ts";
import type { Registers } from "../registers.ts";

/** Arithmetic of RFC 9669, section 4.1. Halves are written after everything was read: source and destination may be one. */
export function aluStep(instruction: Alu, registers: Registers, next: number): Step {
  const destination = instruction.destination;
  const source = registers.operand(instruction.source);
  return instruction.width === 64
    ? wideStep(instruction.operator, destination, source, registers, next)
    : narrowStep(instruction.operator, 2 * destination, 2 * source, registers.halves, next);
}

function wideStep(
  operator: Alu["operator"],
  destination: number,
  source: number,
  { halves: r, signed, unsigned }: Registers,
  next: number,
): Step {
  const d = 2 * destination;
  const s = 2 * source;
  switch (operator) {
    case "mov":
      return () => {
        r[d] = r[s]!;
        r[d + 1] = r[s + 1]!;
        return next;
      };
    case "add":
      return () => {
        const low = (r[d]! >>> 0) + (r[s]! >>> 0);
        r[d + 1] = r[d + 1]! + r[s + 1]! + (low > 0xffff_ffff ? 1 : 0);
        r[d] = low;
        return next;
      };
    case "sub":
      return () => {
        const low = (r[d]! >>> 0) - (r[s]! >>> 0);
        r[d + 1] = r[d + 1]! - r[s + 1]! - (low < 0 ? 1 : 0);
        r[d] = low;
        return next;
      };
    case "and":
      return () => {
        r[d] = r[d]! & r[s]!;
        r[d + 1] = r[d + 1]! & r[s + 1]!;
        return next;
      };
    case "or":
      return () => {
        r[d] = r[d]! | r[s]!;
        r[d + 1] = r[d + 1]! | r[s + 1]!;
        return next;
      };
    case "xor":
      return () => {
        r[d] = r[d]! ^ r[s]!;
        r[d + 1] = r[d + 1]! ^ r[s + 1]!;
        return next;
      };
    case "lsh":
      return () => {
        const count = r[s]! & 63;
        const low = r[d]!;
        if (count >= 32) {
          r[d + 1] = low << (count - 32);
          r[d] = 0;
        } else if (count > 0) {
          r[d + 1] = (r[d + 1]! << count) | (low >>> (32 - count));
          r[d] = low << count;
        }
        return next;
      };
    case "rsh":
      return () => {
        const count = r[s]! & 63;
        const high = r[d + 1]!;
        if (count >= 32) {
          r[d] = high >>> (count - 32);
          r[d + 1] = 0;
        } else if (count > 0) {
          r[d] = (r[d]! >>> count) | (high << (32 - count));
          r[d + 1] = high >>> count;
        }
        return next;
      };
    case "arsh":
      return () => {
        const count = r[s]! & 63;
        const high = r[d + 1]!;
        if (count >= 32) {
          r[d] = high >> (count - 32);
          r[d + 1] = high >> 31;
        } else if (count > 0) {
          r[d] = (r[d]! >>> count) | (high << (32 - count));
          r[d + 1] = high >> count;
        }
        return next;
      };
    case "mul":
      return () => {
        signed[destination] = signed[destination]! * signed[source]!;
        return next;
      };
    case "div":
      return () => {
        const divisor = unsigned[source]!;
        unsigned[destination] = divisor === 0n ? 0n : unsigned[destination]! / divisor;
        return next;
      };
    case "mod":
      return () => {
        const divisor = unsigned[source]!;
        if (divisor !== 0n) unsigned[destination] = unsigned[destination]! % divisor;
        return next;
      };
    case "sdiv":
      return () => {
        const divisor = signed[source]!;
        signed[destination] = divisor === 0n ? 0n : signed[destination]! / divisor;
        return next;
      };
    case "smod":
      return () => {
        const divisor = signed[source]!;
        if (divisor !== 0n) signed[destination] = signed[destination]! % divisor;
        return next;
      };
  }
}

/** 32-bit arithmetic clears the upper half. */
function narrowStep(operator: Alu["operator"], d: number, s: number, r: Int32Array, next: number): Step {
  switch (operator) {
    case "mov":
      return () => {
        r[d] = r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "add":
      return () => {
        r[d] = r[d]! + r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "sub":
      return () => {
        r[d] = r[d]! - r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "mul":
      return () => {
        r[d] = Math.imul(r[d]!, r[s]!);
        r[d + 1] = 0;
        return next;
      };
    case "and":
      return () => {
        r[d] = r[d]! & r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "or":
      return () => {
        r[d] = r[d]! | r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "xor":
      return () => {
        r[d] = r[d]! ^ r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "lsh":
      return () => {
        r[d] = r[d]! << r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "rsh":
      return () => {
        r[d] = r[d]! >>> r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "arsh":
      return () => {
        r[d] = r[d]! >> r[s]!;
        r[d + 1] = 0;
        return next;
      };
    case "div":
      return () => {
        const divisor = r[s]! >>> 0;
        r[d] = divisor === 0 ? 0 : (r[d]! >>> 0) / divisor;
        r[d + 1] = 0;
        return next;
      };
    case "mod":
      return () => {
        const divisor = r[s]! >>> 0;
        if (divisor !== 0) r[d] = (r[d]! >>> 0) % divisor;
        r[d + 1] = 0;
        return next;
      };
    case "sdiv":
      return () => {
        const divisor = r[s]!;
        r[d] = divisor === 0 ? 0 : r[d]! / divisor;
        r[d + 1] = 0;
        return next;
      };
    case "smod":
      return () => {
        const divisor = r[s]!;
        if (divisor !== 0) r[d] = r[d]! % divisor;
        r[d + 1] = 0;
        return next;
      };
  }
}

export function negateStep({ destination, width }: Negate, { halves: r, signed }: Registers, next: number): Step {
  const d = 2 * destination;
  if (width === 64) {
    return () => {
      signed[destination] = -signed[destination]!;
      return next;
    };
  }
  return () => {
    r[d] = -r[d]!;
    r[d + 1] = 0;
    return next;
  };
}

export function moveSignedStep(instruction: MoveSigned, { halves: r }: Registers, next: number): Step {
  const d = 2 * instruction.destination;
  const s = 2 * instruction.source;
  const shift = 32 - instruction.bits;
  const wide = instruction.width === 64;
  return () => {
    const low = (r[s]! << shift) >> shift;
    r[d] = low;
    r[d + 1] = wide ? low >> 31 : 0;
    return next;
  };
}

/** The simulated host is little-endian, as every machine that this package runs on: `le` only truncates. */
export function swapStep({ order, bits, destination }: Swap, { halves: r }: Registers, next: number): Step {
  const d = 2 * destination;
  const swaps = order !== "le";
  switch (bits) {
    case 16:
      return () => {
        const low = r[d]!;
        r[d] = swaps ? ((low & 0xff) << 8) | ((low >>> 8) & 0xff) : low & 0xffff;
        r[d + 1] = 0;
        return next;
      };
    case 32:
      return () => {
        if (swaps) r[d] = swap32(r[d]!);
        r[d + 1] = 0;
        return next;
      };
    case 64:
      return () => {
        if (!swaps) return next;
        const low = r[d]!;
        r[d] = swap32(r[d + 1]!);
        r[d + 1] = swap32(low);
        return next;
      };
  }
}

function swap32(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}
