import type { Bare } from "../ir/builder.ts";
import { reversePostOrder } from "../ir/graph.ts";
import type { Block, Instruction, IrFunction, Value, ValueType } from "../ir/ir.ts";
import { forEachOperand, forEachTerminatorOperand, mapOperands, replaceValues } from "../ir/operands.ts";

/** Adds an instruction before the one that is being looked at. */
export type Insert = (bare: Bare<Instruction>, type?: ValueType) => Instruction;

/**
 * Shows `find` each instruction, operands before users; what it gives takes the instruction's place everywhere.
 * Returns whether anything was replaced.
 */
export function rewriteInstructions(
  fn: IrFunction,
  find: (instruction: Instruction, insert: Insert, block: Block) => Value | undefined,
  order: readonly Block[] = reversePostOrder(fn),
): boolean {
  const replacements = new Map<Value, Value>();
  const resolve = (value: Value) => replacements.get(value) ?? value;
  for (const block of order) {
    const kept: Instruction[] = [];
    for (const instruction of block.instructions) {
      mapOperands(instruction, resolve);
      const { position } = instruction;
      const insert: Insert = (bare, type = "integer") => {
        const added = { ...bare, id: fn.nextId++, position, type } as Instruction;
        kept.push(added);
        return added;
      };
      const found = find(instruction, insert, block);
      if (found === undefined) kept.push(instruction);
      else replacements.set(instruction, resolve(found));
    }
    block.instructions.splice(0, block.instructions.length, ...kept);
  }
  replaceValues(fn, replacements);
  return replacements.size > 0;
}

/** How many operands each value is. */
export function countUses(fn: IrFunction): Map<Value, number> {
  const counts = new Map<Value, number>();
  const count = (value: Value) => counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) forEachOperand(instruction, count);
    forEachTerminatorOperand(block.terminator, count);
  }
  return counts;
}
