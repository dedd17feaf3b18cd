import { negatePredicate } from "../ir/arithmetic.ts";
import { incomingEdges, reversePostOrder } from "../ir/graph.ts";
import type { Block, Edge, IrFunction, Terminator } from "../ir/ir.ts";
import { edgesOf } from "../ir/operands.ts";

/** How many blocks back conditions are remembered. */
const REACH = 8;

type Branch = Terminator & { readonly op: "branch" };

/** A branch that was passed, and whether its condition held. */
interface Fact {
  readonly branch: Branch;
  readonly held: boolean;
}

/**
 * Leads an edge past a block that only asks what the way there has answered already, such as a second test of one pointer. Each
 * edge that is led elsewhere goes where control would have gone in any case, so that what was found for the others stays true.
 */
export function threadBranches(fn: IrFunction): boolean {
  const order = reversePostOrder(fn);
  const incoming = incomingEdges(order);
  const found: { edge: Edge; next: Edge }[] = [];
  for (const block of order) {
    for (const edge of edgesOf(block.terminator)) {
      const next = answered(edge, () => factsOn(block, edge, order[0]!, (other) => incoming.get(other)!));
      if (next && next.block !== edge.block) found.push({ edge, next });
    }
  }
  for (const { edge, next } of found) {
    edge.block = next.block;
    edge.arguments = [...next.arguments];
  }
  return found.length > 0;
}

/** Where the block that an edge leads to goes on, if that only depends on what is known on the edge. */
function answered({ block }: Edge, facts: () => readonly Fact[]): Edge | undefined {
  const { terminator } = block;
  if (terminator.op !== "branch" || block.parameters.length > 0 || block.instructions.length > 0) return undefined;
  for (const { branch, held } of facts()) {
    if (branch === terminator || branch.left !== terminator.left || branch.right !== terminator.right) continue;
    if (branch.width !== terminator.width) continue;
    if (branch.predicate === terminator.predicate) return held ? terminator.then : terminator.otherwise;
    if (branch.predicate === negatePredicate(terminator.predicate)) {
      return held ? terminator.otherwise : terminator.then;
    }
  }
  return undefined;
}

/** The branches that decide whether control comes along an edge. */
function factsOn(
  block: Block,
  edge: Edge,
  entry: Block,
  incoming: (block: Block) => readonly { readonly from: Block; readonly edge: Edge }[],
): Fact[] {
  const facts: Fact[] = [];
  let [from, along]: [Block, Edge] = [block, edge];
  for (let steps = 0; steps < REACH; steps++) {
    const { terminator } = from;
    if (terminator.op === "branch") facts.push({ branch: terminator, held: along === terminator.then });
    const [only, another] = incoming(from);
    if (!only || another || from === entry) break;
    [from, along] = [only.from, only.edge];
  }
  return facts;
}
