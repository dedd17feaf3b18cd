import { type DecodedInstruction, decode } from "../bytecode/index.ts";
import type { LineInfo, ObjectFunction } from "../object/object.ts";

/** Executes one instruction; answers the slot of the next, or {@link LEAVE}. */
export type Step = () => number;

/** Another function goes on: the machine knows which, and where. */
export const LEAVE = -1;

/** A function, made ready to run. Arrays are indexed by slot; the second slot of a 16-byte instruction is empty. */
export interface Code {
  readonly function: ObjectFunction;
  readonly instructions: readonly (DecodedInstruction | undefined)[];
  /** Filled when the function runs for the first time. */
  readonly steps: (Step | undefined)[];
  /** Registers that must hold something, as a bit each. */
  readonly reads: Uint16Array;
  readonly writes: Uint16Array;
}

export function codeOf(fn: ObjectFunction): Code {
  const slots = fn.code.length / 8;
  const instructions: (DecodedInstruction | undefined)[] = new Array(slots).fill(undefined);
  for (const instruction of decode(fn.code)) instructions[instruction.slot] = instruction;
  const reads = new Uint16Array(slots);
  const writes = new Uint16Array(slots);
  for (const [slot, instruction] of instructions.entries()) {
    if (instruction === undefined) continue;
    reads[slot] = readBy(instruction);
    writes[slot] = writtenBy(instruction);
  }
  return { function: fn, instructions, steps: new Array(slots).fill(undefined), reads, writes };
}

/** The source line that the instruction at `slot` comes from. */
export function lineAt(fn: ObjectFunction, slot: number): LineInfo | undefined {
  return fn.lines.findLast((line) => line.slot <= slot);
}

function bit(operand: number | { readonly register: number } | { readonly immediate: number }): number {
  if (typeof operand === "number") return 1 << operand;
  return "register" in operand ? 1 << operand.register : 0;
}

/** Calls check their arguments themselves, and exits their result. */
function readBy(instruction: DecodedInstruction): number {
  switch (instruction.op) {
    case "alu":
      return bit(instruction.source) | (instruction.operator === "mov" ? 0 : bit(instruction.destination));
    case "negate":
    case "swap":
      return bit(instruction.destination);
    case "moveSigned":
      return bit(instruction.source);
    case "load":
      return bit(instruction.base);
    case "store":
      return bit(instruction.base) | bit(instruction.source);
    case "atomic": {
      const expected = instruction.operation === "compareExchange" ? 1 : 0;
      return bit(instruction.base) | bit(instruction.source) | expected;
    }
    case "loadPacket":
      return bit(6) | (instruction.index === undefined ? 0 : bit(instruction.index));
    case "branch":
      return bit(instruction.left) | bit(instruction.right);
    default:
      return 0;
  }
}

function writtenBy(instruction: DecodedInstruction): number {
  switch (instruction.op) {
    case "alu":
    case "negate":
    case "swap":
    case "moveSigned":
    case "load":
    case "loadImmediate64":
      return bit(instruction.destination);
    case "atomic":
      return instruction.operation === "compareExchange" ? bit(0) : instruction.fetch ? bit(instruction.source) : 0;
    case "loadPacket":
      return bit(0);
    default:
      return 0;
  }
}
