import { type ArrayOf, array, type U64, u64 } from "../schema/index.ts";
import { assertCount, assertOptions, definitionError } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkFlags } from "./map-checks.ts";
import type { MapOptions } from "./maps.ts";

/** Its values are return addresses, the innermost first. */
export interface StackTraceMapDefinition extends MapDefinition<"stack_trace", undefined, ArrayOf<U64, number>> {}

export interface StackTraceMapOptions extends MapOptions {
  /** How many different stacks fit. */
  readonly maxEntries: number;
  /** How many addresses of each are kept, from the innermost on: at most, and by default, 127. */
  readonly depth?: number;
}

/** `PERF_MAX_STACK_DEPTH` of include/uapi/linux/perf_event.h. */
const MAX_DEPTH = 127;

/**
 * Stacks of calls, each under a number that programs count by.
 * ```ts
 * const stacks = stackTraceMap({ maxEntries: 1024 });
 * const counts = hashMap({ key: i64, value: u64, maxEntries: 1024 });
 * program("perf_event", { stacks, counts }, (ctx, { stacks, counts }) => {
 *   const count = counts.lookupOrInsert(stacks.record(ctx));
 *   if (count) count.value += 1;
 * });
 * ```
 * User space gets the addresses: `bpf.maps.stacks.get(id)`.
 * @throws {YodelError} an option is wrong
 * @kernel 4.6
 */
export function stackTraceMap(options: StackTraceMapOptions): StackTraceMapDefinition {
  assertOptions("stackTraceMap", options, ["maxEntries", "depth", "flags"]);
  assertCount("stackTraceMap", "maxEntries", options.maxEntries);
  checkFlags("stackTraceMap", options.flags);
  const { maxEntries, depth = MAX_DEPTH, flags = 0 } = options;
  if (!Number.isInteger(depth) || depth < 1 || depth > MAX_DEPTH) {
    throw definitionError(`stackTraceMap: depth is a number of addresses from 1 to ${MAX_DEPTH}, not ${String(depth)}`);
  }
  return Object.freeze({
    kind: "map",
    type: "stack_trace",
    key: undefined,
    value: array(u64, depth),
    maxEntries,
    flags,
  });
}
