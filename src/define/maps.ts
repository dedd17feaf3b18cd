import type { AnySchema } from "../schema/index.ts";
import { assertCount, assertOptions, assertSchema, definitionError } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";

export interface ArrayMapDefinition<V extends AnySchema = AnySchema, N extends number = number>
  extends MapDefinition<"array", undefined, V, N> {}

export interface PerCpuArrayMapDefinition<V extends AnySchema = AnySchema, N extends number = number>
  extends MapDefinition<"percpu_array", undefined, V, N> {}

export interface HashMapDefinition<K extends AnySchema = AnySchema, V extends AnySchema = AnySchema>
  extends MapDefinition<"hash", K, V> {}

export interface PerCpuHashMapDefinition<K extends AnySchema = AnySchema, V extends AnySchema = AnySchema>
  extends MapDefinition<"percpu_hash", K, V> {}

/** What every map takes. */
export interface MapOptions {
  /** `BPF_F_*` flags of map creation. */
  readonly flags?: number;
}

export interface ArrayMapOptions<V extends AnySchema, N extends number> extends MapOptions {
  readonly value: V;
  /** How many values; the indexes are 0 to `maxEntries - 1`. */
  readonly maxEntries: N;
}

export interface MmapOption {
  /** User space reads and writes the values without a system call (`BPF_F_MMAPABLE`, kernel 5.5). */
  readonly mmap?: boolean;
}

export interface HashMapOptions<K extends AnySchema, V extends AnySchema> extends MapOptions {
  readonly key: K;
  readonly value: V;
  /** How many entries fit. */
  readonly maxEntries: number;
}

const BPF_F_MMAPABLE = 1 << 10;
/** Keys are built on the stack of a kernel function. */
const MAX_KEY_SIZE = 512;
/** Smallest unit of the kernel's per-CPU allocator. */
const MAX_PER_CPU_VALUE_SIZE = 32768;

/**
 * An array in the kernel, all zero at first: the values are numbered from 0, and can't be removed.
 * ```ts
 * const pktCount = arrayMap({ value: u64, maxEntries: 1 });
 * program("cgroup_skb/egress", { pktCount }, (skb, { pktCount }) => {
 *   pktCount[0] += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 3.19; `mmap` 5.5
 */
export function arrayMap<V extends AnySchema, const N extends number>(
  options: ArrayMapOptions<V, N> & MmapOption,
): ArrayMapDefinition<V, N> {
  assertOptions("arrayMap", options, ["value", "maxEntries", "flags", "mmap"], noKey);
  checkMap("arrayMap", options);
  const flags = (options.flags ?? 0) | (options.mmap ? BPF_F_MMAPABLE : 0);
  return Object.freeze({
    kind: "map",
    type: "array",
    key: undefined,
    value: options.value,
    maxEntries: options.maxEntries,
    flags,
  });
}

/**
 * An array in the kernel that each CPU has for itself: a kernel function sees this CPU's values, so that it needs no atomic
 * instructions; user space sees all of them.
 * ```ts
 * const packets = perCpuArrayMap({ value: u64, maxEntries: 256 });
 * program("xdp", { packets }, (frame, { packets }, bpf) => {
 *   const count = packets.lookup(frame.rx_queue_index);
 *   if (count) count.value += 1;
 *   return bpf.XDP_PASS;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.6
 */
export function perCpuArrayMap<V extends AnySchema, const N extends number>(
  options: ArrayMapOptions<V, N>,
): PerCpuArrayMapDefinition<V, N> {
  assertOptions("perCpuArrayMap", options, ["value", "maxEntries", "flags"], noKey);
  checkMap("perCpuArrayMap", options);
  checkPerCpuValue("perCpuArrayMap", options.value);
  return Object.freeze({
    kind: "map",
    type: "percpu_array",
    key: undefined,
    value: options.value,
    maxEntries: options.maxEntries,
    flags: options.flags ?? 0,
  });
}

/**
 * A hash table in the kernel. When it is full, entries can't be added.
 * ```ts
 * const traffic = hashMap({ key: u64, value: struct({ packets: u64, bytes: u64 }), maxEntries: 10_000 });
 * program("cgroup_skb/egress", { traffic }, (skb, { traffic }, bpf) => {
 *   const row = traffic.lookupOrInsert(bpf.skb_cgroup_id(skb));
 *   if (row) {
 *     row.packets += 1;
 *     row.bytes += skb.len;
 *   }
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 3.19
 */
export function hashMap<K extends AnySchema, V extends AnySchema>(
  options: HashMapOptions<K, V>,
): HashMapDefinition<K, V> {
  assertOptions("hashMap", options, ["key", "value", "maxEntries", "flags"]);
  checkKey("hashMap", options.key);
  checkMap("hashMap", options);
  return Object.freeze({
    kind: "map",
    type: "hash",
    key: options.key,
    value: options.value,
    maxEntries: options.maxEntries,
    flags: options.flags ?? 0,
  });
}

/**
 * A hash table in the kernel whose values each CPU has for itself: a kernel function sees this CPU's value, so that it needs
 * no atomic instructions; user space sees all of them.
 * ```ts
 * const packets = perCpuHashMap({ key: u32, value: u64, maxEntries: 1024 });
 * program("cgroup_skb/ingress", { packets }, (skb, { packets }) => {
 *   const count = packets.lookupOrInsert(skb.remote_port);
 *   if (count) count.value += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.6
 */
export function perCpuHashMap<K extends AnySchema, V extends AnySchema>(
  options: HashMapOptions<K, V>,
): PerCpuHashMapDefinition<K, V> {
  assertOptions("perCpuHashMap", options, ["key", "value", "maxEntries", "flags"]);
  checkKey("perCpuHashMap", options.key);
  checkMap("perCpuHashMap", options);
  checkPerCpuValue("perCpuHashMap", options.value);
  return Object.freeze({
    kind: "map",
    type: "percpu_hash",
    key: options.key,
    value: options.value,
    maxEntries: options.maxEntries,
    flags: options.flags ?? 0,
  });
}

const noKey = { key: "an array map has no key schema: its keys are the indexes 0 to maxEntries - 1" };

function checkMap(what: string, options: ArrayMapOptions<AnySchema, number>): void {
  assertSchema(what, "value", options.value);
  assertCount(what, "maxEntries", options.maxEntries);
  if (options.flags !== undefined && !(Number.isInteger(options.flags) && options.flags >= 0)) {
    throw definitionError(`${what}: flags must be a number made of BPF_F_* flags, got ${String(options.flags)}`);
  }
}

function checkKey(what: string, key: AnySchema): void {
  assertSchema(what, "key", key);
  if (key.size > MAX_KEY_SIZE) {
    throw definitionError(`${what}: a key of ${key.size} bytes is too large: the limit is ${MAX_KEY_SIZE}`, {
      hint: "a kernel function builds keys on its stack, which has 512 bytes; use a smaller key, such as a hash of it",
    });
  }
}

function checkPerCpuValue(what: string, value: AnySchema): void {
  if (value.size > MAX_PER_CPU_VALUE_SIZE) {
    throw definitionError(
      `${what}: a value of ${value.size} bytes is too large: per-CPU values have at most ${MAX_PER_CPU_VALUE_SIZE}`,
    );
  }
}
