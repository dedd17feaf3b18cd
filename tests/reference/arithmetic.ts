import type { BinaryOperator, Predicate } from "../../src/compiler/ir/ir.ts";
import { register } from "./memory.ts";

function signed(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** An operation on two 64-bit numbers, as the language describes it: wrapping, and without traps. */
export function arithmetic(operator: BinaryOperator, left: bigint, right: bigint): bigint {
  const count = right & 63n;
  switch (operator) {
    case "add":
      return register(left + right);
    case "sub":
      return register(left - right);
    case "mul":
      return register(left * right);
    case "udiv":
      return right === 0n ? 0n : left / right;
    case "umod":
      return right === 0n ? left : left % right;
    case "sdiv":
      return right === 0n ? 0n : register(signed(left) / signed(right));
    case "smod":
      return right === 0n ? left : register(signed(left) % signed(right));
    case "and":
      return left & right;
    case "or":
      return left | right;
    case "xor":
      return left ^ right;
    case "shl":
      return register(left << count);
    case "lshr":
      return left >> count;
    case "ashr":
      return register(signed(left) >> count);
    default:
      throw new Error(`the reference does not know the operator ${String(operator)}`);
  }
}

export function compare(predicate: Predicate, left: bigint, right: bigint): boolean {
  switch (predicate) {
    case "eq":
      return left === right;
    case "ne":
      return left !== right;
    case "ult":
      return left < right;
    case "ule":
      return left <= right;
    case "ugt":
      return left > right;
    case "uge":
      return left >= right;
    case "slt":
      return signed(left) < signed(right);
    case "sle":
      return signed(left) <= signed(right);
    case "sgt":
      return signed(left) > signed(right);
    case "sge":
      return signed(left) >= signed(right);
    case "set":
      return (left & right) !== 0n;
  }
}

/** Keeps the low bits, and extends them to 64. */
export function extend(value: bigint, bits: number, isSigned: boolean): bigint {
  return register(isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
}
