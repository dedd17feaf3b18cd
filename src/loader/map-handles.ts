import { mapTypes } from "../kernel/map-types.ts";
import type { BpfObject } from "../object/object.ts";
import type { LiveMap } from "./create-maps.ts";
import { later } from "./later.ts";
import { MapHandle } from "./map-handle.ts";

const arrayMap = later<typeof import("./array-map.ts")>("./array-map");
const hashMap = later<typeof import("./hash-map.ts")>("./hash-map");

/** The handle that fits a map's type. */
export function handleOf(object: BpfObject, live: LiveMap): MapHandle {
  switch (live.map.type) {
    case mapTypes.hash.id:
      return new (hashMap().HashMapHandle)(object, live);
    case mapTypes.array.id:
      return new (arrayMap().ArrayMapHandle)(object, live);
    case mapTypes.percpu_hash.id:
      return new (hashMap().PerCpuHashMapHandle)(object, live);
    case mapTypes.percpu_array.id:
      return new (arrayMap().PerCpuArrayMapHandle)(object, live);
    default:
      return new MapHandle(object, live);
  }
}
