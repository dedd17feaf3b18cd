import type { AnySchema } from "../schema/index.ts";
import { assertOptions, assertSchema, definitionError, describe } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkFlags, checkMap } from "./map-checks.ts";
import type { MapOptions } from "./maps.ts";

/** `value` is the record; the kernel knows nothing of it. `maxEntries` is the buffer's size in bytes. */
export interface RingBufferDefinition<V extends AnySchema = AnySchema> extends MapDefinition<"ringbuf", undefined, V> {}

/** `value` is the record; the kernel's own values are file descriptors. `maxEntries` 0 stands for the number of possible CPUs. */
export interface PerfEventArrayDefinition<V extends AnySchema = AnySchema>
  extends MapDefinition<"perf_event_array", undefined, V> {}

export interface RingBufferOptions<V extends AnySchema> extends MapOptions {
  /** What one record holds. */
  readonly value: V;
  /** The size of the buffer in bytes: a power of two, at least a page (4096). A record takes 8 bytes more, and multiples of 8. */
  readonly maxEntries: number;
}

export interface PerfEventArrayOptions<V extends AnySchema> extends MapOptions {
  /** What one record holds. */
  readonly value: V;
}

/** Of the smallest pages; where they are larger, the kernel tells. */
const MIN_RING_SIZE = 4096;
const MAX_RING_SIZE = 2 ** 31;

/**
 * A buffer that all CPUs write records into, and that user space reads in the order in which they were reserved, without a system
 * call for each.
 * ```ts
 * const events = ringBuffer({ value: struct({ pid: u32, comm: chars(16) }), maxEntries: 1 << 16 });
 * program("tracepoint/sched/sched_process_exec", { events }, (event, { events }, bpf) => {
 *   const record = events.reserve();
 *   if (!record) return 0;
 *   record.pid = event.pid;
 *   bpf.get_current_comm(record.comm);
 *   events.submit(record);
 *   return 0;
 * });
 * ```
 * `reserve` and `output` fail when the buffer is full: count those in a variable where losses matter.
 * @throws {YodelError} an option is wrong
 * @kernel 5.8
 */
export function ringBuffer<V extends AnySchema>(options: RingBufferOptions<V>): RingBufferDefinition<V> {
  assertOptions("ringBuffer", options, ["value", "maxEntries", "flags"], {
    key: "a ring buffer has no key: its records come one after the other",
  });
  checkMap("ringBuffer", options);
  const { value, maxEntries, flags = 0 } = options;
  if (maxEntries < MIN_RING_SIZE || maxEntries > MAX_RING_SIZE || !Number.isInteger(Math.log2(maxEntries))) {
    throw definitionError(
      `ringBuffer: maxEntries is its size in bytes: a power of two from 4096 on, not ${maxEntries}`,
      {
        hint: `write maxEntries: ${Math.max(MIN_RING_SIZE, 2 ** Math.ceil(Math.log2(Math.min(maxEntries, MAX_RING_SIZE))))}`,
      },
    );
  }
  if (value.size + 8 > maxEntries) {
    throw definitionError(`ringBuffer: a record of ${value.size} bytes does not fit into ${maxEntries} bytes`);
  }
  return Object.freeze({ kind: "map", type: "ringbuf", key: undefined, value, maxEntries, flags });
}

/**
 * A buffer for each CPU that programs write records into. A {@link ringBuffer} is cheaper, keeps the order between CPUs and
 * wastes less memory; this is for kernels before 5.8, and for `perf` tools.
 * ```ts
 * const events = perfEventArray({ value: struct({ pid: u32, comm: chars(16) }) });
 * program("tracepoint/sched/sched_process_exec", { events }, (event, { events }) => {
 *   events.output(event, { pid: event.pid });
 *   return 0;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.4
 */
export function perfEventArray<V extends AnySchema>(options: PerfEventArrayOptions<V>): PerfEventArrayDefinition<V> {
  assertOptions("perfEventArray", options, ["value", "flags"], {
    maxEntries: `a perf event array has an entry for each CPU, not ${describe((options as { maxEntries?: unknown })?.maxEntries)}`,
  });
  assertSchema("perfEventArray", "value", options.value);
  checkFlags("perfEventArray", options.flags);
  const { value, flags = 0 } = options;
  return Object.freeze({ kind: "map", type: "perf_event_array", key: undefined, value, maxEntries: 0, flags });
}
