import type { Block, Edge, IrFunction } from "./ir.ts";
import { edgesOf } from "./operands.ts";

/** The blocks that the entry reaches, each before its successors except along back edges. */
export function reversePostOrder(fn: IrFunction): Block[] {
  return postOrder(fn.blocks[0]!, (block) => edgesOf(block.terminator).map((edge) => edge.block)).reverse();
}

/** The nodes that `entry` reaches, each after its successors except along back edges. */
export function postOrder<Node>(entry: Node, successors: (node: Node) => readonly Node[]): Node[] {
  const order: Node[] = [];
  const seen = new Set([entry]);
  const stack = [{ node: entry, next: successors(entry), at: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    const successor = top.next[top.at++];
    if (successor === undefined) {
      order.push(top.node);
      stack.pop();
    } else if (!seen.has(successor)) {
      seen.add(successor);
      stack.push({ node: successor, next: successors(successor), at: 0 });
    }
  }
  return order;
}

/** An edge and the block it leaves. */
export interface IncomingEdge {
  readonly from: Block;
  readonly edge: Edge;
}

/** The edges into each reachable block; a branch whose two sides meet gives two. */
export function incomingEdges(order: readonly Block[]): Map<Block, IncomingEdge[]> {
  const incoming = new Map<Block, IncomingEdge[]>(order.map((block) => [block, []]));
  for (const from of order) {
    for (const edge of edgesOf(from.terminator)) incoming.get(edge.block)!.push({ from, edge });
  }
  return incoming;
}
