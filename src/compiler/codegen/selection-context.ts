import type { AluOperator, Operand, Register, Width } from "../../bytecode/index.ts";
import { assert } from "../../errors/assert.ts";
import type { IrFunction, Position, StackSlot, Value } from "../ir/ir.ts";
import type { Emitter } from "./arithmetic.ts";
import type { FrameSlot, MachineInstruction, MachineReference, Operation } from "./machine.ts";
import { FIRST_VIRTUAL, FRAME_POINTER } from "./machine.ts";
import { countRegisterUses, fitsInt32, immediateFor, placeOf, type RegisterUses } from "./operand-forms.ts";

/** A constant or address that will be made just before the first of the instructions that ask for it. */
interface Pending {
  readonly register: Register;
  readonly instruction: MachineInstruction;
  /** The topmost asker so far. */
  chunk: MachineInstruction[];
}

/**
 * What selection knows: the register of each value, and the instructions of the block that is being selected, in
 * chunks from the last to the first. Within a chunk instructions are appended in running order.
 */
export class SelectionContext implements Emitter {
  readonly frames: ReadonlyMap<StackSlot, FrameSlot>;
  nextRegister: Register = FIRST_VIRTUAL;
  readonly #uses: ReadonlyMap<Value, RegisterUses>;
  readonly #registers = new Map<Value, Register>();
  #pending = new Map<bigint | Value, Pending>();
  /** Moves of a constant since the last call that could as well copy a register that holds it. */
  #constantMoves = new Map<bigint, MachineInstruction[]>();
  #position: Position = -1;
  #chunks: MachineInstruction[][] = [];
  #chunk: MachineInstruction[] = [];

  constructor(fn: IrFunction) {
    this.#uses = countRegisterUses(fn);
    const frame = (slot: StackSlot): FrameSlot => ({ ...slot, spill: false, offset: 0 });
    this.frames = new Map(fn.stackSlots.map((slot) => [slot, frame(slot)]));
  }

  /** What is emitted from now on runs before everything emitted to this block so far. */
  beginChunk(position: Position): void {
    this.#position = position;
    this.#chunk = [];
    this.#chunks.push(this.#chunk);
  }

  /** The block's instructions in running order. */
  takeInstructions(): MachineInstruction[] {
    this.closePending();
    const instructions = this.#chunks.reverse().flat();
    this.#chunks = [];
    return instructions;
  }

