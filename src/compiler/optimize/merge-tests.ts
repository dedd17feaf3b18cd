import { incomingEdges, reversePostOrder } from "../ir/graph.ts";
import type { Binary, Block, Const, Edge, IrFunction, Terminator, Value } from "../ir/ir.ts";
import { unsignedMaximum } from "../ir/range.ts";

/**
 * Makes one test of two of the same number's bits, where the second follows at once and both lead to the same place when they fail:
 * `if (x & 2 && !(x & 16))` compares `x & 18` with 2, and `if (x & 1 || x & 4)` tests `x & 5`.
 */
export function mergeTests(fn: IrFunction): boolean {
  const entries = new Map([...incomingEdges(reversePostOrder(fn))].map(([block, edges]) => [block, edges.length]));
  const merged = new Set<Block>();
  for (const block of entries.keys()) {
    if (merged.has(block)) continue;
    for (;;) {
      const next = mergeInto(fn, block, (other) => entries.get(other) === 1);
      if (!next) break;
      merged.add(next);
    }
  }
  if (merged.size === 0) return false;
  fn.blocks.splice(0, fn.blocks.length, ...fn.blocks.filter((block) => !merged.has(block)));
  return true;
}

/** A branch that leaves for `exit` unless `value & mask` is `wanted`. */
interface BitTest {
  readonly value: Value;
  readonly mask: bigint;
  readonly wanted: bigint;
  readonly stay: Edge;
  readonly exit: Edge;
}

/** Takes the test of the next block into this one; gives that block, which nothing leads to any more. */
function mergeInto(fn: IrFunction, block: Block, isOnlyEntered: (block: Block) => boolean): Block | undefined {
  const { position } = block.terminator;
  for (const first of bitTests(block.terminator)) {
    const next = first.stay.block;
    if (next === block || next.parameters.length > 0 || !isOnlyEntered(next)) continue;
    const second = bitTests(next.terminator).find(
      (test) => test.value === first.value && sameEdge(test.exit, first.exit) && (test.mask & first.mask) === 0n,
    );
    if (!second || !next.instructions.every((it) => it.op === "const" || isMask(it, first.value))) continue;
    const mask = first.mask | second.mask;
    const wanted = first.wanted | second.wanted;
    if (mask > 0x7fff_ffffn) continue;
    const constant = (value: bigint): Const => {
      const added: Const = { op: "const", id: fn.nextId++, position, type: "integer", value };
      block.instructions.push(added);
      return added;
    };
    block.instructions.push(...next.instructions);
    if (wanted === 0n) {
      block.terminator = {
        op: "branch",
        position,
        predicate: "set",
        width: 64,
        left: first.value,
        right: constant(mask),
        then: first.exit,
        otherwise: second.stay,
      };
      return next;
    }
    const masked: Binary = {
      op: "binary",
      id: fn.nextId++,
      position,
      type: "integer",
      operator: "and",
      width: 64,
      left: first.value,
      right: constant(mask),
    };
    block.instructions.push(masked);
    block.terminator = {
      op: "branch",
      position,
      predicate: "eq",
      width: 64,
      left: masked,
      right: constant(wanted),
      then: second.stay,
      otherwise: first.exit,
    };
    return next;
  }
  return undefined;
}

/** The ways to see a branch as a test of bits: either side may be the one to leave by. */
function bitTests(terminator: Terminator): BitTest[] {
  if (terminator.op !== "branch" || terminator.right.op !== "const" || terminator.left.type === "pointer") return [];
  const { predicate, width, left, then, otherwise } = terminator;
  const constant = terminator.right.value;
  if (width === 32 && unsignedMaximum(left) > 0xffff_ffffn) return [];
  if (predicate === "set" && constant > 0n) {
    const absent = { value: left, mask: constant, wanted: 0n, stay: otherwise, exit: then };
    const isSingle = (constant & (constant - 1n)) === 0n;
    return isSingle
      ? [absent, { value: left, mask: constant, wanted: constant, stay: then, exit: otherwise }]
      : [absent];
  }
  if ((predicate !== "eq" && predicate !== "ne") || left.op !== "binary" || left.operator !== "and") return [];
  const mask = left.right;
  if (mask.op !== "const" || mask.value <= 0n || constant < 0n || (constant & ~mask.value) !== 0n) return [];
  const [stay, exit] = predicate === "eq" ? [then, otherwise] : [otherwise, then];
  return [{ value: left.left, mask: mask.value, wanted: constant, stay, exit }];
}

function isMask(value: Value, of: Value): boolean {
  return value.op === "binary" && value.operator === "and" && value.left === of && value.right.op === "const";
}

function sameEdge(a: Edge, b: Edge): boolean {
  return a.block === b.block && a.arguments.every((value, index) => value === b.arguments[index]);
}
