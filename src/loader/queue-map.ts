import { YodelError } from "../errors/index.ts";
import type { UserInput } from "../schema/index.ts";
import { failedWith } from "../sys/errno.ts";
import { MapHandle } from "./map-handle.ts";

/** A queue (what was pushed first is popped first) or a stack (what was pushed last is). Each call is a system call. */
export class QueueMapHandle<V> extends MapHandle {
  /** @throws {YodelError} there is no room */
  push(value: UserInput<V>): void {
    const access = this.access();
    this.valueCodec.schema.write(access.valueView, 0, value as never, `${this.name} value`);
    try {
      access.update();
    } catch (error) {
      if (!failedWith(error, "E2BIG")) throw error;
      throw new YodelError("YDL4408", `the map '${this.name}' is full: it holds ${this.map.maxEntries} entries`, {
        hint: "declare it with more maxEntries, or pop entries",
        cause: error,
      });
    }
  }

  /** Takes the next value out; undefined when there is none. */
  pop(): V | undefined {
    const access = this.access();
    return access.take() ? (this.valueCodec.schema.read(access.valueView, 0) as V) : undefined;
  }

  /** The next value, which stays where it is; undefined when there is none. */
  peek(): V | undefined {
    const access = this.access();
    return access.lookup() ? (this.valueCodec.schema.read(access.valueView, 0) as V) : undefined;
  }
}

/** A bloom filter: it never says no to a value that was added, and sometimes yes to one that was not. */
export class BloomFilterHandle<V> extends MapHandle {
  add(value: UserInput<V>): void {
    this.#fill(value).update();
  }

  has(value: UserInput<V>): boolean {
    return this.#fill(value).lookup();
  }

  #fill(value: UserInput<V>): ReturnType<MapHandle["access"]> {
    const access = this.access();
    this.valueCodec.schema.write(access.valueView, 0, value as never, `${this.name} value`);
    return access;
  }
}