  /** Makes the pending constants and addresses, because nothing above this point should ask for the same register. */
  closePending(): void {
    for (const { chunk, instruction } of this.#pending.values()) chunk.unshift(instruction);
    this.#pending.clear();
    this.#constantMoves.clear();
  }

  /** Runs `emitAll` for a block of its own, in the middle of another; gives that block's instructions. */
  inSeparateBlock(position: Position, emitAll: () => void): MachineInstruction[] {
    const saved = [this.#position, this.#chunks, this.#chunk, this.#pending, this.#constantMoves] as const;
    [this.#chunks, this.#pending, this.#constantMoves] = [[], new Map(), new Map()];
    this.beginChunk(position);
    emitAll();
    const instructions = this.takeInstructions();
    [this.#position, this.#chunks, this.#chunk, this.#pending, this.#constantMoves] = saved;
    return instructions;
  }

  fresh(): Register {
    return this.nextRegister++;
  }

  emit(operation: Operation, frame?: FrameSlot, throughParameter = false): void {
    this.#chunk.push(this.#make(operation, { frame, throughParameter }));
  }

  /** A call of another function of the object; the loader fills in where it is. */
  /** A call by name, of a function of the object or of the kernel. */
  emitCall(name: string, kernel: boolean, argumentCount: number): void {
    const operation = { op: "call", kind: "function", target: -1, offset: 0, argumentCount } as const;
    const reference = kernel
      ? ({ kind: "kernelCall", extern: name } as const)
      : ({ kind: "call", function: name } as const);
    this.#chunk.push(this.#make(operation, { reference }));
  }

  emitFrameAddress(destination: Register, slot: StackSlot, offset: number): void {
    this.emit({ op: "frameAddress", destination, slot: this.frames.get(slot)!, offset });
  }

  move(destination: Register, source: Register): void {
    this.alu("mov", 64, destination, { register: source });
  }

  alu(operator: AluOperator, width: Width, destination: Register, source: Operand): void {
    this.emit({ op: "alu", operator, width, destination, source });
  }

  /** True when something selected before reads the value from a register. */
  isAsked(value: Value): boolean {
    return this.#registers.has(value);
  }

  /** The value's register: where its definition puts it, or freshly made before the current chunk. */
  register(value: Value): Register {
    if (value.op === "const") {
      if (fitsInt32(value.value) || !this.#isShared(value)) return this.constantRegister(value.value);
    } else if (value.op === "address" || value.op === "stackAddress") {
      if (!this.#isShared(value)) {
        return this.#pendingRegister(value, (destination) => this.#makeFixed(destination, value));
      }
    }
    let register = this.#registers.get(value);
    if (register === undefined) {
      register = this.fresh();
      this.#registers.set(value, register);
    }
    return register;
  }

  /** A register that holds a number; copies of the same number further down the block come to read it, too. */
  constantRegister(value: bigint): Register {
    const register = this.#pendingRegister(value, (destination) => this.#makeConstant(destination, value));
    for (const move of this.#constantMoves.get(value) ?? []) {
      assert("destination" in move.operation, "a constant's move writes a register");
      const { destination } = move.operation;
      move.operation = { op: "alu", operator: "mov", width: 64, destination, source: { register } };
    }
    this.#constantMoves.delete(value);
    return register;
  }

  operand(value: Value, width: Width): Operand {
    const immediate = immediateFor(value, width);
    return immediate === undefined ? { register: this.register(value) } : { immediate };
  }

  /** Puts a value into a given register. `shareable`: if the block holds the constant in a register, copies that. */
  moveValue(destination: Register, value: Value, shareable = false): void {
    const held = value.op !== "const" || (!fitsInt32(value.value) && (!shareable || this.#isShared(value)));
    if (held) {
      this.move(destination, this.register(value));
      return;
    }
    if (shareable && this.#pending.has(value.value)) {
      this.move(destination, this.constantRegister(value.value));
      return;
    }
    const instruction = this.#makeConstant(destination, value.value);
    this.#chunk.push(instruction);
    if (!shareable) return;
    const moves = this.#constantMoves.get(value.value);
    if (moves) moves.push(instruction);
    else this.#constantMoves.set(value.value, [instruction]);
  }

  /** Emits the definition of a constant or address at its own place in the IR. */
  define(value: Extract<Value, { op: "const" | "address" | "stackAddress" }>): void {
    const destination = this.register(value);
    const instruction =
      value.op === "const" ? this.#makeConstant(destination, value.value) : this.#makeFixed(destination, value);
    this.#chunk.push(instruction);
  }

  /** The operands of a memory access. */
  place(address: Value, offset: number): { base: Register; offset: number; frame: FrameSlot | undefined } {
    const place = placeOf(address, offset);
    if (place.base) return { base: this.register(place.base), offset: place.offset, frame: undefined };
    return { base: FRAME_POINTER, offset: place.offset, frame: this.frames.get(place.slot!)! };
  }

  /** True for constants and addresses worth a register from their definition on: making each anew takes two slots. */
  #isShared(value: Value): boolean {
    const uses = this.#uses.get(value);
    return uses !== undefined && 2 + uses.calls < 2 * uses.all;
  }

  #pendingRegister(key: bigint | Value, make: (destination: Register) => MachineInstruction): Register {
    let pending = this.#pending.get(key);
    if (pending) {
      pending.chunk = this.#chunk;
    } else {
      const register = this.fresh();
      pending = { register, instruction: make(register), chunk: this.#chunk };
      this.#pending.set(key, pending);
    }
    return pending.register;
  }

  #make(
    operation: Operation,
    options: { frame?: FrameSlot | undefined; throughParameter?: boolean; reference?: MachineReference } = {},
  ): MachineInstruction {
    const { frame, throughParameter = false, reference } = options;
    return { operation, position: this.#position, frame, throughParameter, reference };
  }

  #makeConstant(destination: Register, value: bigint): MachineInstruction {
    const unsigned = BigInt.asUintN(32, value);
    if (!fitsInt32(value) && value !== unsigned) {
      return this.#make({ op: "loadImmediate64", destination, pseudo: 0, value });
    }
    const width = fitsInt32(value) ? 64 : 32;
    const source = { immediate: Number(BigInt.asIntN(32, value)) };
    return this.#make({ op: "alu", operator: "mov", width, destination, source });
  }

  #makeFixed(destination: Register, value: Extract<Value, { op: "address" | "stackAddress" }>): MachineInstruction {
    if (value.op === "stackAddress") {
      return this.#make({ op: "frameAddress", destination, slot: this.frames.get(value.slot)!, offset: 0 });
    }
    return this.#make({ op: "loadImmediate64", destination, pseudo: 0, value: 0n }, { reference: value.target });
  }
}
