import { type DecodedInstruction, printInstruction } from "../bytecode/index.ts";
import { type Code, LEAVE, lineAt, type Step } from "./code.ts";
import type { RunContext } from "./contexts/run-context.ts";
import { type Environment, RandomNumbers } from "./environment.ts";
import { Fault, faults, SimulatorError } from "./errors.ts";
import type { Helper, HelperTable } from "./helpers/helper.ts";
import { kernelFunctionModel } from "./kernel-functions.ts";
import { Linkage, type LinkedParts } from "./linkage.ts";
import type { SimulatedRingBuffer } from "./maps/ring-buffer.ts";
import { Memory, Region } from "./memory.ts";
import { Registers } from "./registers.ts";
import { aluStep, moveSignedStep, negateStep, swapStep } from "./steps/alu.ts";
import { atomicStep } from "./steps/atomic.ts";
import { branchStep } from "./steps/jump.ts";
import { loadStep, storeStep } from "./steps/memory.ts";

/** In bytes, for each function call. */
const STACK_SIZE = 512;
/** `MAX_CALL_FRAMES`: the program itself counts. */
const MAX_FRAMES = 8;
/** `MAX_TAIL_CALL_CNT` */
const MAX_TAIL_CALLS = 33;
const ARGUMENTS = 0b11_1110;
const FRAME_POINTER = 10;

interface Frame {
  readonly stack: Region;
  /** Where the caller goes on; undefined when it is a helper or a test. */
  readonly caller: { readonly code: Code; readonly slot: number } | undefined;
  readonly saved: BigInt64Array;
  readonly initialized: number;
}

export interface MachineParts extends LinkedParts {
  readonly helpers: HelperTable;
  readonly environment: Environment;
  readonly seed: number;
  readonly cpus: number;
  /** Instructions that one run may execute. */
  readonly instructionLimit: number;
}

/** Runs the functions of an object, one at a time, in simulated memory. */
export class Machine {
  readonly memory = new Memory();
  readonly registers: Registers;
  readonly linkage: Linkage;
  readonly environment: Environment;
  readonly random: RandomNumbers;
  readonly cpus: number;
  /** What programs printed, a line each. */
  readonly printed: string[] = [];
  /** Ring buffer records that were reserved and not yet submitted or discarded. */
  readonly reservations = new Map<Region, SimulatedRingBuffer>();
  /** Iterators that were begun and not ended, by address, with the memory that holds their number. */
  readonly iterators = new Map<bigint, Region>();
  /** The CPU that runs. */
  cpu = 0;
  #context: RunContext | undefined;
  readonly #parts: MachineParts;
  readonly #frames: Frame[] = [];
  readonly #stacks: { readonly bytes: Uint8Array; readonly written: Uint8Array }[] = [];
  #program = "";
  #code: Code | undefined;
  #slot = 0;
  #initialized = 0;
  #left = 0;
  #tailCalls = 0;
  #returned = false;
  #tailCall: Code | undefined;

  constructor(parts: MachineParts) {
    this.#parts = parts;
    this.environment = parts.environment;
    this.random = new RandomNumbers(parts.seed);
    this.cpus = parts.cpus;
    this.linkage = new Linkage(this.memory, parts);
    this.registers = new Registers(this.linkage.slots);
  }

