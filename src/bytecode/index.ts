export { type DecodedInstruction, decode } from "./decode.ts";
export { encode } from "./encode.ts";
export type {
  Alu,
  AluOperator,
  Atomic,
  AtomicOperation,
  Branch,
  Call,
  Exit,
  Instruction,
  Jump,
  JumpCondition,
  Load,
  LoadImmediate64,
  LoadPacket,
  MemorySize,
  MoveSigned,
  Negate,
  Operand,
  Register,
  Store,
  Swap,
  Unknown,
  Width,
} from "./instruction.ts";
export { slotsOf } from "./instruction.ts";
export { type PrintOptions, print, printInstruction } from "./print.ts";
