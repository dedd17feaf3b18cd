import type { MapTypeName } from "../kernel/map-types.ts";
import type { AnySchema } from "../schema/index.ts";
import { assertOptions } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkKey, checkMap, checkPerCpuValue, noKey } from "./map-checks.ts";

export interface ArrayMapDefinition<V extends AnySchema = AnySchema, N extends number = number>
  extends MapDefinition<"array", undefined, V, N> {}

export interface PerCpuArrayMapDefinition<V extends AnySchema = AnySchema, N extends number = number>
  extends MapDefinition<"percpu_array", undefined, V, N> {}

export interface HashMapDefinition<K extends AnySchema = AnySchema, V extends AnySchema = AnySchema>
  extends MapDefinition<"hash", K, V> {}

export interface PerCpuHashMapDefinition<K extends AnySchema = AnySchema, V extends AnySchema = AnySchema>
  extends MapDefinition<"percpu_hash", K, V> {}

export interface LruHashMapDefinition<K extends AnySchema = AnySchema, V extends AnySchema = AnySchema>
  extends MapDefinition<"lru_hash", K, V> {}

export interface LruPerCpuHashMapDefinition<K extends AnySchema = AnySchema, V extends AnySchema = AnySchema>
  extends MapDefinition<"lru_percpu_hash", K, V> {}

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
  return keyedMap("hashMap", "hash", options);
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
  const definition = keyedMap("perCpuHashMap", "percpu_hash", options);
  checkPerCpuValue("perCpuHashMap", options.value);
  return definition;
}

/**
 * A hash table in the kernel that makes room when it is full: it drops entries that were not used for long. Which ones is
 * approximate, and entries in use may be among them, so that counters can lose what they counted.
 * ```ts
 * const flows = lruHashMap({ key: struct({ address: ipv4Address, port: be16 }), value: u64, maxEntries: 10_000 });
 * program("cgroup_skb/egress", { flows }, (skb, { flows }) => {
 *   const count = flows.lookupOrInsert({ address: skb.remote_ip4, port: skb.remote_port });
 *   if (count) count.value += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.10
 */
export function lruHashMap<K extends AnySchema, V extends AnySchema>(
  options: HashMapOptions<K, V>,
): LruHashMapDefinition<K, V> {
  return keyedMap("lruHashMap", "lru_hash", options);
}

/**
 * As {@link lruHashMap}, with a value for each CPU: a kernel function sees this CPU's value, user space all of them.
 * ```ts
 * const packets = lruPerCpuHashMap({ key: ipv4Address, value: u64, maxEntries: 10_000 });
 * program("cgroup_skb/ingress", { packets }, (skb, { packets }) => {
 *   const count = packets.lookupOrInsert(skb.remote_ip4);
 *   if (count) count.value += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.10
 */
export function lruPerCpuHashMap<K extends AnySchema, V extends AnySchema>(
  options: HashMapOptions<K, V>,
): LruPerCpuHashMapDefinition<K, V> {
  const definition = keyedMap("lruPerCpuHashMap", "lru_percpu_hash", options);
  checkPerCpuValue("lruPerCpuHashMap", options.value);
  return definition;
}

function keyedMap<Type extends MapTypeName, K extends AnySchema, V extends AnySchema>(
  what: string,
  type: Type,
  options: HashMapOptions<K, V>,
): MapDefinition<Type, K, V> {
  assertOptions(what, options, ["key", "value", "maxEntries", "flags"]);
  checkKey(what, options.key);
  checkMap(what, options);
  const { key, value, maxEntries, flags = 0 } = options;
  return Object.freeze({ kind: "map", type, key, value, maxEntries, flags });
}