  /** The context of the program that runs. */
  get context(): RunContext {
    if (this.#context === undefined) throw new Error("helpers are called while a program runs");
    return this.#context;
  }

  /**
   * Runs a program on a context.
   * @returns r0
   * @throws {SimulatorError} the program does something wrong
   */
  run(program: string, context: RunContext, cpu: number): bigint {
    this.memory.reset();
    this.cpu = cpu;
    this.#program = program;
    this.#context = context;
    this.#frames.length = 0;
    this.#left = this.#parts.instructionLimit;
    this.#tailCalls = 0;
    this.reservations.clear();
    this.iterators.clear();
    this.#returned = false;
    this.#tailCall = undefined;
    this.#code = undefined;
    this.#slot = 0;
    try {
      const code = this.linkage.codeOf(program);
      const result = this.#enter(code, [this.memory.addressOf(context.region)]);
      this.#code = code;
      for (const lost of this.reservations.keys()) {
        const hint = "call submit or discard on each path";
        throw new Fault(faults.lostReservation, `returns while ${lost.name} is still reserved`, hint);
      }
      if (this.iterators.size > 0) throw new Fault(faults.lostReservation, "returns while an iterator is still open");
      return result;
    } catch (error) {
      throw error instanceof Fault ? this.#located(error) : error;
    } finally {
      this.#context = undefined;
    }
  }

  /**
   * Calls a function of the object as a helper does.
   * @returns r0
   */
  invoke(code: Code, values: readonly bigint[]): bigint {
    const caller = this.#code;
    const slot = this.#slot;
    const result = this.#enter(code, values);
    this.#code = caller;
    this.#slot = slot;
    return result;
  }

  /** Makes the program go on with another one, as soon as the helper that runs is done. False: too many did so before. */
  tailCall(code: Code): boolean {
    if (this.#tailCalls >= MAX_TAIL_CALLS) return false;
    this.#tailCalls += 1;
    this.#tailCall = code;
    return true;
  }

  #enter(code: Code, values: readonly bigint[]): bigint {
    const { unsigned } = this.registers;
    const initialized = this.#initialized;
    for (const [index, value] of values.entries()) unsigned[1 + index] = BigInt.asUintN(64, value);
    this.#initialized = ((1 << (values.length + 1)) - 1) & ARGUMENTS;
    this.#push(code, undefined);
    this.#execute(code);
    this.#initialized = initialized;
    return unsigned[0]!;
  }

  #execute(start: Code): void {
    let code = start;
    let slot = 0;
    this.#code = code;
    for (;;) {
      const step = code.steps[slot] ?? this.#makeStep(code, slot);
      this.#slot = slot;
      if ((code.reads[slot]! & ~this.#initialized) !== 0) throw this.#uninitialized(code.reads[slot]!);
      if (--this.#left < 0) throw this.#tooMany();
      const next = step();
      this.#initialized |= code.writes[slot]!;
      slot = next;
      if (next !== LEAVE) continue;
      if (this.#returned) {
        this.#returned = false;
        return;
      }
      code = this.#code;
      slot = this.#slot;
    }
  }

  #push(code: Code, caller: Frame["caller"]): void {
    const depth = this.#frames.length;
    if (depth >= MAX_FRAMES) throw new Fault(faults.badCode, `calls are nested more than ${MAX_FRAMES} deep`);
    const saved = this.registers.signed.slice(6, FRAME_POINTER + 1);
    const stack = this.#newStack(code, depth);
    this.#frames.push({ stack, caller, saved, initialized: this.#initialized });
    this.registers.unsigned[FRAME_POINTER] = this.memory.addressOf(stack);
    this.#initialized = (this.#initialized & ARGUMENTS) | (1 << FRAME_POINTER);
  }

  #newStack(code: Code, depth: number): Region {
    const memory = this.#stacks[depth] ?? { bytes: new Uint8Array(STACK_SIZE), written: new Uint8Array(STACK_SIZE) };
    this.#stacks[depth] = memory;
    memory.written.fill(0);
    const place = { origin: STACK_SIZE, low: -STACK_SIZE, high: 0, written: memory.written };
    return new Region(`the stack of '${code.function.name}'`, memory.bytes, place);
  }

  #exit(): number {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new Error("a function that runs has a frame");
    const result = this.#initialized & 1;
    if (frame.caller === undefined && result === 0) throw this.#uninitialized(1);
    this.#frames.pop();
    frame.stack.remove("is gone, because its function has returned");
    this.registers.signed.set(frame.saved, 6);
    if (frame.caller === undefined) {
      this.#returned = true;
      return LEAVE;
    }
    this.#initialized = (frame.initialized & ~ARGUMENTS & ~1) | result;
    this.#code = frame.caller.code;
    this.#slot = frame.caller.slot;
    return LEAVE;
  }

