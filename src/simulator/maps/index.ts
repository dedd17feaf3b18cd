import type { ObjectMap } from "../../object/object.ts";
import { SimulatorError } from "../errors.ts";
import { SimulatedArray } from "./array.ts";
import { SimulatedHash } from "./hash.ts";
import type { SimulatedMap } from "./simulated-map.ts";

/** `enum bpf_map_type`: the types that are simulated, with the kernel's names. Source: include/uapi/linux/bpf.h. */
export const simulatedTypes = {
  hash: 1,
  array: 2,
  percpu_hash: 5,
  percpu_array: 6,
  lru_hash: 9,
  lru_percpu_hash: 10,
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
    default:
      throw new SimulatorError(
        "YDL7022",
        `the map '${map.name}' has type ${map.type}, which the simulator does not have`,
      );
  }
}
