import type { ObjectMap } from "../../object/object.ts";
import { errno, type SimulatedMap, textOf } from "./simulated-map.ts";

/** Maps whose values are other things of the simulation: programs by name, or maps. */
abstract class References<T> {
  readonly name: string;
  readonly map: ObjectMap;
  readonly #isArray: boolean;
  readonly #values = new Map<string, { readonly key: Uint8Array; readonly value: T }>();

  constructor(map: ObjectMap, isArray: boolean) {
    this.name = map.name;
    this.map = map;
    this.#isArray = isArray;
  }

  at(key: Uint8Array): T | undefined {
    return this.#values.get(textOf(key))?.value;
  }

  put(key: Uint8Array, value: T): number {
    const index = new DataView(key.buffer, key.byteOffset, key.byteLength).getUint32(0, true);
    const text = textOf(key);
    const isFull = this.#isArray
      ? index >= this.map.maxEntries
      : !this.#values.has(text) && this.#values.size >= this.map.maxEntries;
    if (isFull) return -errno.E2BIG;
    this.#values.set(text, { key: key.slice(), value });
    return 0;
  }

  delete(key: Uint8Array): number {
    return this.#values.delete(textOf(key)) ? 0 : -errno.ENOENT;
  }

  keys(): Uint8Array[] {
    return Array.from(this.#values.values(), ({ key }) => key.slice());
  }

  lookup(): undefined {
    return undefined;
  }

  peekAt(): undefined {
    return undefined;
  }

  update(): number {
    return -errno.EINVAL;
  }
}

/** `prog_array`: names of programs. */
export class SimulatedProgramArray extends References<string> implements SimulatedMap {
  constructor(map: ObjectMap) {
    super(map, true);
  }
}

/** `array_of_maps` and `hash_of_maps`: a lookup gives a map. */
export class SimulatedMapOfMaps extends References<SimulatedMap> implements SimulatedMap {}
