import assert from "node:assert/strict";
import type { Register } from "../../bytecode/index.ts";
import { postOrder } from "../ir/graph.ts";
import { color } from "./color.ts";
import { buildInterference } from "./interference.ts";
import type { MachineBlock, MachineFunction } from "./machine.ts";
import { FRAME_POINTER, isCopy, mapRegisters, mapTerminatorRegisters, successors } from "./machine.ts";
import { spillToMemory } from "./spill.ts";

/** Each round shortens what did not fit; what a round made is never made memory again, so few are needed. */
const MAXIMUM_ROUNDS = 40;

/** Gives every virtual register one of r0 … r9; what does not fit lives in spill slots. Copies that became empty vanish. */
export function allocateRegisters(fn: MachineFunction): void {
  const unspillable = new Set<Register>();
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    const blocks = machineReversePostOrder(fn);
    const coloring = color(buildInterference(blocks, fn.nextRegister), unspillable);
    if (coloring.spilled.size === 0) {
      assignRegisters(blocks, coloring.registerOf);
      return;
    }
    for (const reload of spillToMemory(fn, blocks, coloring.spilled, coloring.rootOf)) unspillable.add(reload);
  }
  assert.fail("register allocation ends");
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
