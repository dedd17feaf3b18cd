import { incomingEdges } from "./graph.ts";
import type { Block } from "./ir.ts";

/** Which blocks lie on every way from the entry to a block. */
export interface DominatorTree {
  /** `undefined` for the entry. */
  parent(block: Block): Block | undefined;
  children(block: Block): readonly Block[];
  /** True also for `above === below`. */
  dominates(above: Block, below: Block): boolean;
}

/**
 * Builds the dominator tree of the blocks in `order`, a reverse post-order whose first block is the entry, by the
 * iteration of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance Algorithm").
 */
export function dominatorTree(order: readonly Block[]): DominatorTree {
  const index = new Map(order.map((block, at) => [block, at]));
  const incoming = incomingEdges(order);
  const parents = new Int32Array(order.length).fill(-1);
  parents[0] = 0;
  const meet = (left: number, right: number): number => {
    let [a, b] = [left, right];
    while (a !== b) {
      while (a > b) a = parents[a]!;
      while (b > a) b = parents[b]!;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = 1; at < order.length; at++) {
      let parent = -1;
      for (const { from } of incoming.get(order[at]!)!) {
        const predecessor = index.get(from)!;
        if (parents[predecessor] === -1) continue;
        parent = parent === -1 ? predecessor : meet(predecessor, parent);
      }
      if (parents[at] !== parent) {
        parents[at] = parent;
        changed = true;
      }
    }
  }
  return numberTree(order, index, parents);
}

/** Gives each block its interval of a walk over the tree, so that `dominates` compares two numbers. */
function numberTree(order: readonly Block[], index: ReadonlyMap<Block, number>, parents: Int32Array): DominatorTree {
  const children: Block[][] = order.map(() => []);
  for (let at = 1; at < order.length; at++) children[parents[at]!]!.push(order[at]!);
  // A parent comes before its children in `order`: sizes sum up backwards, starts are handed out forwards.
  const size = new Int32Array(order.length).fill(1);
  for (let at = order.length - 1; at > 0; at--) size[parents[at]!]! += size[at]!;
  const start = new Int32Array(order.length);
  const next = new Int32Array(order.length);
  next[0] = 1;
  for (let at = 1; at < order.length; at++) {
    const parent = parents[at]!;
    start[at] = next[parent]!;
    next[parent]! += size[at]!;
    next[at] = start[at]! + 1;
  }
  return {
    parent: (block) => {
      const at = index.get(block)!;
      return at === 0 ? undefined : order[parents[at]!];
    },
    children: (block) => children[index.get(block)!]!,
    dominates: (above, below) => {
      const [a, b] = [index.get(above)!, index.get(below)!];
      return start[b]! >= start[a]! && start[b]! < start[a]! + size[a]!;
    },
  };
}
