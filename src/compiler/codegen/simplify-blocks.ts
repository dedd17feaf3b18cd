import { printInstruction, type Register } from "../../bytecode/index.ts";
import { printAddress } from "../ir/print.ts";
import { coreKey } from "../kernel-types/kernel-types.ts";
import { machineReversePostOrder } from "./allocate.ts";
import { registerAccesses } from "./interference.ts";
import { hoistSharedConstants, presetResult, removeKnownConstants, threadKnownBranches } from "./known-constants.ts";
import { liveOut, walkBackwards } from "./liveness.ts";
import type { MachineBlock, MachineFunction, MachineInstruction, MachineReference } from "./machine.ts";
import { forEachDefinition, forEachTerminatorUse, isPure, successors } from "./machine.ts";

/** After register allocation: shrinks the code by dropping, joining and sharing blocks, until nothing changes. */
export function simplifyBlocks(fn: MachineFunction): void {
  removeDeadCode(machineReversePostOrder(fn));
  const threaded = new Set<MachineBlock>();
  for (let changed = true; changed; ) {
    threadJumps(machineReversePostOrder(fn));
    joinBlocks(machineReversePostOrder(fn));
    changed = hoistConstants(machineReversePostOrder(fn));
    changed = hoistSharedConstants(machineReversePostOrder(fn)) || changed;
    changed = removeKnownConstants(machineReversePostOrder(fn)) || changed;
    changed = threadKnownBranches(machineReversePostOrder(fn), threaded) || changed;
    changed = shareTails(fn, machineReversePostOrder(fn)) || changed;
    changed = changed || presetResult(machineReversePostOrder(fn));
  }
}

/** Drops instructions whose results nobody reads. */
function removeDeadCode(blocks: readonly MachineBlock[]): void {
  const live = liveOut(blocks, registerAccesses);
  for (const block of blocks) {
    const dead = new Set<MachineInstruction>();
    walkBackwards(block, live.get(block)!, registerAccesses, (instruction, alive) => {
      let needed = !isPure(instruction.operation);
      forEachDefinition(instruction.operation, (register) => {
        if (alive.has(register)) needed = true;
      });
      if (!needed) dead.add(instruction);
      return needed;
    });
    if (dead.size > 0) block.instructions = block.instructions.filter((instruction) => !dead.has(instruction));
  }
}

/**
 * Sends jumps to empty blocks on to where those go, makes a branch with one destination a jump, and a jump to an exit
 * an exit, which takes no more room.
 */
function threadJumps(blocks: readonly MachineBlock[]): void {
  const follow = (block: MachineBlock): MachineBlock => {
    const seen = new Set<MachineBlock>();
    let target = block;
    while (target.instructions.length === 0 && target.terminator.op === "jump" && !seen.has(target)) {
      seen.add(target);
      target = target.terminator.target;
    }
    return target;
  };
  for (const block of blocks) {
    const { terminator } = block;
    if (terminator.op === "jump") {
      terminator.target = follow(terminator.target);
      if (isBareExit(terminator.target)) block.terminator = { op: "exit", position: terminator.position };
    } else if (terminator.op === "branch") {
      terminator.then = follow(terminator.then);
      terminator.otherwise = follow(terminator.otherwise);
      if (terminator.then === terminator.otherwise) {
        block.terminator = { op: "jump", position: terminator.position, target: terminator.then };
      }
    }
  }
}

function predecessorCounts(blocks: readonly MachineBlock[]): Map<MachineBlock, number> {
  const counts = new Map<MachineBlock, number>();
  for (const block of blocks) {
    for (const successor of successors(block)) counts.set(successor, (counts.get(successor) ?? 0) + 1);
  }
  return counts;
}

/** Appends a block to the only one that comes before it, when that does nothing but jump to it. */
function joinBlocks(blocks: readonly MachineBlock[]): void {
  const counts = predecessorCounts(blocks);
  const joined = new Set<MachineBlock>();
  for (const block of blocks) {
    if (joined.has(block)) continue;
    const parts: MachineInstruction[][] = [block.instructions];
    while (block.terminator.op === "jump" && counts.get(block.terminator.target) === 1) {
      const { target } = block.terminator;
      if (target === block || target === blocks[0]) break;
      joined.add(target);
      parts.push(target.instructions);
      block.terminator = target.terminator;
    }
    if (parts.length > 1) block.instructions = parts.flat();
  }
}

/**
 * When one side of a branch only sets a register to a constant, sets it before the branch, if the other side doesn't
 * care: `if (c) r0 = 1; else r0 = 2` becomes `r0 = 1; if (!c) r0 = 2`.
 */
