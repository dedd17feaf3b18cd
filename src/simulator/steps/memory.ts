import type { Load, Store } from "../../bytecode/index.ts";
import type { Step } from "../code.ts";
import { type Memory, READABLE, WRITABLE } from "../memory.ts";
import type { Registers } from "../registers.ts";

/** Loads of RFC 9669, section 5. */
export function loadStep(instruction: Load, registers: Registers, memory: Memory, next: number): Step {
  const { halves: r, unsigned } = registers;
  const { destination, offset, size, signed } = instruction;
  const d = 2 * destination;
  const b = 2 * instruction.base;
  switch (size) {
    case 1:
      return () => {
        const at = memory.locate(r[b]!, r[b + 1]!, offset, 1, READABLE);
        const value = signed ? memory.region.view.getInt8(at) : memory.region.bytes[at]!;
        r[d] = value;
        r[d + 1] = value >> 31;
        return next;
      };
    case 2:
      return () => {
        const at = memory.locate(r[b]!, r[b + 1]!, offset, 2, READABLE);
        const value = signed ? memory.region.view.getInt16(at, true) : memory.region.view.getUint16(at, true);
        r[d] = value;
        r[d + 1] = value >> 31;
        return next;
      };
    case 4:
      return () => {
        const at = memory.locate(r[b]!, r[b + 1]!, offset, 4, READABLE);
        const { pointers, view } = memory.region;
        const pointer = pointers?.get(at);
        if (pointer !== undefined) {
          unsigned[destination] = pointer();
          return next;
        }
        const value = view.getInt32(at, true);
        r[d] = value;
        r[d + 1] = signed ? value >> 31 : 0;
        return next;
      };
    case 8:
      return () => {
        const at = memory.locate(r[b]!, r[b + 1]!, offset, 8, READABLE);
        const { pointers, view } = memory.region;
        const pointer = pointers?.get(at);
        if (pointer !== undefined) {
          unsigned[destination] = pointer();
          return next;
        }
        r[d] = view.getInt32(at, true);
        r[d + 1] = view.getInt32(at + 4, true);
        return next;
      };
  }
}

export function storeStep(instruction: Store, registers: Registers, memory: Memory, next: number): Step {
  const { halves: r } = registers;
  const { offset, size } = instruction;
  const b = 2 * instruction.base;
  const s = 2 * registers.operand(instruction.source);
  switch (size) {
    case 1:
      return () => {
        const at = memory.locate(r[b]!, r[b + 1]!, offset, 1, WRITABLE);
        memory.region.bytes[at] = r[s]!;
        return next;
      };
    case 2:
      return () => {
        const at = memory.locate(r[b]!, r[b + 1]!, offset, 2, WRITABLE);
        memory.region.view.setInt16(at, r[s]!, true);
        return next;
      };
    case 4:
      return () => {
        const at = memory.locate(r[b]!, r[b + 1]!, offset, 4, WRITABLE);
        memory.region.view.setInt32(at, r[s]!, true);
        return next;
      };
    case 8:
      return () => {
        const at = memory.locate(r[b]!, r[b + 1]!, offset, 8, WRITABLE);
        const { view } = memory.region;
        view.setInt32(at, r[s]!, true);
        view.setInt32(at + 4, r[s + 1]!, true);
        return next;
      };
  }
}
