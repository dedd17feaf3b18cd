import type { Register } from "../../bytecode/index.ts";
import type { Accesses } from "./liveness.ts";
import { liveOut, walkBackwards } from "./liveness.ts";
import type { MachineBlock } from "./machine.ts";
import {
  FIRST_VIRTUAL,
  forEachDefinition,
  forEachTerminatorUse,
  forEachUse,
  isCopy,
  isRematerializable,
  successors,
} from "./machine.ts";

export interface CopyPair {
  readonly destination: Register;
  readonly source: Register;
}

/** Which registers can't share one, which would like to, and what it would cost to keep each in memory. */
export interface InterferenceGraph {
  /** One more than the largest register number. */
  readonly size: number;
  /** For virtual registers only: a machine register interferes with all others of its kind. */
  readonly neighbours: readonly (readonly Register[])[];
  interferes(a: Register, b: Register): boolean;
  readonly copies: readonly CopyPair[];
  readonly spillCost: Float64Array;
}

export const registerAccesses: Accesses<Register> = {
  uses: ({ operation }, visit) => forEachUse(operation, visit),
  definitions: ({ operation }, visit) => forEachDefinition(operation, visit),
  terminatorUses: forEachTerminatorUse,
};

export function buildInterference(blocks: readonly MachineBlock[], size: number): InterferenceGraph {
  const neighbours: Register[][] = Array.from({ length: size }, () => []);
  const pairs = new Set<number>();
  const copies: CopyPair[] = [];
  const spillCost = new Float64Array(size);
  const interfere = (a: Register, b: Register) => {
    if (a === b || (a < FIRST_VIRTUAL && b < FIRST_VIRTUAL)) return;
    const key = pairKey(a, b, size);
    if (pairs.has(key)) return;
    pairs.add(key);
    if (a >= FIRST_VIRTUAL) neighbours[a]!.push(b);
    if (b >= FIRST_VIRTUAL) neighbours[b]!.push(a);
  };
  const live = liveOut(blocks, registerAccesses);
  const depths = loopDepths(blocks);
  for (const block of blocks) {
    const weight = 10 ** Math.min(depths.get(block)!, 5);
    forEachTerminatorUse(block.terminator, (register) => {
      spillCost[register]! += weight;
    });
    walkBackwards(block, live.get(block)!, registerAccesses, ({ operation }, alive) => {
      const copy = isCopy(operation);
      // A copy and its source hold the same value: they may share a register even while both live.
      if (copy) {
        alive.delete(operation.source.register);
        copies.push({ destination: operation.destination, source: operation.source.register });
      }
      forEachDefinition(operation, (defined) => {
        for (const other of alive) interfere(defined, other);
      });
      // What a call destroys together, or a definition nobody reads, still takes its register at that point.
      const cost = isRematerializable(operation) ? weight / 4 : weight;
      forEachDefinition(operation, (register) => {
        spillCost[register]! += cost;
      });
      forEachUse(operation, (register) => {
        spillCost[register]! += weight;
      });
    });
  }
  return { size, neighbours, interferes: (a, b) => pairs.has(pairKey(a, b, size)), copies, spillCost };
}

function pairKey(a: Register, b: Register, size: number): number {
  return a < b ? a * size + b : b * size + a;
}

/** How many loops each block is in; `blocks` are in reverse post-order. */
function loopDepths(blocks: readonly MachineBlock[]): Map<MachineBlock, number> {
  const depths = new Map(blocks.map((block) => [block, 0]));
  const index = new Map(blocks.map((block, at) => [block, at]));
  const predecessors = new Map<MachineBlock, MachineBlock[]>(blocks.map((block) => [block, []]));
  const latches = new Map<MachineBlock, MachineBlock[]>();
  for (const block of blocks) {
    for (const successor of successors(block)) {
      predecessors.get(successor)!.push(block);
      if (index.get(successor)! > index.get(block)!) continue;
      const known = latches.get(successor);
      if (known) known.push(block);
      else latches.set(successor, [block]);
    }
  }
  for (const [header, ends] of latches) {
    const body = new Set([header]);
    const pending = [...ends];
    for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
      if (body.has(block)) continue;
      body.add(block);
      pending.push(...predecessors.get(block)!);
    }
    for (const block of body) depths.set(block, depths.get(block)! + 1);
  }
  return depths;
}
