import { UnsupportedError } from "../errors/index.ts";
import { mapTypes } from "../kernel/map-types.ts";
import type { BpfObject } from "../object/object.ts";
import { ArrayMapHandle, PerCpuArrayMapHandle } from "./array-map.ts";
import type { LiveMap } from "./create-maps.ts";
import { HashMapHandle, PerCpuHashMapHandle } from "./hash-map.ts";
import type { MapHandle } from "./map-handle.ts";

/** The handle that fits a map's type. */
export function handleOf(object: BpfObject, live: LiveMap): MapHandle {
  switch (live.map.type) {
    case mapTypes.hash.id:
      return new HashMapHandle(object, live);
    case mapTypes.array.id:
      return new ArrayMapHandle(object, live);
    case mapTypes.percpu_hash.id:
      return new PerCpuHashMapHandle(object, live);
    case mapTypes.percpu_array.id:
      return new PerCpuArrayMapHandle(object, live);
    default:
      throw new UnsupportedError(
        "YDL4104",
        `the map '${live.map.name}' is of type ${live.map.type}, which has no handle`,
      );
  }
}
