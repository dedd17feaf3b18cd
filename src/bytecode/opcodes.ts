import type { AluOperator, AtomicOperation, JumpCondition, MemorySize } from "./instruction.ts";

/** Numbers of RFC 9669. The low three bits of an opcode are its class. */
export const CLASS = {
  LD: 0x00,
  LDX: 0x01,
  ST: 0x02,
  STX: 0x03,
  ALU: 0x04,
  JMP: 0x05,
  JMP32: 0x06,
  ALU64: 0x07,
} as const;

/** Set when the second operand is a register. */
export const SOURCE_REGISTER = 0x08;

export const MODE = { IMM: 0x00, ABS: 0x20, IND: 0x40, MEM: 0x60, MEMSX: 0x80, ATOMIC: 0xc0 } as const;

export const ALU_CODE: Readonly<Record<AluOperator, number>> = {
  add: 0x00,
  sub: 0x10,
  mul: 0x20,
  div: 0x30,
  sdiv: 0x30,
  or: 0x40,
  and: 0x50,
  lsh: 0x60,
  rsh: 0x70,
  mod: 0x90,
  smod: 0x90,
  xor: 0xa0,
  mov: 0xb0,
  arsh: 0xc0,
};
export const ALU_NEGATE = 0x80;
export const ALU_END = 0xd0;

export const JUMP_CODE: Readonly<Record<JumpCondition, number>> = {
  eq: 0x10,
  gt: 0x20,
  ge: 0x30,
  set: 0x40,
  ne: 0x50,
  sgt: 0x60,
  sge: 0x70,
  lt: 0xa0,
  le: 0xb0,
  slt: 0xc0,
  sle: 0xd0,
};
export const JUMP_ALWAYS = 0x00;
export const JUMP_CALL = 0x80;
export const JUMP_EXIT = 0x90;

export const SIZE_CODE: Readonly<Record<MemorySize, number>> = { 1: 0x10, 2: 0x08, 4: 0x00, 8: 0x18 };

/** The immediate of an atomic instruction; `FETCH` is or-ed in (and always part of the exchanges). */
export const ATOMIC_CODE: Readonly<Record<AtomicOperation, number>> = {
  add: 0x00,
  or: 0x40,
  and: 0x50,
  xor: 0xa0,
  exchange: 0xe1,
  compareExchange: 0xf1,
};
export const ATOMIC_FETCH = 0x01;

export const CALL_KINDS = ["helper", "function", "kernel"] as const;

/** Turns a table round; of two names with one number the first stays. */
export function invert<Name extends string>(table: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  const names = new Map<number, Name>();
  for (const name of Object.keys(table) as Name[]) {
    if (!names.has(table[name])) names.set(table[name], name);
  }
  return names;
}
