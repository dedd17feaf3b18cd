import type {
  Alu,
  Atomic,
  Call,
  JumpCondition,
  Load,
  LoadImmediate64,
  MoveSigned,
  Negate,
  Operand,
  Register,
  Store,
  Swap,
  Width,
} from "../../bytecode/index.ts";
import type { AccessSize, Address, Position } from "../ir/ir.ts";
import type { CoreNumber } from "../kernel-types/kernel-types.ts";

/** Numbers from here on are virtual registers: values that wait for one of r0 … r9. */
export const FIRST_VIRTUAL = 16;

/** r0 … r9; r10, the frame pointer, is never allocated. */
export const ALLOCATABLE = 10;

/** r0 … r5 do not survive a call. */
export const CALL_CLOBBERED = 6;

export const FRAME_POINTER: Register = 10;

/** A piece of the stack frame. */
export interface FrameSlot {
  readonly name: string;
  readonly size: number;
  readonly alignment: number;
  /** True for the place of a register that did not fit; such slots may share memory. */
  readonly spill: boolean;
  /** From r10, negative; known after the frame is laid out. */
  offset: number;
}

/** Puts the address of a byte of a frame slot into a register: two slots of code. */
export interface FrameAddress {
  readonly op: "frameAddress";
  readonly destination: Register;
  readonly slot: FrameSlot;
  readonly offset: number;
}

/** An operation with an immediate that the loader puts in: it depends on the types of the kernel that runs. */
export interface Relocated {
  readonly op: "relocated";
  readonly operator: "mov" | "add" | "lsh" | "rsh" | "arsh";
  readonly destination: Register;
  readonly number: CoreNumber;
}

/** A load at an offset that the loader puts in. */
export interface RelocatedLoad {
  readonly op: "relocatedLoad";
  readonly size: AccessSize;
  readonly signed: boolean;
  readonly destination: Register;
  readonly base: Register;
  readonly number: CoreNumber;
}

/** A call with the number of registers it reads, from r1 on. */
export interface MachineCall extends Call {
  readonly argumentCount: number;
}

export type Operation =
  | Alu
  | Negate
  | MoveSigned
  | Swap
  | Load
  | Store
  | Atomic
  | LoadImmediate64
  | FrameAddress
  | Relocated
  | RelocatedLoad
  | MachineCall;

export type MachineReference =
  | Address["target"]
  | { readonly kind: "call"; readonly function: string }
  | { readonly kind: "kernelCall"; readonly extern: string };

export interface MachineInstruction {
  operation: Operation;
  readonly position: Position;
  /** When set, a memory operation's offset counts from this slot, and its base is r10. */
  readonly frame: FrameSlot | undefined;
  /** A memory operation through a parameter of the function, such as the context. */
  readonly throughParameter: boolean;
  /** When set, the loader fills in this 16-byte load, or this call. */
  readonly reference: MachineReference | undefined;
}

export type MachineTerminator =
  | { readonly op: "jump"; readonly position: Position; target: MachineBlock }
  | {
      readonly op: "branch";
      readonly position: Position;
      readonly condition: JumpCondition;
      readonly width: Width;
      readonly left: Register;
      readonly right: Operand;
      then: MachineBlock;
      otherwise: MachineBlock;
    }
  /** Returns r0. */
  | { readonly op: "exit"; readonly position: Position };

export interface MachineBlock {
  readonly id: number;
  instructions: MachineInstruction[];
  terminator: MachineTerminator;
}

export interface MachineFunction {
  readonly entry: MachineBlock;
  readonly frame: FrameSlot[];
  /** The next free virtual register. */
  nextRegister: Register;
  nextBlock: number;
}

export function successors(block: MachineBlock): readonly MachineBlock[] {
  const { terminator } = block;
  switch (terminator.op) {
    case "jump":
      return [terminator.target];
    case "branch":
      return [terminator.then, terminator.otherwise];
    case "exit":
      return [];
  }
}

