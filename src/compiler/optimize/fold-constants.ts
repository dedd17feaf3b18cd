import { evaluateBinary, evaluateExtend, evaluatePredicate, evaluateSwap } from "../ir/arithmetic.ts";
import type { Instruction, IrFunction } from "../ir/ir.ts";
import { rewriteInstructions } from "./rewrite.ts";

/** Computes what only depends on constants, and makes branches jumps where the condition is known. */
export function foldConstants(fn: IrFunction): boolean {
  let changed = rewriteInstructions(fn, (instruction, insert) => {
    const value = constantResult(instruction);
    return value === undefined ? undefined : insert({ op: "const", value });
  });
  for (const block of fn.blocks) {
    const { terminator } = block;
    if (terminator.op !== "branch") continue;
    const { predicate, width, left, right, then, otherwise, position } = terminator;
    if (left.op !== "const" || right.op !== "const") continue;
    const holds = evaluatePredicate(predicate, width, left.value, right.value);
    block.terminator = { op: "jump", position, target: holds ? then : otherwise };
    changed = true;
  }
  return changed;
}

function constantResult(instruction: Instruction): bigint | undefined {
  switch (instruction.op) {
    case "binary": {
      const { left, right, operator, width } = instruction;
      if (left.op !== "const" || right.op !== "const") return undefined;
      return evaluateBinary(operator, width, left.value, right.value);
    }
    case "compare": {
      const { left, right, predicate, width } = instruction;
      if (left.op !== "const" || right.op !== "const") return undefined;
      return evaluatePredicate(predicate, width, left.value, right.value) ? 1n : 0n;
    }
    case "extend":
      if (instruction.value.op !== "const") return undefined;
      return evaluateExtend(instruction.bits, instruction.signed, instruction.value.value);
    case "swap":
      if (instruction.value.op !== "const") return undefined;
      return evaluateSwap(instruction.bits, instruction.value.value);
    default:
      return undefined;
  }
}
