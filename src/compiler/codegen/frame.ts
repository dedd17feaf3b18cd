import { assert } from "../../errors/assert.ts";
import type { Accesses } from "./liveness.ts";
import { liveOut, walkBackwards } from "./liveness.ts";
import type { FrameSlot, MachineBlock, MachineFunction, MachineInstruction } from "./machine.ts";
import { FRAME_POINTER } from "./machine.ts";

/** The kernel's limit for one function's frame, in bytes. */
export const STACK_LIMIT = 512;

/** A function needs more than 512 bytes of stack. The checker turns it into a diagnostic that names the largest locals. */
export class StackOverflow extends Error {
  /** In bytes. */
  readonly needed: number;
  /** The locals, largest first, and one entry for all values that did not fit in registers. */
  readonly slots: readonly { readonly name: string; readonly size: number }[];

  constructor(needed: number, slots: readonly { readonly name: string; readonly size: number }[]) {
    super(`${needed} bytes of stack are needed, but the kernel allows ${STACK_LIMIT}`);
    this.name = "StackOverflow";
    this.needed = needed;
    this.slots = slots;
  }
}

const spillAccesses: Accesses<FrameSlot> = {
  uses: ({ operation, frame }, visit) => {
    if (frame?.spill && operation.op === "load") visit(frame);
  },
  definitions: ({ operation, frame }, visit) => {
    if (frame?.spill && operation.op === "store") visit(frame);
  },
  terminatorUses: () => {},
};

/**
 * Gives each slot of the frame its place; spill slots that never hold values at the same time share one. Slots that
 * nothing touches get none. Returns the frame's size in bytes, a multiple of 8.
 *
 * @throws {StackOverflow} the frame is larger than 512 bytes
 */
export function layOutFrame(fn: MachineFunction, blocks: readonly MachineBlock[]): number {
  const used = new Set<FrameSlot>();
  for (const block of blocks) {
    for (const { operation, frame } of block.instructions) {
      if (frame) used.add(frame);
      if (operation.op === "frameAddress") used.add(operation.slot);
    }
  }
  const locals = fn.frame.filter((slot) => !slot.spill && used.has(slot));
  locals.sort((a, b) => b.alignment - a.alignment);
  let size = 0;
  const claim = (bytes: number, alignment: number): number => {
    size = Math.ceil((size + bytes) / alignment) * alignment;
    return -size;
  };
  for (const slot of locals) slot.offset = claim(slot.size, slot.alignment);
  const places = shareSpillSlots(
    blocks,
    fn.frame.filter((slot) => slot.spill && used.has(slot)),
  );
  const offsets = new Map<number, number>();
  for (const [slot, place] of places) {
    if (!offsets.has(place)) offsets.set(place, claim(slot.size, slot.alignment));
    slot.offset = offsets.get(place)!;
  }
  size = Math.ceil(size / 8) * 8;
  if (size > STACK_LIMIT) {
    const slots = locals.map((slot) => ({ name: slot.name, size: slot.size })).sort((a, b) => b.size - a.size);
    if (offsets.size > 0) slots.push({ name: "values without a register", size: offsets.size * 8 });
    throw new StackOverflow(size, slots);
  }
  return size;
}

/** Puts the slots' places into the instructions: from here on memory operands are plain r10 and offset. */
export function resolveFrame(blocks: readonly MachineBlock[]): void {
  for (const block of blocks) {
    block.instructions = block.instructions.flatMap((instruction): MachineInstruction[] => {
      const { operation, frame, position } = instruction;
      if (operation.op === "frameAddress") {
        const { destination, slot } = operation;
        const alu = { op: "alu", width: 64, destination } as const;
        const plain = { position, frame: undefined, throughParameter: false, reference: undefined };
        const offset = slot.offset + operation.offset;
        return [
          { ...plain, operation: { ...alu, operator: "mov", source: { register: FRAME_POINTER } } },
          { ...plain, operation: { ...alu, operator: "add", source: { immediate: offset } } },
        ];
      }
      if (!frame) return [instruction];
      assert("base" in operation && "offset" in operation, "only memory operations have a frame slot");
      return [
        { ...instruction, frame: undefined, operation: { ...operation, offset: frame.offset + operation.offset } },
      ];
    });
  }
}

/** Numbers the spill slots so that slots with one number are never live together. */
function shareSpillSlots(blocks: readonly MachineBlock[], slots: readonly FrameSlot[]): Map<FrameSlot, number> {
  const places = new Map<FrameSlot, number>();
  if (slots.length === 0) return places;
  const conflicts = new Map<FrameSlot, Set<FrameSlot>>(slots.map((slot) => [slot, new Set()]));
  const live = liveOut(blocks, spillAccesses);
  // Taken in the order in which the code comes to them, straight code needs no more places than slots live at once.
  const ordered = new Set<FrameSlot>();
  for (const block of blocks) {
    for (const { frame } of block.instructions) if (frame?.spill) ordered.add(frame);
    walkBackwards(block, live.get(block)!, spillAccesses, (instruction, alive) => {
      spillAccesses.definitions(instruction, (defined) => {
        for (const other of alive) {
          if (other === defined) continue;
          conflicts.get(defined)!.add(other);
          conflicts.get(other)!.add(defined);
        }
      });
    });
  }
  for (const slot of ordered) {
    const taken = new Set<number | undefined>();
    for (const other of conflicts.get(slot)!) taken.add(places.get(other));
    let place = 0;
    while (taken.has(place)) place++;
    places.set(slot, place);
  }
  return places;
}
