import { negatePredicate } from "../ir/arithmetic.ts";
import type { Binary, Block, Compare, Extend, IrFunction, Swap, Terminator, Value } from "../ir/ir.ts";
import { fitsUnsigned } from "../ir/range.ts";
import { countUses, type Insert, rewriteInstructions } from "./rewrite.ts";
import { simplifyBinary } from "./simplify-binary.ts";
import { simplifyCondition } from "./simplify-condition.ts";

/** Replaces instructions and branches by cheaper ones that mean the same, one at a time. */
export function simplify(fn: IrFunction): boolean {
  const uses = countUses(fn);
  const tested = testedValues(fn);
  const isSingleUse = (value: Value) => uses.get(value) === 1;
  const isTested = (value: Value) => tested.has(value);
  const takesPlaceOf = (value: Value, simpler: Value | undefined) => {
    if (simpler && tested.has(value)) tested.add(simpler);
    return simpler;
  };
  let changed = rewriteInstructions(fn, (instruction, insert) => {
    switch (instruction.op) {
      case "binary":
        return takesPlaceOf(instruction, simplifyBinary(instruction, insert, isTested));
      case "extend":
        return simplifyExtend(instruction, insert, isSingleUse);
      case "swap":
        return simplifySwap(instruction, insert);
      case "compare":
        return simplifyCompare(instruction, insert, isSingleUse);
      default:
        return undefined;
    }
  });
  for (const block of fn.blocks) {
    const simpler = simplifyBranch(fn, block, isSingleUse);
    if (!simpler) continue;
    block.terminator = simpler;
    changed = true;
  }
  return changed;
}

function simplifyExtend(
  instruction: Extend,
  insert: Insert,
  isSingleUse: (value: Value) => boolean,
): Value | undefined {
  const { signed, bits, value } = instruction;
  if (fitsUnsigned(value, signed ? bits - 1 : bits)) return value;
  // The outer extension looks only at bits that the inner one left alone.
  if (value.op === "extend" && value.bits >= bits) return insert({ op: "extend", signed, bits, value: value.value });
  if (value.op === "extend" && value.signed && signed) return value;
  if (value.op === "load" && value.signed && signed && value.size * 8 <= bits) return value;
  if (!signed && bits === 32 && value.op === "binary" && value.width === 64 && isSingleUse(value)) {
    return narrow(value, insert);
  }
  return undefined;
}

/** The low half of these needs only the low halves of the operands, and 32-bit operations clear the high half. */
function narrow({ operator, left, right }: Binary, insert: Insert): Value | undefined {
  const isLowOnly = ["add", "sub", "mul", "and", "or", "xor"].includes(operator);
  const isShortShift = operator === "shl" && right.op === "const" && right.value >= 0n && right.value < 32n;
  if (!isLowOnly && !isShortShift) return undefined;
  return insert({ op: "binary", operator, width: 32, left, right });
}

function simplifySwap({ bits, value }: Swap, insert: Insert): Value | undefined {
  if (value.op !== "swap" || value.bits !== bits) return undefined;
  if (bits === 64 || fitsUnsigned(value.value, bits)) return value.value;
  return insert({ op: "extend", signed: false, bits, value: value.value });
}

function simplifyCompare(
  instruction: Compare,
  insert: Insert,
  isSingleUse: (value: Value) => boolean,
): Value | undefined {
  const makeConst = (value: bigint) => insert({ op: "const", value });
  const simpler = simplifyCondition(instruction, { makeConst, isSingleUse });
  if (simpler === undefined) {
    // A number that is 0 or 1 already is its own truth.
    const { predicate, left, right } = instruction;
    const isTruth = predicate === "ne" && right.op === "const" && right.value === 0n && fitsUnsigned(left, 1);
    return isTruth ? left : undefined;
  }
  if (typeof simpler === "boolean") return makeConst(simpler ? 1n : 0n);
  const { negated, width, left, right } = simpler;
  const predicate = negated ? negatePredicate(simpler.predicate) : simpler.predicate;
  return predicate && insert({ op: "compare", predicate, width, left, right });
}

function simplifyBranch(fn: IrFunction, block: Block, isSingleUse: (value: Value) => boolean): Terminator | undefined {
  const { terminator } = block;
  if (terminator.op !== "branch") return undefined;
  const { position, then, otherwise } = terminator;
  const makeConst = (value: bigint): Value => {
    const added: Value = { op: "const", id: fn.nextId++, position, type: "integer", value };
    block.instructions.push(added);
    return added;
  };
  const simpler = simplifyCondition(terminator, { makeConst, isSingleUse });
  if (simpler === undefined) return undefined;
  if (typeof simpler === "boolean") return { op: "jump", position, target: simpler ? then : otherwise };
  const { negated, predicate, width, left, right } = simpler;
  const sides = negated ? { then: otherwise, otherwise: then } : { then, otherwise };
  return { op: "branch", position, predicate, width, left, right, ...sides };
}

/** Values that are compared with others. */
function testedValues(fn: IrFunction): Set<Value> {
  const tested = new Set<Value>();
  for (const { instructions, terminator } of fn.blocks) {
    for (const instruction of instructions) {
      if (instruction.op === "compare") tested.add(instruction.left).add(instruction.right);
    }
    if (terminator.op === "branch") tested.add(terminator.left).add(terminator.right);
  }
  return tested;
}
