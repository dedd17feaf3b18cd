import { mapTypes } from "../../kernel/map-types.ts";
import { SimulatedBloomFilter, SimulatedQueue } from "../maps/queue.ts";
import { SimulatedMapOfMaps, SimulatedProgramArray } from "../maps/references.ts";
import { SimulatedRingBuffer } from "../maps/ring-buffer.ts";
import { SimulatedArrayMapHandle, SimulatedPerCpuArrayMapHandle } from "./array-map.ts";
import { SimulatedBloomFilterHandle, SimulatedQueueHandle } from "./element-map.ts";
import { SimulatedHashMapHandle, SimulatedPerCpuHashMapHandle } from "./hash-map.ts";
import { SimulatedLpmTrieMapHandle } from "./lpm-map.ts";
import { type HandleParts, SimulatedMapHandle } from "./map-handle.ts";
import { SimulatedMapOfMapsHandle, SimulatedProgramArrayHandle } from "./references.ts";
import { SimulatedRingBufferHandle } from "./ring-buffer.ts";

/** The handle that fits a map's type. */
export function handleOf(parts: HandleParts): SimulatedMapHandle {
  const { map } = parts;
  if (map instanceof SimulatedQueue) return new SimulatedQueueHandle({ ...parts, map });
  if (map instanceof SimulatedBloomFilter) return new SimulatedBloomFilterHandle({ ...parts, map });
  if (map instanceof SimulatedRingBuffer) return new SimulatedRingBufferHandle({ ...parts, map });
  if (map instanceof SimulatedProgramArray) return new SimulatedProgramArrayHandle({ ...parts, map });
  if (map instanceof SimulatedMapOfMaps) return new SimulatedMapOfMapsHandle({ ...parts, map });
  switch (map.map.type) {
    case mapTypes.array.id:
      return new SimulatedArrayMapHandle(parts);
    case mapTypes.percpu_array.id:
      return new SimulatedPerCpuArrayMapHandle(parts);
    case mapTypes.hash.id:
    case mapTypes.lru_hash.id:
      return new SimulatedHashMapHandle(parts);
    case mapTypes.percpu_hash.id:
    case mapTypes.lru_percpu_hash.id:
      return new SimulatedPerCpuHashMapHandle(parts);
    case mapTypes.lpm_trie.id:
      return new SimulatedLpmTrieMapHandle(parts);
    default:
      return new SimulatedMapHandle(parts);
  }
}
