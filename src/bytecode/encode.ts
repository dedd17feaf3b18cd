import { assert } from "../errors/assert.ts";
import type { Instruction, Operand, Register } from "./instruction.ts";
import { slotsOf } from "./instruction.ts";
import {
  ALU_CODE,
  ALU_END,
  ALU_NEGATE,
  ATOMIC_CODE,
  ATOMIC_FETCH,
  CALL_KINDS,
  CLASS,
  JUMP_ALWAYS,
  JUMP_CALL,
  JUMP_CODE,
  JUMP_EXIT,
  MODE,
  SIZE_CODE,
  SOURCE_REGISTER,
} from "./opcodes.ts";

/** The machine code of `instructions`, little-endian, 8 bytes a slot. */
export function encode(instructions: readonly Instruction[]): Uint8Array<ArrayBuffer> {
  let slots = 0;
  for (const instruction of instructions) slots += slotsOf(instruction);
  const code = new Uint8Array(slots * 8);
  const view = new DataView(code.buffer);
  let at = 0;
  const put = (opcode: number, destination: Register, source: Register, offset: number, immediate: number) => {
    assert(offset >= -0x8000 && offset <= 0x7fff, `an instruction's offset has 16 bits, but ${offset} is needed`);
    assert(destination <= 15 && source <= 15, "an encoded instruction names machine registers only");
    code[at] = opcode;
    code[at + 1] = destination | (source << 4);
    view.setInt16(at + 2, offset, true);
    view.setInt32(at + 4, immediate, true);
    at += 8;
  };
  for (const instruction of instructions) encodeOne(instruction, put);
  return code;
}

type Put = (opcode: number, destination: Register, source: Register, offset: number, immediate: number) => void;

function encodeOne(instruction: Instruction, put: Put): void {
  const withOperand = (opcode: number, destination: Register, operand: Operand, offset: number) => {
    if ("register" in operand) put(opcode | SOURCE_REGISTER, destination, operand.register, offset, 0);
    else put(opcode, destination, 0, offset, operand.immediate);
  };
  switch (instruction.op) {
    case "alu": {
      const { operator, width, destination, source } = instruction;
      const signedDivision = operator === "sdiv" || operator === "smod";
      withOperand(aluClass(width) | ALU_CODE[operator], destination, source, signedDivision ? 1 : 0);
      break;
    }
    case "negate":
      put(aluClass(instruction.width) | ALU_NEGATE, instruction.destination, 0, 0, 0);
      break;
    case "moveSigned": {
      const opcode = aluClass(instruction.width) | ALU_CODE.mov | SOURCE_REGISTER;
      put(opcode, instruction.destination, instruction.source, instruction.bits, 0);
      break;
    }
    case "swap": {
      const { order, bits, destination } = instruction;
      const form = order === "bswap" ? CLASS.ALU64 : order === "be" ? CLASS.ALU | SOURCE_REGISTER : CLASS.ALU;
      put(form | ALU_END, destination, 0, 0, bits);
      break;
    }
    case "load": {
      const mode = instruction.signed ? MODE.MEMSX : MODE.MEM;
      const opcode = CLASS.LDX | mode | SIZE_CODE[instruction.size];
      put(opcode, instruction.destination, instruction.base, instruction.offset, 0);
      break;
    }
    case "store": {
      const { source, size, base, offset } = instruction;
      if ("register" in source) put(CLASS.STX | MODE.MEM | SIZE_CODE[size], base, source.register, offset, 0);
      else put(CLASS.ST | MODE.MEM | SIZE_CODE[size], base, 0, offset, source.immediate);
      break;
    }
    case "atomic": {
      const { operation, fetch, size, base, source, offset } = instruction;
      const immediate = ATOMIC_CODE[operation] | (fetch ? ATOMIC_FETCH : 0);
      put(CLASS.STX | MODE.ATOMIC | SIZE_CODE[size], base, source, offset, immediate);
      break;
    }
    case "loadImmediate64": {
      const { destination, pseudo, value } = instruction;
      put(CLASS.LD | MODE.IMM | SIZE_CODE[8], destination, pseudo, 0, Number(BigInt.asIntN(32, value)));
      put(0, 0, 0, 0, Number(BigInt.asIntN(32, value >> 32n)));
      break;
    }
    case "loadPacket": {
      const mode = instruction.index === undefined ? MODE.ABS : MODE.IND;
      put(CLASS.LD | mode | SIZE_CODE[instruction.size], 0, instruction.index ?? 0, 0, instruction.offset);
      break;
    }
    case "jump":
      if (instruction.wide) put(CLASS.JMP32 | JUMP_ALWAYS, 0, 0, 0, instruction.offset);
      else put(CLASS.JMP | JUMP_ALWAYS, 0, 0, instruction.offset, 0);
      break;
    case "branch": {
      const { condition, width, left, right, offset } = instruction;
      withOperand((width === 64 ? CLASS.JMP : CLASS.JMP32) | JUMP_CODE[condition], left, right, offset);
      break;
    }
    case "call":
      put(CLASS.JMP | JUMP_CALL, 0, CALL_KINDS.indexOf(instruction.kind), instruction.offset, instruction.target);
      break;
    case "exit":
      put(CLASS.JMP | JUMP_EXIT, 0, 0, 0, 0);
      break;
    case "unknown":
      put(instruction.code, instruction.destination, instruction.source, instruction.offset, instruction.immediate);
      break;
  }
}

function aluClass(width: 32 | 64): number {
  return width === 64 ? CLASS.ALU64 : CLASS.ALU;
}
