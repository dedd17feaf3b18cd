import type { AnySchema } from "../schema/index.ts";
import { assertCount, assertOptions, definitionError } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkFlags, checkKey, noKey } from "./map-checks.ts";
import type { MapOptions } from "./maps.ts";

export interface ArrayOfMapsDefinition<Inner extends MapDefinition = MapDefinition, N extends number = number>
  extends MapDefinition<"array_of_maps", undefined, undefined, N> {
  readonly inner: Inner;
}

export interface HashOfMapsDefinition<K extends AnySchema = AnySchema, Inner extends MapDefinition = MapDefinition>
  extends MapDefinition<"hash_of_maps", K, undefined> {
  readonly inner: Inner;
}

export interface ArrayOfMapsOptions<Inner extends MapDefinition, N extends number> extends MapOptions {
  /** What the maps in it look like: type, key, value and flags; of arrays also the number of entries. */
  readonly inner: Inner;
  /** How many maps; the indexes are 0 to `maxEntries - 1`. */
  readonly maxEntries: N;
}

export interface HashOfMapsOptions<K extends AnySchema, Inner extends MapDefinition> extends MapOptions {
  readonly key: K;
  /** What the maps in it look like: type, key, value and flags; of arrays also the number of entries. */
  readonly inner: Inner;
  /** How many maps fit. */
  readonly maxEntries: number;
}

/**
 * An array of maps. User space puts maps in and takes them out while programs run; a place is empty until then.
 * ```ts
 * const ports = hashMap({ key: u16, value: u64, maxEntries: 1024 });
 * const byInterface = arrayOfMaps({ inner: ports, maxEntries: 16 });
 * program("cgroup_skb/egress", { byInterface }, (skb, { byInterface }) => {
 *   const ports = byInterface.lookup(skb.ifindex);
 *   if (!ports) return 1;
 *   const count = ports.lookupOrInsert(skb.remote_port);
 *   if (count) count.value += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.12
 */
export function arrayOfMaps<Inner extends MapDefinition, const N extends number>(
  options: ArrayOfMapsOptions<Inner, N>,
): ArrayOfMapsDefinition<Inner, N> {
  assertOptions("arrayOfMaps", options, ["inner", "maxEntries", "flags"], noKey);
  checkInner("arrayOfMaps", options.inner);
  assertCount("arrayOfMaps", "maxEntries", options.maxEntries);
  checkFlags("arrayOfMaps", options.flags);
  const { inner, maxEntries, flags = 0 } = options;
  return Object.freeze({
    kind: "map",
    type: "array_of_maps",
    key: undefined,
    value: undefined,
    maxEntries,
    flags,
    inner,
  });
}

/**
 * A hash table of maps, as {@link arrayOfMaps} with keys.
 * ```ts
 * const hits = arrayMap({ value: u64, maxEntries: 8 });
 * const byCgroup = hashOfMaps({ key: u64, inner: hits, maxEntries: 1024 });
 * program("cgroup_skb/egress", { byCgroup }, (skb, { byCgroup }, bpf) => {
 *   const hits = byCgroup.lookup(bpf.skb_cgroup_id(skb));
 *   if (!hits) return 1;
 *   const hit = hits.lookup(skb.pkt_type);
 *   if (hit) hit.value += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.12
 */
export function hashOfMaps<K extends AnySchema, Inner extends MapDefinition>(
  options: HashOfMapsOptions<K, Inner>,
): HashOfMapsDefinition<K, Inner> {
  assertOptions("hashOfMaps", options, ["key", "inner", "maxEntries", "flags"]);
  checkKey("hashOfMaps", options.key);
  checkInner("hashOfMaps", options.inner);
  assertCount("hashOfMaps", "maxEntries", options.maxEntries);
  checkFlags("hashOfMaps", options.flags);
  const { key, inner, maxEntries, flags = 0 } = options;
  return Object.freeze({ kind: "map", type: "hash_of_maps", key, value: undefined, maxEntries, flags, inner });
}

function checkInner(what: string, inner: unknown): void {
  if (typeof inner === "object" && inner !== null && (inner as { kind?: unknown }).kind === "map") {
    if ((inner as MapDefinition).inner === undefined) return;
    throw definitionError(`${what}: maps of maps can't be in a map of maps`, {
      hint: "one level is all that the kernel has; make the key of the outer map a struct",
    });
  }
  throw definitionError(`${what}: inner must be a map, such as hashMap({ key: u32, value: u64, maxEntries: 64 })`);
}