  #call(target: Code, code: Code, next: number): number {
    this.#push(target, { code, slot: next });
    this.#code = target;
    this.#slot = 0;
    return LEAVE;
  }

  #callHelper(helper: Helper, arity: number, next: number): number {
    const needed = ((1 << (arity + 1)) - 1) & ARGUMENTS;
    if ((needed & ~this.#initialized) !== 0) throw this.#uninitialized(needed);
    const { unsigned } = this.registers;
    const result = helper(this, unsigned[1]!, unsigned[2]!, unsigned[3]!, unsigned[4]!, unsigned[5]!);
    if (this.#tailCall !== undefined) return this.#replace(this.#tailCall);
    unsigned[0] = BigInt.asUintN(64, result);
    this.#initialized = (this.#initialized & ~ARGUMENTS) | 1;
    return next;
  }

  /** A tail call: the other program takes the frame of this function, with an empty stack. */
  #replace(target: Code): number {
    this.#tailCall = undefined;
    const frame = this.#frames.pop();
    if (frame === undefined) throw new Error("a function that runs has a frame");
    frame.stack.remove("is gone, because its program has gone on to another one");
    const stack = this.#newStack(target, this.#frames.length);
    this.#frames.push({ ...frame, stack });
    this.registers.unsigned[FRAME_POINTER] = this.memory.addressOf(stack);
    this.registers.unsigned[1] = this.memory.addressOf(this.context.region);
    this.#initialized = (1 << FRAME_POINTER) | 0b10;
    this.#code = target;
    this.#slot = 0;
    return LEAVE;
  }

  #makeStep(code: Code, slot: number): Step {
    const instruction = code.instructions[slot];
    if (instruction === undefined) {
      const where =
        slot >= code.instructions.length || slot < 0
          ? "runs past the end of its code"
          : "jumps into the middle of an instruction";
      throw new Fault(faults.badCode, `${where} (slot ${slot})`);
    }
    this.#slot = slot;
    const step = this.#stepOf(code, instruction, slot + 1);
    code.steps[slot] = step;
    return step;
  }

  #stepOf(code: Code, instruction: DecodedInstruction, next: number): Step {
    const { registers, memory } = this;
    checkRegisters(code, instruction.slot);
    switch (instruction.op) {
      case "alu":
        return aluStep(instruction, registers, next);
      case "negate":
        return negateStep(instruction, registers, next);
      case "moveSigned":
        return moveSignedStep(instruction, registers, next);
      case "swap":
        return swapStep(instruction, registers, next);
      case "load":
        return loadStep(instruction, registers, memory, next);
      case "store":
        return storeStep(instruction, registers, memory, next);
      case "atomic":
        return atomicStep(instruction, registers, memory, next);
      case "branch":
        return branchStep(instruction, registers, next);
      case "jump": {
        const target = next + instruction.offset;
        return () => target;
      }
      case "exit":
        return () => this.#exit();
      case "loadImmediate64": {
        const value = this.linkage.valueOf(code, instruction);
        const { destination } = instruction;
        return () => {
          registers.unsigned[destination] = value;
          return next + 1;
        };
      }
      case "loadPacket":
        return () => this.#loadPacket(instruction, next);
      case "call":
        return this.#callStep(code, instruction, next);
      case "unknown":
        throw new Fault(faults.badCode, `executes 0x${instruction.code.toString(16)}, which is no instruction`);
    }
  }

  #callStep(code: Code, call: Extract<DecodedInstruction, { readonly op: "call" }>, next: number): Step {
    if (call.kind === "kernel") {
      throw new Fault(
        faults.helperUnknown,
        `calls a kernel function (BTF id ${call.target}), which the simulator does not have`,
      );
    }
    if (call.kind === "helper") {
      const { run, arity } = this.#parts.helpers.find(call.target);
      return () => this.#callHelper(run, arity, next);
    }
    const target = this.linkage.calleeOf(code, call.slot);
    if (typeof target === "string") {
      const { run, arity } = kernelFunctionModel(target);
      return () => this.#callHelper(run, arity, next);
    }
    return () => this.#call(target, code, next);
  }

  /** Classic packet access ends the program with 0 when the packet is too short. */
  #loadPacket(load: Extract<DecodedInstruction, { readonly op: "loadPacket" }>, next: number): number {
    const { signed, unsigned } = this.registers;
    const { packet, region } = this.context;
    if (packet === undefined || this.memory.regionAt(unsigned[6]!) !== region) {
      throw new Fault(faults.badArgument, "classic packet access needs the context of a packet in r6");
    }
    const index = load.index === undefined ? 0 : Number(BigInt.asIntN(32, signed[load.index]!));
    const bytes = packet.classic((load.offset + index) | 0, load.size);
    if (bytes === undefined) {
      unsigned[0] = 0n;
      this.#initialized |= 1;
      return this.#exit();
    }
    unsigned[0] = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
    this.#initialized &= ~ARGUMENTS;
    return next;
  }

  #uninitialized(reads: number): Fault {
    const missing = reads & ~this.#initialized;
    const register = 31 - Math.clz32(missing & -missing);
    return new Fault(faults.uninitializedRegister, `reads r${register}, which holds nothing here`);
  }

  #tooMany(): Fault {
    const limit = this.#parts.instructionLimit;
    const hint = "raise instructionLimit if the program is right";
    return new Fault(faults.tooManyInstructions, `executed ${limit} instructions without an end`, hint);
  }

  #located(fault: Fault): SimulatorError {
    const program = this.#program;
    const fn = this.#code?.function;
    const instruction = this.#code?.instructions[this.#slot];
    const line = fn && lineAt(fn, this.#slot);
    return new SimulatorError(fault.code, `'${program}' ${fault.message}`, {
      program,
      function: fn?.name ?? program,
      slot: fn && this.#slot,
      instruction:
        instruction && printInstruction(instruction, this.#slot, { helper: (id) => this.#parts.helpers.nameOf(id) }),
      ...(fault.hint && { hint: fault.hint }),
      ...(line && {
        location: {
          file: line.file,
          line: line.line,
          column: line.column,
          length: Math.max(1, line.text.trimEnd().length - line.column + 1),
          lineText: line.text,
        },
      }),
      cause: fault,
    });
  }
}

function checkRegisters(code: Code, slot: number): void {
  const written = code.writes[slot]!;
  if ((written & (1 << FRAME_POINTER)) !== 0)
    throw new Fault(faults.badCode, "writes to r10, which only holds the frame");
  if (((written | code.reads[slot]!) & ~0x7ff) !== 0) throw new Fault(faults.badCode, "names a register above r10");
}
