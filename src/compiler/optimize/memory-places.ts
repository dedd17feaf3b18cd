import type { AccessSize, HelperCall, Instruction, IrFunction, StackSlot, Value } from "../ir/ir.ts";
import { edgesOf, forEachOperand } from "../ir/operands.ts";

/** A piece of memory as far as it is known: something that the address is relative to, and bytes from there. */
export interface MemoryPlace {
  /** Places with different bases of which both are `distinct` never overlap. */
  readonly base: string;
  /** True for stack slots and named sections and maps, as opposed to pointers from anywhere. */
  readonly distinct: boolean;
  readonly slot: StackSlot | undefined;
  readonly offset: number;
  readonly size: AccessSize;
}

/** Where a load, store or atomic goes. */
export function memoryPlace(access: { address: Value; offset: number; size: AccessSize }): MemoryPlace {
  const { size } = access;
  let { address, offset } = access;
  while (address.op === "binary" && address.right.op === "const") {
    offset += Number(address.right.value);
    address = address.left;
  }
  if (address.op === "stackAddress") {
    return { base: `slot ${address.slot.id}`, distinct: true, slot: address.slot, offset, size };
  }
  const target = address.op === "address" ? address.target : undefined;
  if (target && target.kind !== "map") {
    const base = target.kind === "data" ? `section ${target.section}` : `map ${target.map}`;
    return { base, distinct: true, slot: undefined, offset: offset + target.offset, size };
  }
  return { base: `v${address.id}`, distinct: false, slot: undefined, offset, size };
}

/** True unless the two are known not to share a byte. No pointer of unknown origin leads to `lent` slots. */
export function mayOverlap(a: MemoryPlace, b: MemoryPlace, lent: ReadonlySet<StackSlot>): boolean {
  if (a.base === b.base) return a.offset < b.offset + b.size && b.offset < a.offset + a.size;
  if (a.distinct && b.distinct) return false;
  return !(a.slot && lent.has(a.slot)) && !(b.slot && lent.has(b.slot));
}

/** The stack slots whose address goes nowhere but into loads, stores and atomics: no call and no pointer reaches them. */
export function hiddenSlots(fn: IrFunction): Set<StackSlot> {
  const hidden = new Set(fn.stackSlots);
  const lose = (value: Value) => {
    const slot = slotOf(value);
    if (slot) hidden.delete(slot);
  };
  const visit = (instruction: Instruction) => {
    if (instruction.op === "load") return;
    if (instruction.op === "store" || instruction.op === "atomic") lose(instruction.value);
    // A step by a constant is followed from its uses; any other arithmetic loses track.
    else if (instruction.op !== "binary" || instruction.right.op !== "const") forEachOperand(instruction, lose);
  };
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) visit(instruction);
    for (const edge of edgesOf(block.terminator)) for (const argument of edge.arguments) lose(argument);
  }
  return hidden;
}

/**
 * The stack slots whose address also goes into calls, but is kept nowhere: only a call that is given it reaches the slot, because helpers and
 * functions forget their arguments when they return.
 */
export function lentSlots(fn: IrFunction): Set<StackSlot> {
  const lent = new Set(fn.stackSlots);
  const lose = (value: Value) => {
    const slot = slotOf(value);
    if (slot) lent.delete(slot);
  };
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === "load" || instruction.op === "helper") continue;
      if (instruction.op === "store" || instruction.op === "atomic") lose(instruction.value);
      else if (instruction.op !== "binary" || instruction.right.op !== "const") forEachOperand(instruction, lose);
    }
    for (const edge of edgesOf(block.terminator)) for (const argument of edge.arguments) lose(argument);
  }
  return lent;
}

/** The stack slots that a call is given the address of. */
export function slotsGivenTo(call: HelperCall): Set<StackSlot> {
  const given = new Set<StackSlot>();
  for (const argument of call.arguments) {
    const slot = slotOf(argument);
    if (slot) given.add(slot);
  }
  return given;
}

function slotOf(value: Value): StackSlot | undefined {
  if (value.op === "stackAddress") return value.slot;
  if (value.op !== "binary" || value.type !== "pointer") return undefined;
  return slotOf(value.left.type === "pointer" ? value.left : value.right);
}
