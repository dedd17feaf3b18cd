import type { BpfObject } from "../object/object.ts";
import { ElementAccess } from "../sys/map-access.ts";

/** File descriptors by name. */
type Descriptors = ReadonlyMap<string, number>;

/**
 * Puts the maps and programs into maps that the object fills from the start. A program that is not loaded leaves its place
 * empty, as a tail call into it then does nothing.
 */
export function fillMaps(object: BpfObject, maps: Descriptors, programs: Descriptors): void {
  for (const { name, keySize, valueSize, values = [] } of object.maps) {
    const fd = maps.get(name);
    if (fd === undefined || values.length === 0) continue;
    const access = new ElementAccess(fd, keySize, valueSize);
    for (const value of values) {
      const held = "map" in value ? maps.get(value.map) : programs.get(value.program);
      if (held === undefined) continue;
      access.keyView.setUint32(0, value.index, true);
      access.valueView.setUint32(0, held, true);
      access.update();
    }
  }
}
