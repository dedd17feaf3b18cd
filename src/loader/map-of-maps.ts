import { YodelError } from "../errors/index.ts";
import type { UserInput } from "../schema/index.ts";
import { failedWith } from "../sys/errno.ts";
import { MapHandle } from "./map-handle.ts";

/** What a map of maps takes: the handle of a map. */
export interface MapReference {
  readonly name: string;
  readonly fd: number;
}

/** A map of maps: programs look maps up in it, user space puts them in and takes them out. Keys of arrays are their indexes. */
export class MapOfMapsHandle<K> extends MapHandle {
  /**
   * Puts a map under a key, instead of what was there. It lives as long as it is there, also when its handle is closed.
   * @throws {YodelError} the map is not of the shape that was declared, or there is no room
   */
  set(key: UserInput<K>, inner: MapReference): this {
    const access = this.accessAt(key);
    access.valueView.setUint32(0, inner.fd, true);
    try {
      access.update();
    } catch (error) {
      if (failedWith(error, "E2BIG", "ENOSPC")) {
        throw new YodelError("YDL4408", `the map '${this.name}' is full: it holds ${this.map.maxEntries} entries`, {
          hint: "declare it with more maxEntries, or delete entries",
          cause: error,
        });
      }
      if (!failedWith(error, "EINVAL")) throw error;
      throw new YodelError("YDL4422", `the map '${inner.name}' can't be put in the map '${this.name}'`, {
        hint: "it must be declared as `inner` is: type, sizes of key and value, flags, and of arrays the number of entries",
        cause: error,
      });
    }
    return this;
  }

  /** The kernel's number of the map under a key; undefined when there is none. */
  id(key: UserInput<K>): number | undefined {
    const access = this.accessAt(key);
    return access.lookup() ? access.valueView.getUint32(0, true) : undefined;
  }

  has(key: UserInput<K>): boolean {
    return this.accessAt(key).lookup();
  }

  /** False when there was none. */
  delete(key: UserInput<K>): boolean {
    return this.accessAt(key).delete();
  }

  /** The keys under which there are maps. */
  *keys(): Generator<K> {
    for (const { keys, count } of this.batches(false)) {
      for (let index = 0; index < count; index += 1) {
        const key = this.keyCodec.schema.read(keys, index * this.map.keySize) as K;
        if (this.has(key as UserInput<K>)) yield key;
      }
    }
  }
}
