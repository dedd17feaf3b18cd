import assert from "node:assert/strict";
import type { Register } from "../../bytecode/index.ts";
import type { FrameSlot, MachineBlock, MachineFunction, MachineInstruction, Operation } from "./machine.ts";
import {
  FRAME_POINTER,
  forEachDefinition,
  forEachTerminatorUse,
  forEachUse,
  isCopy,
  isRematerializable,
  mapRegisters,
  mapTerminatorRegisters,
} from "./machine.ts";

/** How a value that has no register is had again: from its slot of the frame, or by making it anew. */
type Home = { readonly slot: FrameSlot } | { readonly remake: MachineInstruction };

/**
 * Rewrites the code so that the `spilled` registers live in memory, each for all those joined with it: every
 * instruction that reads one gets a fresh register, loaded just before; every one that writes, stored just after. All
 * 8 bytes are kept, so that the verifier goes on knowing pointers and ranges. Constants and fixed addresses are made
 * anew instead. Returns the fresh registers.
 */
export function spillToMemory(
  fn: MachineFunction,
  blocks: readonly MachineBlock[],
  spilled: ReadonlySet<Register>,
  rootOf: (register: Register) => Register,
): Register[] {
  const homes = chooseHomes(fn, blocks, spilled, rootOf);
  const homeOf = (register: Register) => homes.get(rootOf(register));
  const reloads: Register[] = [];
  const fresh = () => {
    const register = fn.nextRegister++;
    reloads.push(register);
    return register;
  };
  for (const block of blocks) {
    const instructions: MachineInstruction[] = [];
    for (const instruction of block.instructions) rewrite(instruction, instructions, homeOf, fresh);
    const renamed = new Map<Register, Register>();
    forEachTerminatorUse(block.terminator, (register) => {
      const home = homeOf(register);
      if (!home || renamed.has(register)) return;
      renamed.set(register, fresh());
      instructions.push(obtain(home, renamed.get(register)!, block.terminator.position));
    });
    block.terminator = mapTerminatorRegisters(block.terminator, (register) => renamed.get(register) ?? register);
    block.instructions = instructions;
  }
  return reloads;
}

function chooseHomes(
  fn: MachineFunction,
  blocks: readonly MachineBlock[],
  spilled: ReadonlySet<Register>,
  rootOf: (register: Register) => Register,
): Map<Register, Home> {
  const definitions = new Map<Register, MachineInstruction[]>();
  for (const block of blocks) {
    for (const instruction of block.instructions) {
      const { operation } = instruction;
      if (isCopy(operation) && rootOf(operation.source.register) === rootOf(operation.destination)) continue;
      forEachDefinition(operation, (register) => {
        const root = rootOf(register);
        if (!spilled.has(root)) return;
        const known = definitions.get(root);
        if (known) known.push(instruction);
        else definitions.set(root, [instruction]);
      });
    }
  }
  const homes = new Map<Register, Home>();
  for (const root of spilled) {
    const [first, ...others] = definitions.get(root) ?? [];
    if (first && others.length === 0 && isRematerializable(first.operation)) {
      homes.set(root, { remake: first });
    } else {
      const slot: FrameSlot = { name: `spill of v${root}`, size: 8, alignment: 8, spill: true, offset: 0 };
      fn.frame.push(slot);
      homes.set(root, { slot });
    }
  }
  return homes;
}

function rewrite(
  instruction: MachineInstruction,
  into: MachineInstruction[],
  homeOf: (register: Register) => Home | undefined,
  fresh: () => Register,
): void {
  const { operation, position } = instruction;
  if (isCopy(operation)) {
    const [from, to] = [homeOf(operation.source.register), homeOf(operation.destination)];
    if (from && from === to) return;
    if (from && !to) return void into.push(obtain(from, operation.destination, position));
    if (to && !from && "slot" in to) return void into.push(keep(to.slot, operation.source.register, position));
  }
  const renamed = new Map<Register, Register>();
  forEachUse(operation, (register) => {
    const home = homeOf(register);
    if (!home || renamed.has(register)) return;
    renamed.set(register, fresh());
    into.push(obtain(home, renamed.get(register)!, position));
  });
  const stores: MachineInstruction[] = [];
  let remade = false;
  forEachDefinition(operation, (register) => {
    const home = homeOf(register);
    if (!home) return;
    if ("remake" in home) {
      remade = true;
      return;
    }
    if (!renamed.has(register)) renamed.set(register, fresh());
    stores.push(keep(home.slot, renamed.get(register)!, position));
  });
  if (remade) return;
  const rename = (register: Register) => renamed.get(register) ?? register;
  into.push(
    renamed.size === 0 ? instruction : { ...instruction, operation: mapRegisters(operation, rename) },
    ...stores,
  );
}

function obtain(home: Home, destination: Register, position: number): MachineInstruction {
  if ("remake" in home) {
    const { remake } = home;
    return { ...remake, position, operation: mapRegisters(remake.operation, () => destination) };
  }
  const operation: Operation = { op: "load", size: 8, signed: false, destination, base: FRAME_POINTER, offset: 0 };
  return { operation, position, frame: home.slot, reference: undefined };
}

function keep(slot: FrameSlot, register: Register, position: number): MachineInstruction {
  assert(register !== FRAME_POINTER, "the frame pointer has no need of a spill slot");
  const operation: Operation = { op: "store", size: 8, base: FRAME_POINTER, offset: 0, source: { register } };
  return { operation, position, frame: slot, reference: undefined };
}
