import type { Instruction, IrFunction, StackSlot } from "../ir/ir.ts";
import { hiddenSlots, type MemoryPlace, memoryPlace } from "./memory-places.ts";

/**
 * Removes stores to the stack that nobody can read: into slots without loads that no call reaches, and stores that later
 * ones of the same block cover before anything reads. Then drops slots that nothing names.
 */
export function removeDeadStores(fn: IrFunction): boolean {
  if (fn.stackSlots.length === 0) return false;
  const unread = hiddenSlots(fn);
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op !== "load" && instruction.op !== "atomic") continue;
      const { slot } = memoryPlace(instruction);
      if (slot) unread.delete(slot);
    }
  }
  let changed = false;
  for (const block of fn.blocks) {
    const covered: MemoryPlace[] = [];
    const kept: Instruction[] = [];
    for (let index = block.instructions.length - 1; index >= 0; index--) {
      const instruction = block.instructions[index]!;
      if (!isDead(instruction, covered, unread)) kept.push(instruction);
    }
    if (kept.length === block.instructions.length) continue;
    block.instructions.splice(0, block.instructions.length, ...kept.reverse());
    changed = true;
  }
  return removeUnnamedSlots(fn) || changed;
}

/** Walking backwards: `covered` are the stack bytes that will be overwritten before they are read. */
function isDead(instruction: Instruction, covered: MemoryPlace[], unread: ReadonlySet<StackSlot>): boolean {
  switch (instruction.op) {
    case "store": {
      const place = memoryPlace(instruction);
      if (!place.slot) return false;
      const isCovered = covered.some(
        (later) =>
          later.base === place.base &&
          later.offset <= place.offset &&
          later.offset + later.size >= place.offset + place.size,
      );
      if (isCovered || unread.has(place.slot)) return true;
      covered.push(place);
      return false;
    }
    case "load":
    case "atomic": {
      const { slot, base } = memoryPlace(instruction);
      const isRead = (place: MemoryPlace) => (slot ? place.base === base : true);
      for (let index = covered.length - 1; index >= 0; index--) if (isRead(covered[index]!)) covered.splice(index, 1);
      return false;
    }
    case "helper":
      if (!instruction.pure) covered.length = 0;
      return false;
    default:
      return false;
  }
}

function removeUnnamedSlots(fn: IrFunction): boolean {
  const named = new Set<StackSlot>();
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) if (instruction.op === "stackAddress") named.add(instruction.slot);
  }
  if (named.size === fn.stackSlots.length) return false;
  fn.stackSlots.splice(0, fn.stackSlots.length, ...fn.stackSlots.filter((slot) => named.has(slot)));
  return true;
}
