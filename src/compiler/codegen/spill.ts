import type { Register } from "../../bytecode/index.ts";
import { assert } from "../../errors/assert.ts";
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

/** A reload serves later readers of the same block up to this many instructions further on, if no call is between. */
const REACH = 8;

/**
 * Rewrites the code so that the `spilled` registers live in memory, each for all those joined with it: an instruction
 * that reads one gets a fresh register, loaded just before; one that writes, stored just after. With `share`, readers
 * close by use the same fresh register. All 8 bytes are kept, so that the verifier goes on knowing pointers and ranges.
 * Constants and fixed addresses are made anew instead. Returns the fresh registers.
 */
export function spillToMemory(
  fn: MachineFunction,
  blocks: readonly MachineBlock[],
  spilled: ReadonlySet<Register>,
  rootOf: (register: Register) => Register,
  share: boolean,
): Register[] {
  const homes = chooseHomes(fn, blocks, spilled, rootOf);
  const rewriter = new Rewriter(fn, (register) => homes.get(rootOf(register)), share ? REACH : 0);
  for (const block of blocks) rewriter.rewriteBlock(block);
  return rewriter.reloads;
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

class Rewriter {
  readonly reloads: Register[] = [];
  readonly #fn: MachineFunction;
  readonly #homeOf: (register: Register) => Home | undefined;
  readonly #reach: number;
  /** Fresh registers that hold a spilled value, and where they were last touched. */
  readonly #holders = new Map<Home, { readonly register: Register; at: number }>();
  #into: MachineInstruction[] = [];
  #at = 0;

  constructor(fn: MachineFunction, homeOf: (register: Register) => Home | undefined, reach: number) {
    this.#fn = fn;
    this.#homeOf = homeOf;
    this.#reach = reach;
  }

  rewriteBlock(block: MachineBlock): void {
    this.#into = [];
    this.#holders.clear();
    this.#at = 0;
    for (const instruction of block.instructions) {
      this.#at++;
      this.#rewrite(instruction);
      if (instruction.operation.op === "call") this.#holders.clear();
    }
    const renamed = new Map<Register, Register>();
    forEachTerminatorUse(block.terminator, (register) => {
      const home = this.#homeOf(register);
      if (home) renamed.set(register, this.#reload(home, block.terminator.position));
    });
    block.terminator = mapTerminatorRegisters(block.terminator, (register) => renamed.get(register) ?? register);
    block.instructions = this.#into;
  }

  #rewrite(instruction: MachineInstruction): void {
    const { operation, position } = instruction;
    if (isCopy(operation)) {
      const [from, to] = [this.#homeOf(operation.source.register), this.#homeOf(operation.destination)];
      if (from && from === to) return;
      if (from && !to) {
        const holder = this.#holder(from);
        if (holder === undefined) this.#into.push(obtain(from, operation.destination, position));
        else this.#into.push({ ...instruction, operation: { ...operation, source: { register: holder } } });
        return;
      }
      if (to && !from && "slot" in to) {
        this.#into.push(keep(to.slot, operation.source.register, position));
        this.#holders.delete(to);
        return;
      }
    }
    const renamed = new Map<Register, Register>();
    forEachUse(operation, (register) => {
      const home = this.#homeOf(register);
      if (home) renamed.set(register, this.#reload(home, position));
    });
    const stores: MachineInstruction[] = [];
    let remade = false;
    forEachDefinition(operation, (register) => {
      const home = this.#homeOf(register);
      if (!home) return;
      if ("remake" in home) {
        remade = true;
        return;
      }
      if (!renamed.has(register)) renamed.set(register, this.#fresh(home));
      stores.push(keep(home.slot, renamed.get(register)!, position));
    });
    if (remade) return;
    const rename = (register: Register) => renamed.get(register) ?? register;
    const rewritten = renamed.size === 0 ? operation : mapRegisters(operation, rename);
    this.#into.push({ ...instruction, operation: rewritten }, ...stores);
  }

  /** A register that holds the value here: one that does already, or a fresh one. */
  #reload(home: Home, position: number): Register {
    const holder = this.#holder(home);
    if (holder !== undefined) return holder;
    const register = this.#fresh(home);
    this.#into.push(obtain(home, register, position));
    return register;
  }

  #holder(home: Home): Register | undefined {
    const holder = this.#holders.get(home);
    // Within one instruction both readers of a value use the same register in any case.
    if (!holder || this.#at - holder.at > this.#reach) return undefined;
    holder.at = this.#at;
    return holder.register;
  }

  #fresh(home: Home): Register {
    const register = this.#fn.nextRegister++;
    this.reloads.push(register);
    this.#holders.set(home, { register, at: this.#at });
    return register;
  }
}

function obtain(home: Home, destination: Register, position: number): MachineInstruction {
  if ("remake" in home) {
    const { remake } = home;
    return { ...remake, position, operation: mapRegisters(remake.operation, () => destination) };
  }
  const operation: Operation = { op: "load", size: 8, signed: false, destination, base: FRAME_POINTER, offset: 0 };
  return { operation, position, frame: home.slot, throughParameter: false, reference: undefined };
}

function keep(slot: FrameSlot, register: Register, position: number): MachineInstruction {
  assert(register !== FRAME_POINTER, "the frame pointer has no need of a spill slot");
  const operation: Operation = { op: "store", size: 8, base: FRAME_POINTER, offset: 0, source: { register } };
  return { operation, position, frame: slot, throughParameter: false, reference: undefined };
}
