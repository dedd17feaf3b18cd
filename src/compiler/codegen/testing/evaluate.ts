import assert from "node:assert/strict";
import type { Binary, Block, Edge, Instruction, IrFunction, Predicate, Value } from "../../ir/ir.ts";

/** A pointer at run time: a byte of a region of memory. */
export interface Pointer {
  readonly memory: Uint8Array;
  readonly offset: number;
}

export type RuntimeValue = bigint | Pointer;

/** The world around the function. */
export interface Environment {
  /** What a load through the context pointer gives. */
  readonly context: (offset: number) => RuntimeValue;
  readonly helper: (name: string) => bigint;
}

const CONTEXT: Uint8Array = new Uint8Array(0);

/**
 * What the IR means, step by step in plain bigint arithmetic: the reference that generated code is compared with.
 * Returns the low 32 bits of the function's result. The first parameter is the context.
 */
export function evaluate(fn: IrFunction, environment: Environment): number {
  const values = new Map<Value, RuntimeValue>();
  const slots = new Map(fn.stackSlots.map((slot) => [slot, new Uint8Array(slot.size)]));
  const number = (value: Value): bigint => {
    const found = values.get(value);
    assert(typeof found === "bigint", `v${value.id} is a number when it is read`);
    return found;
  };
  const pointer = (value: Value): Pointer => {
    const found = values.get(value);
    assert(typeof found === "object", `v${value.id} is a pointer when it is read`);
    return found;
  };
  const compare = (predicate: Predicate, width: 32 | 64, left: Value, right: Value): boolean => {
    const [a, b] = [values.get(left)!, values.get(right)!];
    if (typeof a === "object" && typeof b === "object") {
      return holds(predicate, 64, BigInt(a.offset), BigInt(b.offset));
    }
    return holds(predicate, width, number(left), number(right));
  };
  const step = (instruction: Instruction): RuntimeValue | undefined => {
    switch (instruction.op) {
      case "const":
        return instruction.value;
      case "core":
        return instruction.number.value;
      case "binary": {
        const [a, b] = [values.get(instruction.left)!, values.get(instruction.right)!];
        if (typeof a === "object") return { memory: a.memory, offset: a.offset + Number(number(instruction.right)) };
        if (typeof b === "object") return { memory: b.memory, offset: b.offset + Number(a) };
        return calculate(instruction.operator, instruction.width, a, b);
      }
      case "extend": {
        const extend = instruction.signed ? BigInt.asIntN : BigInt.asUintN;
        return BigInt.asIntN(64, extend(instruction.bits, number(instruction.value)));
      }
      case "swap": {
        let rest = BigInt.asUintN(instruction.bits, number(instruction.value));
        let swapped = 0n;
        for (let bits = 0; bits < instruction.bits; bits += 8, rest >>= 8n) swapped = (swapped << 8n) | (rest & 0xffn);
        return BigInt.asIntN(64, swapped);
      }
      case "compare":
        return compare(instruction.predicate, instruction.width, instruction.left, instruction.right) ? 1n : 0n;
      case "coreLoad": {
        const { memory, offset } = pointer(instruction.address);
        return read(memory, offset + Number(instruction.offset.value), instruction.size, instruction.signed);
      }
      case "load": {
        const { memory, offset } = pointer(instruction.address);
        if (memory === CONTEXT) return environment.context(offset + instruction.offset);
        return read(memory, offset + instruction.offset, instruction.size, instruction.signed);
      }
      case "store": {
        const { memory, offset } = pointer(instruction.address);
        write(memory, offset + instruction.offset, instruction.size, number(instruction.value));
        return undefined;
      }
      case "atomic": {
        const { memory, offset } = pointer(instruction.address);
        const { size, operation } = instruction;
        const at = offset + instruction.offset;
        const old = read(memory, at, size, false);
        const value = number(instruction.value);
        const bits = size * 8;
        let updated = value;
        if (operation === "compareExchange") {
          const expected = BigInt.asUintN(bits, number(instruction.expected!));
          if (expected !== BigInt.asUintN(bits, old)) updated = old;
        } else if (operation !== "exchange") {
          updated = calculate(operation, 64, old, value);
        }
        write(memory, at, size, updated);
        return instruction.fetch ? old : undefined;
      }
      case "stackAddress":
        return { memory: slots.get(instruction.slot)!, offset: 0 };
      case "helper":
        return environment.helper(instruction.name);
      case "address":
        assert.fail("the evaluator knows no maps");
    }
  };
  let block: Block = fn.blocks[0]!;
  for (const parameter of block.parameters) values.set(parameter, { memory: CONTEXT, offset: 0 });
  const follow = (edge: Edge) => {
    const passed = edge.arguments.map((argument) => values.get(argument)!);
    block = edge.block;
    for (const [index, parameter] of block.parameters.entries()) values.set(parameter, passed[index]!);
  };
  for (let steps = 0; steps < 1_000_000; steps++) {
    for (const instruction of block.instructions) {
      const result = step(instruction);
      if (result !== undefined) values.set(instruction, result);
    }
    const { terminator } = block;
    switch (terminator.op) {
      case "return":
        return terminator.value ? Number(BigInt.asUintN(32, number(terminator.value))) : 0;
      case "jump":
        follow(terminator.target);
        break;
      case "branch": {
        const taken = compare(terminator.predicate, terminator.width, terminator.left, terminator.right);
        follow(taken ? terminator.then : terminator.otherwise);
        break;
      }
      case "unreachable":
        assert.fail("an unreachable place is not reached");
    }
  }
  assert.fail("an evaluated function ends");
}

