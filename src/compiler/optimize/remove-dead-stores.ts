import type { Instruction, IrFunction, StackSlot } from "../ir/ir.ts";
import { hiddenSlots, lentSlots, type MemoryPlace, memoryPlace, slotsGivenTo } from "./memory-places.ts";

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
  const lent = lentSlots(fn);
  let changed = false;
  for (const block of fn.blocks) {
    const covered = new Covered();
    const kept: Instruction[] = [];
    for (let index = block.instructions.length - 1; index >= 0; index--) {
      const instruction = block.instructions[index]!;
      if (!isDead(instruction, covered, unread, lent)) kept.push(instruction);
    }
    if (kept.length === block.instructions.length) continue;
    block.instructions.splice(0, block.instructions.length, ...kept.reverse());
    changed = true;
  }
  return removeUnnamedSlots(fn) || changed;
}

/** The stack bytes that will be overwritten before they are read, seen from where the walk backwards has come to. */
class Covered {
  readonly #bytes = new Map<StackSlot, Set<number>>();

  has({ slot, offset, size }: MemoryPlace): boolean {
    const bytes = slot && this.#bytes.get(slot);
    if (!bytes) return false;
    for (let at = offset; at < offset + size; at++) if (!bytes.has(at)) return false;
    return true;
  }

  add({ slot, offset, size }: MemoryPlace): void {
    if (!slot) return;
    const bytes = this.#bytes.get(slot) ?? new Set();
    for (let at = offset; at < offset + size; at++) bytes.add(at);
    this.#bytes.set(slot, bytes);
  }

  /** What reads some of these slots needs what they hold. */
  forget(isRead: (slot: StackSlot) => boolean): void {
    for (const slot of [...this.#bytes.keys()]) if (isRead(slot)) this.#bytes.delete(slot);
  }
}

/** Walking backwards. */
function isDead(
  instruction: Instruction,
  covered: Covered,
  unread: ReadonlySet<StackSlot>,
  lent: ReadonlySet<StackSlot>,
): boolean {
  switch (instruction.op) {
    case "store": {
      const place = memoryPlace(instruction);
      if (!place.slot) return false;
      if (covered.has(place) || unread.has(place.slot)) return true;
      covered.add(place);
      return false;
    }
    case "load":
    case "atomic": {
      const { slot } = memoryPlace(instruction);
      covered.forget((other) => slot === other || (slot === undefined && !lent.has(other)));
      return false;
    }
    case "helper": {
      if (instruction.pure) return false;
      const given = slotsGivenTo(instruction);
      covered.forget((slot) => !lent.has(slot) || given.has(slot));
      return false;
    }
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
