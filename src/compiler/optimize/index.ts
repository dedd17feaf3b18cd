import type { IrFunction } from "../ir/ir.ts";
import { validate } from "../ir/validate.ts";
import { foldConstants } from "./fold-constants.ts";
import { forwardMemory } from "./forward-memory.ts";
import { mergeBounds } from "./merge-bounds.ts";
import { mergeTests } from "./merge-tests.ts";
import { narrowDemand } from "./narrow-demand.ts";
import { removeDeadCode } from "./remove-dead-code.ts";
import { removeDeadStores } from "./remove-dead-stores.ts";
import { simplify } from "./simplify.ts";
import { simplifyGraph } from "./simplify-graph.ts";
import { sinkOperations } from "./sink-operations.ts";
import { threadBranches } from "./thread-branches.ts";
import { numberValues } from "./value-numbering.ts";
import { widenAccesses } from "./widen-accesses.ts";

/** Changes the function in place to one that does the same; tells whether anything changed. */
export type Pass = (fn: IrFunction) => boolean;

/** In the order in which they run. */
export const passes: ReadonlyMap<string, Pass> = new Map([
  ["fold-constants", foldConstants],
  ["simplify", simplify],
  ["narrow-demand", narrowDemand],
  ["value-numbering", numberValues],
  ["forward-memory", forwardMemory],
  ["remove-dead-stores", removeDeadStores],
  ["widen-accesses", widenAccesses],
  ["remove-dead-code", removeDeadCode],
  ["simplify-graph", simplifyGraph],
  ["thread-branches", threadBranches],
  ["sink-operations", sinkOperations],
  ["merge-tests", mergeTests],
  ["merge-bounds", mergeBounds],
]);

/** One pass makes work for another; after so many rounds what is left does not pay for the time. */
const MAXIMUM_ROUNDS = 8;

export interface OptimizeOptions {
  /** Names of passes to leave out. */
  readonly disable?: ReadonlySet<string>;
  /** Check the function's invariants after each pass that changed something. */
  readonly validate?: boolean;
}

/** Runs all passes over the function until none finds anything to do. */
export function optimize(fn: IrFunction, options: OptimizeOptions = {}): void {
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    let changed = false;
    for (const [name, pass] of passes) {
      if (options.disable?.has(name) || !pass(fn)) continue;
      changed = true;
      if (options.validate) validate(fn);
    }
    if (!changed) return;
  }
}
