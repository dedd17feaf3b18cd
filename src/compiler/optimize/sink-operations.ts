import { incomingEdges, reversePostOrder } from "../ir/graph.ts";
import type { Extend, IrFunction, Parameter, Swap, Value } from "../ir/ir.ts";
import { replaceValues } from "../ir/operands.ts";
import { countUses } from "./rewrite.ts";

/**
 * Where every way into a block hands over a number that was swapped, or extended, in the same manner just for that, does so once, in the
 * block itself.
 */
export function sinkOperations(fn: IrFunction): boolean {
  const uses = countUses(fn);
  const replacements = new Map<Value, Value>();
  for (const [block, edges] of incomingEdges(reversePostOrder(fn))) {
    if (edges.length < 2) continue;
    for (const [index, parameter] of block.parameters.entries()) {
      const handed = edges.map(({ edge }) => edge.arguments[index]!);
      const operations = handed.filter((value) => value.op === "swap" || value.op === "extend");
      const [first] = operations;
      if (!first || operations.length < handed.length) continue;
      if (operations.some((it) => !isSame(it, first) || uses.get(it) !== 1 || it.value === parameter)) continue;
      const inner: Parameter = { op: "parameter", id: fn.nextId++, type: "integer" };
      const outer: Value = { ...first, id: fn.nextId++, value: inner };
      block.parameters[index] = inner;
      for (const [at, { edge }] of edges.entries()) edge.arguments[index] = operations[at]!.value;
      block.instructions.unshift(outer);
      replacements.set(parameter, outer);
    }
  }
  replaceValues(fn, replacements);
  return replacements.size > 0;
}

function isSame(a: Swap | Extend, b: Swap | Extend): boolean {
  return a.op === b.op && a.bits === b.bits && (a.op !== "extend" || b.op !== "extend" || a.signed === b.signed);
}
