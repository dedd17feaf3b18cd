import type { Register } from "../../bytecode/index.ts";
import { assert } from "../../errors/assert.ts";
import { evaluatePredicate } from "../ir/arithmetic.ts";
import { PREDICATES } from "./arithmetic.ts";
import { registerAccesses } from "./interference.ts";
import { liveOut } from "./liveness.ts";
import type { MachineBlock, MachineInstruction, MachineTerminator } from "./machine.ts";
import { forEachDefinition, forEachTerminatorUse, forEachUse, successors } from "./machine.ts";

/**
 * Leads a jump past a mere branch that what is known decides, as on the way into a loop that runs at least once: the test is then left to the
 * loop's end. Each block only once, those that were in `threaded` not again: a loop without an end would lead on for ever.
 */
export function threadKnownBranches(blocks: readonly MachineBlock[], threaded: Set<MachineBlock>): boolean {
  const atStart = knownAtStart(blocks);
  let changed = false;
  for (const block of blocks) {
    const { terminator } = block;
    if (terminator.op !== "jump" || terminator.target.instructions.length > 0 || threaded.has(block)) continue;
    const known = new Map(atStart.get(block));
    for (const instruction of block.instructions) follow(instruction, known);
    const way = decided(terminator.target.terminator, known);
    if (!way || way === terminator.target) continue;
    terminator.target = way;
    threaded.add(block);
    changed = true;
  }
  return changed;
}

/** Where a branch goes, if that is known. */
function decided(terminator: MachineTerminator, known: Known): MachineBlock | undefined {
  if (terminator.op !== "branch") return undefined;
  const { condition, width, left, right, then, otherwise } = terminator;
  const [first, second] = [known.get(left), "register" in right ? known.get(right.register) : right.immediate];
  if (first === undefined || second === undefined) return undefined;
  return evaluatePredicate(PREDICATES[condition], width, BigInt(first), BigInt(second)) ? then : otherwise;
}

/** How many exits are tried; each takes a walk through all blocks. */
const MOST_EXITS = 8;

/** What each register holds, as far as it is a known number. */
type Known = Map<Register, number>;

/**
 * Drops moves of a number into a register that holds it already, on whatever way control came here. Blocks are in reverse post-order.
 */
export function removeKnownConstants(blocks: readonly MachineBlock[]): boolean {
  const atStart = knownAtStart(blocks);
  let changed = false;
  for (const block of blocks) {
    const known = new Map(atStart.get(block));
    const kept = block.instructions.filter((instruction) => {
      const constant = movedConstant(instruction);
      if (constant && known.get(constant.register) === constant.value) return false;
      follow(instruction, known);
      return true;
    });
    if (kept.length === block.instructions.length) continue;
    block.instructions = kept;
    changed = true;
  }
  return changed;
}

/**
 * Where both sides of a branch set a register to the same number, sets it before the branch instead. A side may do so after other
 * instructions that don't touch the register.
 */
export function hoistSharedConstants(blocks: readonly MachineBlock[]): boolean {
  const counts = new Map<MachineBlock, number>();
  for (const block of blocks) {
    for (const successor of successors(block)) counts.set(successor, (counts.get(successor) ?? 0) + 1);
  }
  let changed = false;
  for (const block of blocks.toReversed()) {
    const { terminator } = block;
    if (terminator.op !== "branch" || terminator.then === terminator.otherwise) continue;
    const { then, otherwise } = terminator;
    if (counts.get(then) !== 1 || counts.get(otherwise) !== 1) continue;
    const tested = new Set<Register>();
    forEachTerminatorUse(terminator, (register) => tested.add(register));
    const offered = hoistable(otherwise);
    for (const [register, first] of hoistable(then)) {
      const second = offered.get(register);
      if (tested.has(register) || !second) continue;
      if (movedConstant(first)?.value !== movedConstant(second)?.value) continue;
      then.instructions = then.instructions.filter((instruction) => instruction !== first);
      otherwise.instructions = otherwise.instructions.filter((instruction) => instruction !== second);
      block.instructions.push(first);
      changed = true;
    }
  }
  return changed;
}

/**
 * Sets the result at the start where that saves a block in the end: `r0 = 2; exit`, when nothing else has touched r0 wherever it is reached
 * from. Other exits are left to stand for this one.
 */
export function presetResult(blocks: readonly MachineBlock[]): boolean {
  const [entry] = blocks;
  assert(entry, "a function has an entry");
  const exits = blocks.filter(({ terminator }) => terminator.op === "exit");
  if (exits.length < 2 || entry.terminator.op !== "branch") return false;
  let isTested = false;
  forEachTerminatorUse(entry.terminator, (register) => {
    if (register === 0) isTested = true;
  });
  const live = liveOut(blocks, registerAccesses);
  if (isTested || live.get(entry)!.has(0)) return false;
  for (const exit of exits.slice(0, MOST_EXITS)) {
    const [only, another] = exit.instructions;
    const constant = only && !another ? movedConstant(only) : undefined;
    if (!only || constant?.register !== 0 || exit === entry) continue;
    entry.instructions.push(only);
    if (knownAtStart(blocks).get(exit)?.get(0) === constant.value) {
      exit.instructions = [];
      return true;
    }
    entry.instructions.pop();
  }
  return false;
}

/** The first moves of numbers into registers that nothing before them in the block reads or writes. */
function hoistable(block: MachineBlock): Map<Register, MachineInstruction> {
  const found = new Map<Register, MachineInstruction>();
  const touched = new Set<Register>();
  for (const instruction of block.instructions) {
    const constant = movedConstant(instruction);
    if (constant && !touched.has(constant.register)) found.set(constant.register, instruction);
    forEachUse(instruction.operation, (register) => touched.add(register));
    forEachDefinition(instruction.operation, (register) => touched.add(register));
  }
  return found;
}

/** What every way into a block agrees on. */
function knownAtStart(blocks: readonly MachineBlock[]): Map<MachineBlock, Known> {
  const atStart = new Map<MachineBlock, Known>([[blocks[0]!, new Map()]]);
  const arrive = (block: MachineBlock, known: Known): boolean => {
    const before = atStart.get(block);
    if (!before) {
      atStart.set(block, new Map(known));
      return true;
    }
    let lost = false;
    for (const [register, value] of before) {
      if (known.get(register) === value) continue;
      before.delete(register);
      lost = true;
    }
    return lost;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const block of blocks) {
      const start = atStart.get(block);
      if (!start) continue;
      const known = new Map(start);
      for (const instruction of block.instructions) follow(instruction, known);
      for (const successor of successors(block)) changed = arrive(successor, known) || changed;
    }
  }
  return atStart;
}

function follow(instruction: MachineInstruction, known: Known): void {
  forEachDefinition(instruction.operation, (register) => known.delete(register));
  const constant = movedConstant(instruction);
  if (constant) known.set(constant.register, constant.value);
}

/** The number that an instruction moves into a register, all 64 bits of it. */
function movedConstant({ operation }: MachineInstruction): { register: Register; value: number } | undefined {
  if (operation.op !== "alu" || operation.operator !== "mov" || operation.width !== 64) return undefined;
  if ("register" in operation.source) return undefined;
  return { register: operation.destination, value: operation.source.immediate };
}
