import type { AnySchema } from "../schema/index.ts";
import { assertOptions, definitionError, describe } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkMap } from "./map-checks.ts";
import type { MapOptions } from "./maps.ts";

export interface QueueMapDefinition<V extends AnySchema = AnySchema> extends MapDefinition<"queue", undefined, V> {}

export interface StackMapDefinition<V extends AnySchema = AnySchema> extends MapDefinition<"stack", undefined, V> {}

export interface BloomFilterDefinition<V extends AnySchema = AnySchema>
  extends MapDefinition<"bloom_filter", undefined, V> {}

export interface QueueMapOptions<V extends AnySchema> extends MapOptions {
  readonly value: V;
  /** How many values fit. */
  readonly maxEntries: number;
}

export interface BloomFilterOptions<V extends AnySchema> extends MapOptions {
  readonly value: V;
  /** How many values are expected: with more, it says yes to more that it does not hold. */
  readonly maxEntries: number;
  /** How many bits each value sets: 1 to 15, 5 by default. More make fewer wrong answers, and lookups slower. */
  readonly hashFunctions?: number;
}

const MAX_HASH_FUNCTIONS = 15;

/**
 * A queue: what was pushed first is popped first, by kernel functions and by user space.
 * ```ts
 * const ports = queueMap({ value: u32, maxEntries: 1024 });
 * program("cgroup_skb/egress", { ports }, (skb, { ports }) => {
 *   ports.push(skb.remote_port);
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.20
 */
export function queueMap<V extends AnySchema>(options: QueueMapOptions<V>): QueueMapDefinition<V> {
  return keyless("queueMap", "queue", options);
}

/**
 * A stack: what was pushed last is popped first, by kernel functions and by user space.
 * ```ts
 * const free = stackMap({ value: u32, maxEntries: 1024 });
 * program("cgroup_skb/egress", { free }, (_skb, { free }) => {
 *   const slot = free.pop();
 *   return slot ? 1 : 0;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.20
 */
export function stackMap<V extends AnySchema>(options: QueueMapOptions<V>): StackMapDefinition<V> {
  return keyless("stackMap", "stack", options);
}

/**
 * A set that never forgets a value, and takes a small part of other values for its own. Values can't be removed.
 * ```ts
 * const seen = bloomFilter({ value: ipv4Address, maxEntries: 10_000 });
 * const addresses = variable(u64);
 * program("cgroup_skb/egress", { seen, addresses }, (skb, { seen, addresses }) => {
 *   if (!seen.has(skb.remote_ip4)) {
 *     seen.add(skb.remote_ip4);
 *     addresses.value += 1;
 *   }
 *   return 1;
 * });
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 5.16
 */
export function bloomFilter<V extends AnySchema>(options: BloomFilterOptions<V>): BloomFilterDefinition<V> {
  const { hashFunctions } = options ?? {};
  const definition = keyless("bloomFilter", "bloom_filter", options, ["hashFunctions"]);
  if (hashFunctions === undefined) return definition;
  if (!Number.isInteger(hashFunctions) || hashFunctions < 1 || hashFunctions > MAX_HASH_FUNCTIONS) {
    throw definitionError(`bloomFilter: hashFunctions must be an integer from 1 to 15, got ${describe(hashFunctions)}`);
  }
  return Object.freeze({ ...definition, extra: hashFunctions });
}

function keyless<Type extends "queue" | "stack" | "bloom_filter", V extends AnySchema>(
  what: string,
  type: Type,
  options: QueueMapOptions<V>,
  more: readonly string[] = [],
): MapDefinition<Type, undefined, V> {
  assertOptions(what, options, ["value", "maxEntries", "flags", ...more], {
    key: `a ${type.replace("_", " ")} has no keys`,
  });
  checkMap(what, options);
  const { value, maxEntries, flags = 0 } = options;
  return Object.freeze({ kind: "map", type, key: undefined, value, maxEntries, flags });
}
