import { simulatedTypes } from "../maps/index.ts";
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
    case simulatedTypes.array:
      return new SimulatedArrayMapHandle(parts);
    case simulatedTypes.percpu_array:
      return new SimulatedPerCpuArrayMapHandle(parts);
    case simulatedTypes.hash:
    case simulatedTypes.lru_hash:
      return new SimulatedHashMapHandle(parts);
    case simulatedTypes.percpu_hash:
    case simulatedTypes.lru_percpu_hash:
      return new SimulatedPerCpuHashMapHandle(parts);
    case simulatedTypes.lpm_trie:
      return new SimulatedLpmTrieMapHandle(parts);
    default:
      return new SimulatedMapHandle(parts);
  }
}
