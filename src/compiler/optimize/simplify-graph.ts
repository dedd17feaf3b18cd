import { evaluatePredicate } from "../ir/arithmetic.ts";
import { incomingEdges, reversePostOrder } from "../ir/graph.ts";
import type { Block, Edge, IrFunction, Value } from "../ir/ir.ts";
import { edgesOf, forEachOperand, forEachTerminatorOperand, replaceValues } from "../ir/operands.ts";

/**
 * Removes unreachable blocks and needless parameters, leads edges past empty blocks, makes blocks that only return the same value one,
 * and merges blocks in a line.
 */
export function simplifyGraph(fn: IrFunction): boolean {
  let changed = removeUnreachable(fn);
  changed = removeUniformParameters(fn) || changed;
  changed = threadEdges(fn) || changed;
  changed = shareReturns(fn) || changed;
  changed = mergeLines(fn) || changed;
  return changed;
}

function removeUnreachable(fn: IrFunction): boolean {
  const order = reversePostOrder(fn);
  if (order.length === fn.blocks.length) return false;
  fn.blocks.splice(0, fn.blocks.length, ...order);
  return true;
}

/** A parameter that receives one value from everywhere (besides itself) is that value. */
function removeUniformParameters(fn: IrFunction): boolean {
  const incoming = incomingEdges(fn.blocks);
  const replacements = new Map<Value, Value>();
  const resolve = (value: Value) => {
    let found = value;
    for (let next = replacements.get(found); next; next = replacements.get(found)) found = next;
    return found;
  };
  for (const block of fn.blocks.slice(1)) {
    const edges = incoming.get(block)!;
    for (let index = block.parameters.length - 1; index >= 0; index--) {
      const parameter = block.parameters[index]!;
      const values = new Set<Value>(edges.map(({ edge }) => resolve(edge.arguments[index]!)));
      values.delete(parameter);
      const [only, another] = values;
      if (!only || another) continue;
      replacements.set(parameter, only);
      block.parameters.splice(index, 1);
      for (const { edge } of edges) edge.arguments.splice(index, 1);
    }
  }
  replaceValues(fn, replacements);
  return replacements.size > 0;
}

/**
 * Leads an edge past a block without instructions to where that block goes on: always when it ends in a jump, and
 * when it ends in a branch that the edge's values decide, as the pieces of `a && b` do.
 */
function threadEdges(fn: IrFunction): boolean {
  const isPrivate = privateValues(fn);
  let changed = false;
  for (const block of fn.blocks) {
    for (const edge of edgesOf(block.terminator)) {
      for (let steps = 0; steps < fn.blocks.length; steps++) {
        const next = nextEdge(edge, isPrivate);
        if (!next || next.block === edge.block) break;
        edge.block = next.block;
        edge.arguments = next.arguments;
        changed = true;
      }
    }
    const { terminator } = block;
    if (terminator.op !== "branch") continue;
    const { then, otherwise, position } = terminator;
    const same =
      then.block === otherwise.block && then.arguments.every((value, at) => value === otherwise.arguments[at]);
    if (!same) continue;
    block.terminator = { op: "jump", position, target: then };
    changed = true;
  }
  if (changed) removeUnreachable(fn);
  return changed;
}

function shareReturns(fn: IrFunction): boolean {
  const known = new Map<Value | undefined, Block>();
  let changed = false;
  for (const block of fn.blocks) {
    for (const edge of edgesOf(block.terminator)) {
      const { terminator, instructions, parameters } = edge.block;
      if (terminator.op !== "return" || instructions.length > 0 || parameters.length > 0) continue;
      const first = known.get(terminator.value);
      if (!first) {
        known.set(terminator.value, edge.block);
      } else if (first !== edge.block) {
        edge.block = first;
        changed = true;
      }
    }
  }
  if (changed) removeUnreachable(fn);
  return changed;
}

/** Tells the values that only their own block's terminator uses, so that an edge may pass the block by. */
function privateValues(fn: IrFunction): (value: Value, block: Block) => boolean {
  const home = new Map<Value, Block>();
  const shared = new Set<Value>();
  for (const block of fn.blocks) {
    for (const value of [...block.parameters, ...block.instructions]) home.set(value, block);
  }
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) forEachOperand(instruction, (value) => shared.add(value));
    forEachTerminatorOperand(block.terminator, (value) => {
      if (home.get(value) !== block) shared.add(value);
    });
  }
  return (value, block) => home.get(value) === block && !shared.has(value);
}

/** Where an edge may go instead, if its block does nothing and the way on is known. */
function nextEdge(edge: Edge, isPrivate: (value: Value, block: Block) => boolean): Edge | undefined {
  const { block } = edge;
  const own = [...block.parameters, ...block.instructions];
  if (!own.every((value) => (value.op === "const" || value.op === "parameter") && isPrivate(value, block)))
    return undefined;
  const passed = (value: Value): Value => {
    const index = value.op === "parameter" ? block.parameters.indexOf(value) : -1;
    return index < 0 ? value : edge.arguments[index]!;
  };
  const { terminator } = block;
  let next: Edge;
  if (terminator.op === "jump") {
    next = terminator.target;
  } else if (terminator.op === "branch") {
    const [left, right] = [passed(terminator.left), passed(terminator.right)];
    if (left.op !== "const" || right.op !== "const") return undefined;
    const holds = evaluatePredicate(terminator.predicate, terminator.width, left.value, right.value);
    next = holds ? terminator.then : terminator.otherwise;
  } else {
    return undefined;
  }
  // Constants of the block itself are not there for an edge that passes it by.
  if (next.arguments.some((value) => value.op !== "parameter" && block.instructions.includes(value))) return undefined;
  return { block: next.block, arguments: next.arguments.map(passed) };
}

/** Appends a block to its only predecessor when that does nothing but jump to it. */
function mergeLines(fn: IrFunction): boolean {
  const incoming = incomingEdges(fn.blocks);
  const merged = new Set<Block>();
  const replacements = new Map<Value, Value>();
  for (const block of fn.blocks) {
    if (merged.has(block)) continue;
    while (block.terminator.op === "jump") {
      const { target } = block.terminator;
      const next = target.block;
      if (incoming.get(next)!.length !== 1 || next === block || next === fn.blocks[0]) break;
      for (const [index, parameter] of next.parameters.entries()) replacements.set(parameter, target.arguments[index]!);
      for (const instruction of next.instructions) block.instructions.push(instruction);
      block.terminator = next.terminator;
      merged.add(next);
    }
  }
  if (merged.size === 0) return false;
  fn.blocks.splice(0, fn.blocks.length, ...fn.blocks.filter((block) => !merged.has(block)));
  replaceValues(fn, replacements);
  return true;
}
