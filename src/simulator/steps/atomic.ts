import type { Atomic } from "../../bytecode/index.ts";
import type { Step } from "../code.ts";
import { Fault, faults } from "../errors.ts";
import { type Memory, READABLE, WRITABLE } from "../memory.ts";
import type { Registers } from "../registers.ts";

/** Atomic operations of RFC 9669, section 5.3. One simulated CPU runs at a time, so that each is atomic by itself. */
export function atomicStep(instruction: Atomic, registers: Registers, memory: Memory, next: number): Step {
  const { halves: r, unsigned } = registers;
  const { operation, size, fetch, base, offset, source } = instruction;
  const bits = size * 8;
  return () => {
    const at = memory.locate(r[2 * base]!, r[2 * base + 1]!, offset, size, READABLE | WRITABLE);
    const { region } = memory;
    if ((at - region.origin) % size !== 0) {
      throw new Fault(
        faults.misaligned,
        `makes an atomic operation at offset ${at - region.origin} of ${region.name}, which is not a multiple of ${size}`,
      );
    }
    if (region.access !== undefined) {
      throw new Fault(faults.readOnly, `makes an atomic operation on ${region.name}, where the kernel allows none`);
    }
    const { view } = region;
    const old = size === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true));
    const operand = BigInt.asUintN(bits, unsigned[source]!);
    const value = combine(operation, old, operand, BigInt.asUintN(bits, unsigned[0]!));
    if (size === 8) view.setBigUint64(at, value, true);
    else view.setUint32(at, Number(BigInt.asUintN(32, value)), true);
    if (operation === "compareExchange") unsigned[0] = old;
    else if (fetch) unsigned[source] = old;
    return next;
  };
}

/** The new value; a `BigUint64` store and the caller's truncation keep it to its width. */
function combine(operation: Atomic["operation"], old: bigint, operand: bigint, expected: bigint): bigint {
  switch (operation) {
    case "add":
      return old + operand;
    case "or":
      return old | operand;
    case "and":
      return old & operand;
    case "xor":
      return old ^ operand;
    case "exchange":
      return operand;
    case "compareExchange":
      return old === expected ? operand : old;
  }
}
