import { ObjectFormatError } from "../errors/index.ts";
import type { AluOperator, Instruction, MemorySize, Operand, Unknown, Width } from "./instruction.ts";
import {
  ALU_CODE,
  ALU_END,
  ALU_NEGATE,
  ATOMIC_CODE,
  ATOMIC_FETCH,
  CALL_KINDS,
  CLASS,
  invert,
  JUMP_ALWAYS,
  JUMP_CALL,
  JUMP_CODE,
  JUMP_EXIT,
  MODE,
  SIZE_CODE,
  SOURCE_REGISTER,
} from "./opcodes.ts";

/** An instruction and the slot where it starts, from 0. */
export type DecodedInstruction = Instruction & { readonly slot: number };

const aluNames = invert(ALU_CODE);
const jumpNames = invert(JUMP_CODE);
const atomicNames = invert(ATOMIC_CODE);
const sizes = new Map(([1, 2, 4, 8] as const).map((size): [number, MemorySize] => [SIZE_CODE[size], size]));

/**
 * Reads machine code (little-endian). A slot that is no known instruction becomes `unknown`, so that encoding again
 * gives the same bytes.
 *
 * @throws {ObjectFormatError} `YDL5101` when the code is not whole slots, or ends in the middle of a 16-byte instruction
 */
export function decode(code: Uint8Array): DecodedInstruction[] {
  if (code.length % 8 !== 0) {
    throw new ObjectFormatError("YDL5101", `eBPF code comes in slots of 8 bytes, but this has ${code.length} bytes`);
  }
  const view = new DataView(code.buffer, code.byteOffset, code.length);
  const instructions: DecodedInstruction[] = [];
  for (let slot = 0; slot * 8 < code.length; slot++) {
    const at = slot * 8;
    const registers = view.getUint8(at + 1);
    const raw: Unknown = {
      op: "unknown",
      code: view.getUint8(at),
      destination: registers & 15,
      source: registers >> 4,
      offset: view.getInt16(at + 2, true),
      immediate: view.getInt32(at + 4, true),
    };
    if (raw.code === (CLASS.LD | MODE.IMM | SIZE_CODE[8])) {
      if (at + 16 > code.length) {
        throw new ObjectFormatError("YDL5101", `slot ${slot} starts a 16-byte instruction, but the code ends after 8`);
      }
      const low = BigInt.asUintN(32, BigInt(raw.immediate));
      const value = (BigInt(view.getInt32(at + 12, true)) << 32n) | low;
      instructions.push({ op: "loadImmediate64", destination: raw.destination, pseudo: raw.source, value, slot });
      slot++;
    } else {
      instructions.push({ ...decodeSlot(raw), slot });
    }
  }
  return instructions;
}

function decodeSlot(raw: Unknown): Instruction {
  const group = raw.code & 7;
  switch (group) {
    case CLASS.ALU:
    case CLASS.ALU64:
      return decodeAlu(raw, group === CLASS.ALU64 ? 64 : 32);
    case CLASS.JMP:
    case CLASS.JMP32:
      return decodeJump(raw, group === CLASS.JMP ? 64 : 32);
    default:
      return decodeMemory(raw, group);
  }
}

function operandOf(raw: Unknown): Operand {
  return raw.code & SOURCE_REGISTER ? { register: raw.source } : { immediate: raw.immediate };
}

function decodeAlu(raw: Unknown, width: Width): Instruction {
  const { destination, offset, immediate } = raw;
  const byRegister = (raw.code & SOURCE_REGISTER) !== 0;
  const code = raw.code & 0xf0;
  if (code === ALU_NEGATE) return byRegister ? raw : { op: "negate", width, destination };
  if (code === ALU_END) {
    if (immediate !== 16 && immediate !== 32 && immediate !== 64) return raw;
    if (width === 64 && byRegister) return raw;
    return { op: "swap", order: width === 64 ? "bswap" : byRegister ? "be" : "le", bits: immediate, destination };
  }
  let operator = aluNames.get(code);
  if (operator === undefined) return raw;
  if (offset !== 0) {
    if (operator === "mov" && byRegister && (offset === 8 || offset === 16 || (offset === 32 && width === 64))) {
      return { op: "moveSigned", width, bits: offset, destination, source: raw.source };
    }
    const signed: Partial<Record<AluOperator, AluOperator>> = { div: "sdiv", mod: "smod" };
    operator = offset === 1 ? signed[operator] : undefined;
    if (operator === undefined) return raw;
  }
  return { op: "alu", operator, width, destination, source: operandOf(raw) };
}

function decodeJump(raw: Unknown, width: Width): Instruction {
  const code = raw.code & 0xf0;
  const condition = jumpNames.get(code);
  if (condition !== undefined) {
    return { op: "branch", condition, width, left: raw.destination, right: operandOf(raw), offset: raw.offset };
  }
  if (raw.code & SOURCE_REGISTER) return raw;
  if (code === JUMP_ALWAYS) {
    return { op: "jump", wide: width === 32, offset: width === 32 ? raw.immediate : raw.offset };
  }
  if (width === 32) return raw;
  if (code === JUMP_EXIT) return { op: "exit" };
  const kind = CALL_KINDS[raw.source];
  if (code === JUMP_CALL && kind !== undefined) return { op: "call", kind, target: raw.immediate, offset: raw.offset };
  return raw;
}

function decodeMemory(raw: Unknown, group: number): Instruction {
  const { destination, source, offset, immediate } = raw;
  const size = sizes.get(raw.code & 0x18);
  const mode = raw.code & 0xe0;
  if (size === undefined) return raw;
  if (group === CLASS.LDX && (mode === MODE.MEM || (mode === MODE.MEMSX && size !== 8))) {
    return { op: "load", size, signed: mode === MODE.MEMSX, destination, base: source, offset };
  }
  if (group === CLASS.ST && mode === MODE.MEM)
    return { op: "store", size, base: destination, offset, source: { immediate } };
  if (group === CLASS.STX && mode === MODE.MEM) {
    return { op: "store", size, base: destination, offset, source: { register: source } };
  }
  if (group === CLASS.STX && mode === MODE.ATOMIC && (size === 4 || size === 8)) {
    const exact = atomicNames.get(immediate);
    const operation = exact ?? atomicNames.get(immediate & ~ATOMIC_FETCH);
    if (operation === undefined) return raw;
    return {
      op: "atomic",
      operation,
      size,
      fetch: (immediate & ATOMIC_FETCH) !== 0,
      base: destination,
      offset,
      source,
    };
  }
  if (group === CLASS.LD && size !== 8 && (mode === MODE.ABS || mode === MODE.IND)) {
    return { op: "loadPacket", size, offset: immediate, index: mode === MODE.IND ? source : undefined };
  }
  return raw;
}
