import type { Register } from "../../bytecode/index.ts";
import { assert } from "../../errors/assert.ts";
import { postOrder } from "../ir/graph.ts";
import { color } from "./color.ts";
import { buildInterference } from "./interference.ts";
import type { MachineBlock, MachineFunction } from "./machine.ts";
import { FRAME_POINTER, isCopy, mapRegisters, mapTerminatorRegisters, successors } from "./machine.ts";
import { spillToMemory } from "./spill.ts";

/** Each round shortens what did not fit; what a round made is never made memory again, so few are needed. */
const MAXIMUM_ROUNDS = 40;

/**
 * Gives every virtual register one of r0 … r9; what does not fit lives in spill slots. Copies that became empty vanish.
 * With `share`, neighbouring readers of a spilled value share its reload. Returns false if that left too few registers:
 * the function, half rewritten, is then good for nothing, and must be selected anew and allocated without sharing.
 */
export function allocateRegisters(fn: MachineFunction, share: boolean): boolean {
  const unspillable = new Set<Register>();
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    const blocks = machineReversePostOrder(fn);
    const coloring = color(buildInterference(blocks, fn.nextRegister), unspillable);
    if (coloring.spilled.size === 0) {
      assignRegisters(blocks, coloring.registerOf);
      return true;
    }
    for (const register of coloring.spilled) if (unspillable.has(register)) return failed(share);
    const reloads = spillToMemory(fn, blocks, coloring.spilled, coloring.rootOf, share);
    for (const reload of reloads) unspillable.add(reload);
  }
  return failed(share);
}

function failed(share: boolean): false {
  assert(share, "with reloads for each reader apart, no instruction needs more registers than there are");
  return false;
}

export function machineReversePostOrder(fn: MachineFunction): MachineBlock[] {
  return postOrder(fn.entry, successors).reverse();
}

function assignRegisters(blocks: readonly MachineBlock[], registerOf: (register: Register) => Register): void {
  for (const block of blocks) {
    block.terminator = mapTerminatorRegisters(block.terminator, registerOf);
    const kept = [];
    for (const instruction of block.instructions) {
      const operation = mapRegisters(instruction.operation, (register) =>
        register === FRAME_POINTER ? register : registerOf(register),
      );
      if (isCopy(operation) && operation.source.register === operation.destination) continue;
      instruction.operation = operation;
      kept.push(instruction);
    }
    block.instructions = kept;
  }
}
