import { simulatedTypes } from "../maps/index.ts";
import { SimulatedArrayMapHandle, SimulatedPerCpuArrayMapHandle } from "./array-map.ts";
import { SimulatedHashMapHandle, SimulatedPerCpuHashMapHandle } from "./hash-map.ts";
import { type HandleParts, SimulatedMapHandle } from "./map-handle.ts";

/** The handle that fits a map's type. */
export function handleOf(parts: HandleParts): SimulatedMapHandle {
  switch (parts.map.map.type) {
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
    default:
      return new SimulatedMapHandle(parts);
  }
}