function calculate(operator: Binary["operator"], width: 32 | 64, left: bigint, right: bigint): bigint {
  const [a, b] = [BigInt.asUintN(width, left), BigInt.asUintN(width, right)];
  const [sa, sb] = [BigInt.asIntN(width, left), BigInt.asIntN(width, right)];
  const count = b % BigInt(width);
  const result = {
    add: () => a + b,
    sub: () => a - b,
    mul: () => a * b,
    udiv: () => (b === 0n ? 0n : a / b),
    umod: () => (b === 0n ? a : a % b),
    sdiv: () => (b === 0n ? 0n : sa / sb),
    smod: () => (b === 0n ? a : sa % sb),
    and: () => a & b,
    or: () => a | b,
    xor: () => a ^ b,
    shl: () => a << count,
    lshr: () => a >> count,
    ashr: () => sa >> count,
  }[operator]();
  return BigInt.asIntN(64, BigInt.asUintN(width, result));
}

function holds(predicate: Predicate, width: 32 | 64, left: bigint, right: bigint): boolean {
  const [a, b] = [BigInt.asUintN(width, left), BigInt.asUintN(width, right)];
  const [sa, sb] = [BigInt.asIntN(width, left), BigInt.asIntN(width, right)];
  switch (predicate) {
    case "eq":
      return a === b;
    case "ne":
      return a !== b;
    case "ult":
      return a < b;
    case "ule":
      return a <= b;
    case "ugt":
      return a > b;
    case "uge":
      return a >= b;
    case "slt":
      return sa < sb;
    case "sle":
      return sa <= sb;
    case "sgt":
      return sa > sb;
    case "sge":
      return sa >= sb;
    case "set":
      return (a & b) !== 0n;
  }
}

function read(memory: Uint8Array, offset: number, size: number, signed: boolean): bigint {
  assert(offset >= 0 && offset + size <= memory.length, "a load stays within its memory");
  let value = 0n;
  for (let byte = size - 1; byte >= 0; byte--) value = (value << 8n) | BigInt(memory[offset + byte]!);
  return BigInt.asIntN(64, signed ? BigInt.asIntN(size * 8, value) : value);
}

function write(memory: Uint8Array, offset: number, size: number, value: bigint): void {
  assert(offset >= 0 && offset + size <= memory.length, "a store stays within its memory");
  for (let byte = 0; byte < size; byte++) memory[offset + byte] = Number((value >> BigInt(8 * byte)) & 0xffn);
}
