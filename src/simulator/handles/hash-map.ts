import { SimulatorError } from "../errors.ts";
import { errno } from "../maps/simulated-map.ts";
import { SimulatedMapHandle } from "./map-handle.ts";

/** What maps with keys share; `E` is what stands for a key. */
export abstract class KeyedMap<K, E> extends SimulatedMapHandle {
  protected abstract read(key: Uint8Array): E | undefined;
  protected abstract write(key: Uint8Array, entry: E): number;

  get(key: K): E | undefined {
    return this.read(this.encodeKey(key));
  }

  has(key: K): boolean {
    return this.simulated.peekAt(this.encodeKey(key), 0) !== undefined;
  }

  /** @throws {SimulatorError} the map is full; {TypeError | RangeError} key or value do not fit the map's types */
  set(key: K, entry: E): this {
    const error = this.write(this.encodeKey(key), entry);
    if (error === -errno.E2BIG || error === -errno.ENOSPC) {
      const room = `it holds ${this.simulated.map.maxEntries} entries`;
      throw new SimulatorError("YDL4408", `the map '${this.name}' is full: ${room}`, {
        hint: "declare it with more maxEntries, or delete entries",
      });
    }
    if (error !== 0) throw new SimulatorError("YDL7023", `the map '${this.name}' refuses the entry (errno ${-error})`);
    return this;
  }

  /** False when there was no such key. */
  delete(key: K): boolean {
    return this.simulated.delete(this.encodeKey(key)) === 0;
  }

  clear(): void {
    for (const key of this.simulated.keys()) this.simulated.delete(key);
  }

  get size(): number {
    return this.simulated.keys().length;
  }

  *keys(): Generator<K> {
    for (const key of this.simulated.keys()) yield this.decodeKey(key);
  }

  *values(): Generator<E> {
    for (const [, entry] of this.entries()) yield entry;
  }

  *entries(): Generator<[key: K, entry: E]> {
    for (const key of this.simulated.keys()) {
      const entry = this.read(key);
      if (entry !== undefined) yield [this.decodeKey(key), entry];
    }
  }

  [Symbol.iterator](): Generator<[key: K, entry: E]> {
    return this.entries();
  }

  forEach(callback: (entry: E, key: K, map: this) => void): void {
    for (const [key, entry] of this.entries()) callback(entry, key, this);
  }

  /** A copy of the whole map. Keys that are objects are new ones each time, so look through it by iterating. */
  snapshot(): Map<K, E> {
    return new Map(this.entries());
  }

  /** As `snapshot`, and deletes each entry as it is read. */
  take(): Map<K, E> {
    const taken = this.snapshot();
    this.clear();
    return taken;
  }

  protected decodeKey(key: Uint8Array): K {
    return this.keySchema.decode(key) as K;
  }
}

/** A hash map, with the methods of a JavaScript `Map`. */
export class SimulatedHashMapHandle<K, V> extends KeyedMap<K, V> {
  protected read(key: Uint8Array): V | undefined {
    const region = this.simulated.peekAt(key, 0);
    return region && (this.decodeValue(region) as V);
  }

  protected write(key: Uint8Array, value: V): number {
    return this.simulated.update(key, this.encodeValue(value), 0, undefined);
  }
}

/** A hash map in which each simulated CPU has its own value for a key: an entry is an array. */
export class SimulatedPerCpuHashMapHandle<K, V> extends KeyedMap<K, V[]> {
  /** All CPUs' values of a key added up, field by field. */
  sum(key: K): V | undefined {
    const values = this.get(key);
    return values && (this.total(values) as V);
  }

  /** The sum of each entry. */
  totals(): Map<K, V> {
    const totals = new Map<K, V>();
    for (const [key, values] of this.entries()) totals.set(key, this.total(values) as V);
    return totals;
  }

  protected read(key: Uint8Array): V[] | undefined {
    return this.perCpu(key) as V[] | undefined;
  }

  protected write(key: Uint8Array, values: V[]): number {
    return this.setPerCpu(key, values, `${this.name} value`);
  }
}