function hoistConstants(blocks: readonly MachineBlock[]): boolean {
  const counts = predecessorCounts(blocks);
  const candidates = blocks.filter(({ terminator }) => terminator.op === "branch");
  const isArm = (block: MachineBlock) =>
    block.instructions.length === 1 && block.terminator.op !== "branch" && counts.get(block) === 1;
  if (!candidates.some((block) => successors(block).some(isArm))) return false;
  const live = liveOut(blocks, registerAccesses);
  let changed = false;
  for (const block of candidates) {
    const { terminator } = block;
    if (terminator.op !== "branch") continue;
    for (const [arm, other] of [
      [terminator.then, terminator.otherwise],
      [terminator.otherwise, terminator.then],
    ] as const) {
      const [instruction] = arm.instructions;
      if (!isArm(arm) || !instruction) continue;
      const { operation } = instruction;
      if (operation.op !== "alu" || operation.operator !== "mov" || "register" in operation.source) continue;
      let free = true;
      const check = (register: Register) => {
        if (register === operation.destination) free = false;
      };
      forEachTerminatorUse(terminator, check);
      for (const register of walkBackwards(other, live.get(other)!, registerAccesses, () => {})) check(register);
      if (!free) continue;
      block.instructions.push(instruction);
      arm.instructions = [];
      live.get(block)!.add(operation.destination);
      changed = true;
      break;
    }
  }
  return changed;
}

/** Makes blocks that end in the same instructions, on the same way on, share them. */
function shareTails(fn: MachineFunction, blocks: readonly MachineBlock[]): boolean {
  const groups = new Map<string, MachineBlock>();
  const keys = new Map<MachineInstruction, string>();
  const keyOf = (instruction: MachineInstruction): string => {
    let key = keys.get(instruction);
    if (key === undefined) {
      key = textOf(instruction);
      keys.set(instruction, key);
    }
    return key;
  };
  let changed = false;
  for (const block of blocks) {
    const last = block.instructions.at(-1);
    const { terminator } = block;
    if (!last || terminator.op === "branch") continue;
    const group = `${terminator.op === "jump" ? terminator.target.id : "exit"}: ${keyOf(last)}`;
    const first = groups.get(group);
    if (!first) {
      groups.set(group, block);
      continue;
    }
    changed = true;
    groups.set(group, shareTail(fn, first, block, keyOf));
  }
  return changed;
}

/** Returns the block that holds the common tail. */
function shareTail(
  fn: MachineFunction,
  first: MachineBlock,
  second: MachineBlock,
  keyOf: (instruction: MachineInstruction) => string,
): MachineBlock {
  let count = 1;
  const fromEnd = (block: MachineBlock, at: number) => block.instructions[block.instructions.length - 1 - at];
  for (;;) {
    const [a, b] = [fromEnd(first, count), fromEnd(second, count)];
    if (!a || !b || keyOf(a) !== keyOf(b)) break;
    count++;
  }
  const leadTo = (block: MachineBlock, tail: MachineBlock) => {
    block.instructions = block.instructions.slice(0, block.instructions.length - count);
    block.terminator = { op: "jump", position: block.terminator.position, target: tail };
  };
  if (first.instructions.length === count) {
    leadTo(second, first);
    return first;
  }
  if (second.instructions.length === count && second !== fn.entry) {
    leadTo(first, second);
    return second;
  }
  const tail: MachineBlock = {
    id: fn.nextBlock++,
    instructions: second.instructions.slice(second.instructions.length - count),
    terminator: second.terminator,
  };
  leadTo(first, tail);
  leadTo(second, tail);
  return tail;
}

/** True for a block that does nothing but leave the function. */
export function isBareExit(block: MachineBlock): boolean {
  return block.terminator.op === "exit" && block.instructions.length === 0;
}

function nameOf(reference: MachineReference): string {
  if (reference.kind === "call") return reference.function;
  return reference.kind === "kernelCall" ? reference.extern : printAddress(reference);
}

function textOf({ operation, throughParameter, reference }: MachineInstruction): string {
  if (operation.op === "relocated") {
    return `relocated ${operation.operator} ${operation.destination} ${coreKey(operation.number)}`;
  }
  if (operation.op === "relocatedLoad") {
    const { size, signed, destination, base, number } = operation;
    return `relocated load ${size} ${signed} ${destination} ${base} ${coreKey(number)}`;
  }
  if (operation.op === "frameAddress") return `frame address ${operation.offset}`;
  // The verifier refuses one instruction that reaches the context from here and other memory from there.
  if (throughParameter) return `${printInstruction(operation, 0)} through a parameter`;
  const target = reference && nameOf(reference);
  return `${printInstruction(operation, 0)}${target === undefined ? "" : ` ${target}`}`;
}
