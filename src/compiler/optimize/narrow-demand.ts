import type { Instruction, IrFunction, Value } from "../ir/ir.ts";
import { edgesOf, forEachOperand } from "../ir/operands.ts";
import { rewriteInstructions } from "./rewrite.ts";

const ALL = 0xffff_ffff_ffff_ffffn;

/**
 * Drops extensions, masks and set bits of which no user looks at the bits they change: `store u32` of a number that was sign-extended
 * from 32 bits stores the number itself. Users that the verifier watches (addresses, calls, branches, results) look at all bits, so
 * that no range it knows is lost.
 */
export function narrowDemand(fn: IrFunction): boolean {
  const demanded = demandedBits(fn);
  return rewriteInstructions(fn, (instruction, insert) => {
    const bits = demanded.get(instruction);
    if (bits === undefined) return undefined;
    switch (instruction.op) {
      case "extend":
        return (bits & ~low(instruction.bits)) === 0n ? instruction.value : undefined;
      case "load":
        if (!instruction.signed || (bits & ~low(instruction.size * 8)) !== 0n) return undefined;
        return insert({ ...instruction, signed: false });
      case "binary": {
        const { operator, left, right, width } = instruction;
        if (right.op !== "const" || (operator !== "and" && operator !== "or")) return undefined;
        const changed = operator === "and" ? ~right.value : right.value;
        const cleared = width === 32 ? ALL ^ low(32) : 0n;
        return (bits & ((changed & low(width)) | cleared)) === 0n ? left : undefined;
      }
      default:
        return undefined;
    }
  });
}

/** For each value the bits that somebody looks at; absent where nobody looks at any. */
function demandedBits(fn: IrFunction): Map<Value, bigint> {
  const demanded = new Map<Value, bigint>();
  const pending: Value[] = [];
  const handed = new Map<Value, Value[]>();
  const demand = (value: Value, looked: bigint) => {
    // The verifier follows each step of a pointer, whatever becomes of it.
    const bits = value.type === "pointer" ? ALL : looked;
    const known = demanded.get(value) ?? 0n;
    if ((bits & ~known) === 0n) return;
    demanded.set(value, known | bits);
    pending.push(value);
  };
  const all = (value: Value) => demand(value, ALL);
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === "store" || (instruction.op === "atomic" && !instruction.expected)) {
        all(instruction.address);
        demand(instruction.value, low(instruction.size * 8));
      } else if (instruction.op === "helper" || instruction.op === "atomic") {
        forEachOperand(instruction, all);
      }
    }
    const { terminator } = block;
    if (terminator.op === "branch") {
      all(terminator.left);
      all(terminator.right);
    } else if (terminator.op === "return" && terminator.value) {
      all(terminator.value);
    }
    for (const edge of edgesOf(terminator)) {
      for (const [index, parameter] of edge.block.parameters.entries()) {
        const values = handed.get(parameter);
        if (values) values.push(edge.arguments[index]!);
        else handed.set(parameter, [edge.arguments[index]!]);
      }
    }
  }
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const bits = demanded.get(value)!;
    if (value.op === "parameter") for (const argument of handed.get(value) ?? []) demand(argument, bits);
    else demandOperands(value, bits, demand);
  }
  return demanded;
}

/** What an instruction without effects, of whose result `bits` are looked at, looks at itself. */
function demandOperands(instruction: Instruction, bits: bigint, demand: (value: Value, bits: bigint) => void): void {
  switch (instruction.op) {
    case "extend": {
      const kept = low(instruction.bits);
      const sign = instruction.signed && (bits & ~kept) !== 0n ? 1n << BigInt(instruction.bits - 1) : 0n;
      demand(instruction.value, (bits & kept) | sign);
      break;
    }
    case "swap":
      demand(instruction.value, swapped(bits, instruction.bits));
      break;
    case "binary": {
      const { operator, left, right, width } = instruction;
      const seen = bits & low(width);
      const constant = right.op === "const" ? right.value & low(width) : undefined;
      const [forLeft, forRight] = demandOfBinary(operator, width, seen, constant);
      demand(left, forLeft);
      demand(right, forRight);
      break;
    }
    case "compare":
    case "load":
      forEachOperand(instruction, (value) => demand(value, ALL));
      break;
    default:
      break;
  }
}

function demandOfBinary(
  operator: string,
  width: 32 | 64,
  seen: bigint,
  constant: bigint | undefined,
): [bigint, bigint] {
  const shift = constant === undefined ? undefined : constant & BigInt(width - 1);
  switch (operator) {
    case "and":
      return [constant === undefined ? seen : seen & constant, seen];
    case "or":
      return [constant === undefined ? seen : seen & ~constant, seen];
    case "xor":
      return [seen, seen];
    case "add":
    case "sub":
    case "mul": {
      // Carries go upwards only.
      const below = low(seen.toString(2).length);
      return seen === 0n ? [0n, 0n] : [below, below];
    }
    case "shl":
      if (shift !== undefined) return [seen >> shift, ALL];
      break;
    case "lshr":
      if (shift !== undefined) return [(seen << shift) & low(width), ALL];
      break;
  }
  return [low(width), ALL];
}

function low(count: number): bigint {
  return ALL >> BigInt(64 - count);
}

function swapped(bits: bigint, width: number): bigint {
  let result = 0n;
  for (let at = 0; at < width; at += 8) result |= ((bits >> BigInt(at)) & 0xffn) << BigInt(width - 8 - at);
  return result;
}
