import type { Instruction, IrFunction, StackSlot, Value } from "../ir/ir.ts";
import { forEachOperand, forEachTerminatorOperand } from "../ir/operands.ts";

/** True when the number, as a signed 32-bit immediate, is extended to itself. */
export function fitsInt32(value: bigint): boolean {
  return value >= -0x8000_0000n && value <= 0x7fff_ffffn;
}

/** The immediate that an operation of `width` takes for a value, if the value is a constant that has one. */
export function immediateFor(value: Value, width: 32 | 64): number | undefined {
  if (value.op !== "const") return undefined;
  if (width === 32) return Number(BigInt.asIntN(32, value.value));
  return fitsInt32(value.value) ? Number(value.value) : undefined;
}

/** An address as far as it can be written in a memory operand: a value or a stack slot, and an offset of 16 bits. */
export interface Place {
  readonly base: Value | undefined;
  readonly slot: StackSlot | undefined;
  readonly offset: number;
}

/** Follows additions of constants from `address`. */
export function placeOf(address: Value, offset: number): Place {
  let base = address;
  let total = offset;
  for (;;) {
    if (base.op === "stackAddress") return { base: undefined, slot: base.slot, offset: total };
    const step = constantStep(base);
    if (!step) break;
    const next = BigInt(total) + step.by;
    if (next < -0x8000n || next > 0x7fffn) break;
    base = step.from;
    total = Number(next);
  }
  return { base, slot: undefined, offset: total };
}

/** A pointer that is another pointer and a constant. */
function constantStep(value: Value): { from: Value; by: bigint } | undefined {
  if (value.op !== "binary" || value.type !== "pointer") return undefined;
  if (value.right.op === "const") return { from: value.left, by: value.right.value };
  if (value.left.op === "const") return { from: value.right, by: value.left.value };
  return undefined;
}

/** Who asks for an address or constant in a register. */
export interface RegisterUses {
  readonly all: number;
  /** Calls take it in a register of their own: one that is shared must be copied there. */
  readonly calls: number;
}

/**
 * How many places ask for each address or constant in a register. An access through a stack address needs none, and
 * a constant step from an address counts as often as the step itself is used.
 */
export function countRegisterUses(fn: IrFunction): Map<Value, RegisterUses> {
  const counts = new Map<Value, RegisterUses>();
  const steps: Instruction[] = [];
  const add = (value: Value, all: number, calls: number) => {
    const known = counts.get(value);
    counts.set(value, { all: (known?.all ?? 0) + all, calls: (known?.calls ?? 0) + calls });
  };
  const count = (value: Value) => add(value, 1, 0);
  const countArgument = (value: Value) => add(value, 1, 1);
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) {
      const accesses = instruction.op === "load" || instruction.op === "store" || instruction.op === "atomic";
      const slotAccess = accesses && placeOf(instruction.address, instruction.offset).slot !== undefined;
      if (instruction.op === "binary" && placeOf(instruction, 0).slot) continue;
      if (constantStep(instruction)) steps.push(instruction);
      else if (instruction.op === "helper") forEachOperand(instruction, countArgument);
      else {
        forEachOperand(instruction, (value) => {
          if (!(slotAccess && accesses && value === instruction.address)) count(value);
        });
      }
    }
    forEachTerminatorOperand(block.terminator, count);
  }
  for (const step of steps.reverse()) {
    const { from } = constantStep(step)!;
    const { all, calls } = counts.get(step) ?? { all: 0, calls: 0 };
    add(from, all, calls);
  }
  return counts;
}
