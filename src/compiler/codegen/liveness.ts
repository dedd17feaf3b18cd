import type { MachineBlock, MachineInstruction, MachineTerminator } from "./machine.ts";
import { successors } from "./machine.ts";

/** What an analysis takes for a variable: virtual registers, or spill slots. */
export interface Accesses<Variable> {
  uses(instruction: MachineInstruction, visit: (variable: Variable) => void): void;
  definitions(instruction: MachineInstruction, visit: (variable: Variable) => void): void;
  terminatorUses(terminator: MachineTerminator, visit: (variable: Variable) => void): void;
}

/**
 * The variables that are live at the end of each block. Each upward-exposed use is carried from block to block up to
 * its definitions, so that the work is in proportion to the result.
 */
export function liveOut<Variable>(
  blocks: readonly MachineBlock[],
  accesses: Accesses<Variable>,
): Map<MachineBlock, Set<Variable>> {
  const predecessors = new Map<MachineBlock, MachineBlock[]>(blocks.map((block) => [block, []]));
  for (const block of blocks) for (const successor of successors(block)) predecessors.get(successor)!.push(block);
  const out = new Map<MachineBlock, Set<Variable>>(blocks.map((block) => [block, new Set()]));
  const defined = new Map<MachineBlock, Set<Variable>>();
  const exposed: { block: MachineBlock; variable: Variable }[] = [];
  for (const block of blocks) {
    const before = new Set<Variable>();
    const seen = new Set<Variable>();
    const use = (variable: Variable) => {
      if (before.has(variable) || seen.has(variable)) return;
      seen.add(variable);
      exposed.push({ block, variable });
    };
    for (const instruction of block.instructions) {
      accesses.uses(instruction, use);
      accesses.definitions(instruction, (variable) => before.add(variable));
    }
    accesses.terminatorUses(block.terminator, use);
    defined.set(block, before);
  }
  for (let item = exposed.pop(); item !== undefined; item = exposed.pop()) {
    const { block, variable } = item;
    for (const predecessor of predecessors.get(block)!) {
      const live = out.get(predecessor)!;
      if (live.has(variable)) continue;
      live.add(variable);
      if (!defined.get(predecessor)!.has(variable)) exposed.push({ block: predecessor, variable });
    }
  }
  return out;
}

/**
 * Walks a block backwards with the set of live variables. `visit` sees each instruction with what is live after it;
 * what it writes is then taken out, and what it reads put in, unless `visit` answers `false`: then the
 * instruction counts as absent. Returns what is live at the block's start.
 */
export function walkBackwards<Variable>(
  block: MachineBlock,
  liveAtEnd: ReadonlySet<Variable>,
  accesses: Accesses<Variable>,
  visit: (instruction: MachineInstruction, live: Set<Variable>) => unknown,
): Set<Variable> {
  const live = new Set(liveAtEnd);
  accesses.terminatorUses(block.terminator, (variable) => live.add(variable));
  for (let index = block.instructions.length - 1; index >= 0; index--) {
    const instruction = block.instructions[index]!;
    if (visit(instruction, live) === false) continue;
    accesses.definitions(instruction, (variable) => live.delete(variable));
    accesses.uses(instruction, (variable) => live.add(variable));
  }
  return live;
}
