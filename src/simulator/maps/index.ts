import { mapTypes } from "../../kernel/map-types.ts";
import type { ObjectMap } from "../../object/object.ts";
import { SimulatorError } from "../errors.ts";
import { SimulatedArray } from "./array.ts";
import { SimulatedHash } from "./hash.ts";
import { SimulatedTrie } from "./lpm-trie.ts";
import { SimulatedBloomFilter, SimulatedQueue } from "./queue.ts";
import { SimulatedMapOfMaps, SimulatedProgramArray } from "./references.ts";
import { SimulatedEventArray, SimulatedRingBuffer } from "./ring-buffer.ts";
import type { SimulatedMap } from "./simulated-map.ts";

/** Maps of maps, which this package does not define but objects of others have. Source: `enum bpf_map_type` in include/uapi/linux/bpf.h. */

/**
 * A map as the object describes it, empty.
 * @throws {SimulatorError} its type is not simulated
 */
export function createMap(map: ObjectMap, cpus: number): SimulatedMap {
  switch (map.type) {
    case mapTypes.array.id:
      return new SimulatedArray(map, cpus, false);
    case mapTypes.percpu_array.id:
      return new SimulatedArray(map, cpus, true);
    case mapTypes.hash.id:
      return new SimulatedHash(map, cpus, { perCpu: false, leastRecentlyUsed: false });
    case mapTypes.percpu_hash.id:
      return new SimulatedHash(map, cpus, { perCpu: true, leastRecentlyUsed: false });
    case mapTypes.lru_hash.id:
      return new SimulatedHash(map, cpus, { perCpu: false, leastRecentlyUsed: true });
    case mapTypes.lru_percpu_hash.id:
      return new SimulatedHash(map, cpus, { perCpu: true, leastRecentlyUsed: true });
    case mapTypes.lpm_trie.id:
      return new SimulatedTrie(map);
    case mapTypes.queue.id:
      return new SimulatedQueue(map, false);
    case mapTypes.stack.id:
      return new SimulatedQueue(map, true);
    case mapTypes.bloom_filter.id:
      return new SimulatedBloomFilter(map);
    case mapTypes.ringbuf.id:
      return new SimulatedRingBuffer(map);
    case mapTypes.perf_event_array.id:
      return new SimulatedEventArray(map);
    case mapTypes.prog_array.id:
      return new SimulatedProgramArray(map);
    case mapTypes.array_of_maps.id:
      return new SimulatedMapOfMaps(map, true);
    case mapTypes.hash_of_maps.id:
      return new SimulatedMapOfMaps(map, false);
    default:
      throw new SimulatorError(
        "YDL7022",
        `the map '${map.name}' has type ${map.type}, which the simulator does not have`,
      );
  }
}
