import type { IrFunction, Parameter, Value } from "../ir/ir.ts";
import { edgesOf, forEachOperand, hasSideEffect } from "../ir/operands.ts";

/** Removes instructions and block parameters that nothing observable depends on, cycles through loops included. */
export function removeDeadCode(fn: IrFunction): boolean {
  const needed = new Set<Value>();
  const pending: Value[] = [];
  const need = (value: Value) => {
    if (needed.has(value)) return;
    needed.add(value);
    pending.push(value);
  };
  /** What is handed to each parameter, on all edges. */
  const handed = new Map<Parameter, Value[]>();
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) if (hasSideEffect(instruction)) need(instruction);
    for (const edge of edgesOf(block.terminator)) {
      for (const [index, parameter] of edge.block.parameters.entries()) {
        const known = handed.get(parameter);
        if (known) known.push(edge.arguments[index]!);
        else handed.set(parameter, [edge.arguments[index]!]);
      }
    }
    const { terminator } = block;
    if (terminator.op === "branch") {
      need(terminator.left);
      need(terminator.right);
    } else if (terminator.op === "return" && terminator.value) {
      need(terminator.value);
    }
  }
  for (const parameter of fn.blocks[0]!.parameters) need(parameter);
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value.op === "parameter") for (const argument of handed.get(value) ?? []) need(argument);
    else forEachOperand(value, need);
  }
  return sweep(fn, needed);
}

function sweep(fn: IrFunction, needed: ReadonlySet<Value>): boolean {
  let changed = false;
  const keep = <Item>(items: Item[], isKept: (item: Item, index: number) => boolean) => {
    const kept = items.filter(isKept);
    if (kept.length === items.length) return;
    items.splice(0, items.length, ...kept);
    changed = true;
  };
  for (const block of fn.blocks) {
    keep(block.instructions, (instruction) => needed.has(instruction));
    for (const { block: target, arguments: passed } of edgesOf(block.terminator)) {
      keep(passed, (_, index) => needed.has(target.parameters[index]!));
    }
  }
  for (const block of fn.blocks) keep(block.parameters, (parameter) => needed.has(parameter));
  return changed;
}
