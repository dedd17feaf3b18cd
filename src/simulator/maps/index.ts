import type { ObjectMap } from "../../object/object.ts";
import { SimulatorError } from "../errors.ts";
import { SimulatedArray } from "./array.ts";
import { SimulatedHash } from "./hash.ts";
import { SimulatedTrie } from "./lpm-trie.ts";
import { SimulatedBloomFilter, SimulatedQueue } from "./queue.ts";
import { SimulatedMapOfMaps, SimulatedProgramArray } from "./references.ts";
import { SimulatedRingBuffer } from "./ring-buffer.ts";
import type { SimulatedMap } from "./simulated-map.ts";

/** `enum bpf_map_type`: the types that are simulated, with the kernel's names. Source: include/uapi/linux/bpf.h. */
export const simulatedTypes = {
  hash: 1,
  array: 2,
  percpu_hash: 5,
  percpu_array: 6,
  prog_array: 3,
  lru_hash: 9,
  lru_percpu_hash: 10,
  lpm_trie: 11,
  array_of_maps: 12,
  hash_of_maps: 13,
  queue: 22,
  stack: 23,
  ringbuf: 27,
  bloom_filter: 30,
} as const;

/**
 * A map as the object describes it, empty.
 * @throws {SimulatorError} its type is not simulated
 */
export function createMap(map: ObjectMap, cpus: number): SimulatedMap {
  switch (map.type) {
    case simulatedTypes.array:
      return new SimulatedArray(map, cpus, false);
    case simulatedTypes.percpu_array:
      return new SimulatedArray(map, cpus, true);
    case simulatedTypes.hash:
      return new SimulatedHash(map, cpus, { perCpu: false, leastRecentlyUsed: false });
    case simulatedTypes.percpu_hash:
      return new SimulatedHash(map, cpus, { perCpu: true, leastRecentlyUsed: false });
    case simulatedTypes.lru_hash:
      return new SimulatedHash(map, cpus, { perCpu: false, leastRecentlyUsed: true });
    case simulatedTypes.lru_percpu_hash:
      return new SimulatedHash(map, cpus, { perCpu: true, leastRecentlyUsed: true });
    case simulatedTypes.lpm_trie:
      return new SimulatedTrie(map);
    case simulatedTypes.queue:
      return new SimulatedQueue(map, false);
    case simulatedTypes.stack:
      return new SimulatedQueue(map, true);
    case simulatedTypes.bloom_filter:
      return new SimulatedBloomFilter(map);
    case simulatedTypes.ringbuf:
      return new SimulatedRingBuffer(map);
    case simulatedTypes.prog_array:
      return new SimulatedProgramArray(map);
    case simulatedTypes.array_of_maps:
      return new SimulatedMapOfMaps(map, true);
    case simulatedTypes.hash_of_maps:
      return new SimulatedMapOfMaps(map, false);
    default:
      throw new SimulatorError(
        "YDL7022",
        `the map '${map.name}' has type ${map.type}, which the simulator does not have`,
      );
  }
}
