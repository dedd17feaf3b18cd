import { assertCount, assertOptions } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkFlags } from "./map-checks.ts";
import type { MapOptions } from "./maps.ts";

/** It has no schemas: keys are indexes, values are programs. */
export interface ProgramArrayDefinition<N extends number = number>
  extends MapDefinition<"prog_array", undefined, undefined, N> {}

export interface ProgramArrayOptions<N extends number> extends MapOptions {
  /** How many programs fit; the indexes are 0 to `maxEntries - 1`. */
  readonly maxEntries: N;
}

/**
 * Programs of one type that others go on with by a tail call. User space fills it: `bpf.maps.next.set(0, bpf.programs.onIpv6)`.
 * ```ts
 * const next = programArray({ maxEntries: 2 });
 * program("xdp", { next }, (frame, { next }, bpf) => {
 *   next.tailCall(frame, 0);
 *   return bpf.XDP_PASS; // there was no program at 0
 * });
 * ```
 * It is empty again when the last handle and the last file descriptor of it are closed, even while programs use it.
 * @throws {YodelError} an option is wrong
 * @kernel 4.2
 */
export function programArray<const N extends number>(options: ProgramArrayOptions<N>): ProgramArrayDefinition<N> {
  assertOptions("programArray", options, ["maxEntries", "flags"], {
    value: "a program array has no schema for values",
  });
  assertCount("programArray", "maxEntries", options.maxEntries);
  checkFlags("programArray", options.flags);
  const { maxEntries, flags = 0 } = options;
  return Object.freeze({ kind: "map", type: "prog_array", key: undefined, value: undefined, maxEntries, flags });
}