/** Calls `visit` with each register that an instruction reads, r10 excepted. */
export function forEachUse(operation: Operation, visit: (register: Register) => void): void {
  const use = (register: Register) => {
    if (register !== FRAME_POINTER) visit(register);
  };
  switch (operation.op) {
    case "alu":
      if (operation.operator !== "mov") use(operation.destination);
      if ("register" in operation.source) use(operation.source.register);
      break;
    case "relocated":
      if (operation.operator !== "mov") use(operation.destination);
      break;
    case "negate":
    case "swap":
      use(operation.destination);
      break;
    case "moveSigned":
      use(operation.source);
      break;
    case "load":
    case "relocatedLoad":
      use(operation.base);
      break;
    case "store":
      use(operation.base);
      if ("register" in operation.source) use(operation.source.register);
      break;
    case "atomic":
      use(operation.base);
      use(operation.source);
      if (operation.operation === "compareExchange") use(0);
      break;
    case "call":
      for (let register = 1; register <= operation.argumentCount; register++) use(register);
      break;
    case "loadImmediate64":
    case "frameAddress":
      break;
  }
}

/** Calls `visit` with each register that an instruction writes or destroys. */
export function forEachDefinition(operation: Operation, visit: (register: Register) => void): void {
  switch (operation.op) {
    case "alu":
    case "relocated":
    case "relocatedLoad":
    case "negate":
    case "swap":
    case "moveSigned":
    case "load":
    case "loadImmediate64":
    case "frameAddress":
      visit(operation.destination);
      break;
    case "atomic":
      if (operation.operation === "compareExchange") visit(0);
      else if (operation.fetch) visit(operation.source);
      break;
    case "call":
      for (let register = 0; register < CALL_CLOBBERED; register++) visit(register);
      break;
    case "store":
      break;
  }
}

/** Calls `visit` with each register that a terminator reads. */
export function forEachTerminatorUse(terminator: MachineTerminator, visit: (register: Register) => void): void {
  if (terminator.op === "exit") visit(0);
  if (terminator.op !== "branch") return;
  visit(terminator.left);
  if ("register" in terminator.right) visit(terminator.right.register);
}

/** The same operation with other registers. */
export function mapRegisters(operation: Operation, map: (register: Register) => Register): Operation {
  switch (operation.op) {
    case "alu":
      return { ...operation, destination: map(operation.destination), source: mapOperand(operation.source, map) };
    case "moveSigned":
      return { ...operation, destination: map(operation.destination), source: map(operation.source) };
    case "load":
    case "relocatedLoad":
      return { ...operation, destination: map(operation.destination), base: map(operation.base) };
    case "relocated":
    case "negate":
    case "swap":
    case "loadImmediate64":
    case "frameAddress":
      return { ...operation, destination: map(operation.destination) };
    case "store":
      return { ...operation, base: map(operation.base), source: mapOperand(operation.source, map) };
    case "atomic":
      return { ...operation, base: map(operation.base), source: map(operation.source) };
    case "call":
      return operation;
  }
}

export function mapTerminatorRegisters(
  terminator: MachineTerminator,
  map: (register: Register) => Register,
): MachineTerminator {
  if (terminator.op !== "branch") return terminator;
  return { ...terminator, left: map(terminator.left), right: mapOperand(terminator.right, map) };
}

function mapOperand(operand: Operand, map: (register: Register) => Register): Operand {
  return "register" in operand ? { register: map(operand.register) } : operand;
}

/** A full copy of one register to another, which the allocator may make vanish. */
export function isCopy(operation: Operation): operation is Alu & { readonly source: { readonly register: Register } } {
  return (
    operation.op === "alu" && operation.operator === "mov" && operation.width === 64 && "register" in operation.source
  );
}

/** True when running it twice, or elsewhere, gives the same: nothing is read but constants. */
export function isRematerializable(operation: Operation): boolean {
  return (
    operation.op === "loadImmediate64" ||
    operation.op === "frameAddress" ||
    (operation.op === "alu" && operation.operator === "mov" && "immediate" in operation.source)
  );
}

/** True when it does nothing but write its registers. */
export function isPure(operation: Operation): boolean {
  return operation.op !== "store" && operation.op !== "atomic" && operation.op !== "call";
}
