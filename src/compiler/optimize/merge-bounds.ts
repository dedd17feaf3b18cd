import { incomingEdges, reversePostOrder } from "../ir/graph.ts";
import type { Binary, Block, Const, Edge, IrFunction, Terminator, Value } from "../ir/ir.ts";
import { edgesOf, hasSideEffect } from "../ir/operands.ts";

/** How many blocks may stand between two checks. */
const REACH = 12;

/** A branch that goes to `missing` unless the packet reaches as far as `start + length`. */
interface BoundsCheck {
  readonly start: Value;
  readonly length: bigint;
  readonly end: Value;
  readonly present: Edge;
  readonly missing: Edge;
}

/**
 * Asks once for all of a packet that will be needed. When nothing happens between a check and a later, larger one but tests that lead to
 * where a missing packet leads, too, then the first check may as well ask for what the second does. The second is then known.
 */
export function mergeBounds(fn: IrFunction): boolean {
  const order = reversePostOrder(fn);
  const incoming = incomingEdges(order);
  const isOnlyEntered = (block: Block) => incoming.get(block)!.length === 1;
  let changed = false;
  // The last come first: a check that takes in a later one may itself be taken in.
  for (const block of order.toReversed()) {
    const first = boundsCheck(block.terminator);
    const later = first && laterCheck(block, first, isOnlyEntered);
    if (!later) continue;
    const { position } = block.terminator;
    const length: Const = { op: "const", id: fn.nextId++, position, type: "integer", value: later.check.length };
    const reach: Binary = {
      op: "binary",
      id: fn.nextId++,
      position,
      type: "pointer",
      operator: "add",
      width: 64,
      left: first.start,
      right: length,
    };
    block.instructions.push(length, reach);
    block.terminator = {
      op: "branch",
      position,
      predicate: "ule",
      width: 64,
      left: reach,
      right: first.end,
      then: first.present,
      otherwise: first.missing,
    };
    later.at.terminator = { op: "jump", position: later.at.terminator.position, target: later.check.present };
    changed = true;
  }
  return changed;
}

/** The next check of the same packet, when it is larger and all else on the way there leads to where `first` does. */
function laterCheck(
  from: Block,
  first: BoundsCheck,
  isOnlyEntered: (block: Block) => boolean,
): { check: BoundsCheck; at: Block } | undefined {
  let edge: Edge | undefined = first.present;
  for (let steps = 0; edge && steps < REACH; steps++) {
    const { block }: Edge = edge;
    if (block === from || !isOnlyEntered(block) || block.instructions.some(hasSideEffect)) return undefined;
    const check = boundsCheck(block.terminator);
    if (check && check.start === first.start && check.end === first.end && sameEdge(check.missing, first.missing)) {
      return check.length > first.length ? { check, at: block } : undefined;
    }
    const ways: Edge[] = edgesOf(block.terminator).filter((way) => !sameEdge(way, first.missing));
    edge = ways.length === 1 ? ways[0] : undefined;
  }
  return undefined;
}

function boundsCheck(terminator: Terminator): BoundsCheck | undefined {
  if (terminator.op !== "branch" || terminator.width !== 64) return undefined;
  const { predicate, left, right, then, otherwise } = terminator;
  if (left.type !== "pointer" || right.type !== "pointer" || left.op !== "binary" || right.op !== "load")
    return undefined;
  if (left.operator !== "add" || left.right.op !== "const" || left.right.value <= 0n) return undefined;
  if (predicate !== "ule" && predicate !== "ugt") return undefined;
  const [present, missing] = predicate === "ule" ? [then, otherwise] : [otherwise, then];
  return { start: left.left, length: left.right.value, end: right, present, missing };
}

function sameEdge(a: Edge, b: Edge): boolean {
  return a.block === b.block && a.arguments.every((value, index) => value === b.arguments[index]);
}
