import { SimulatorError } from "../errors.ts";
import type { Region } from "../memory.ts";
import { SimulatedMapHandle } from "./map-handle.ts";

abstract class IndexedMap extends SimulatedMapHandle {
  /** Number of elements; it never changes. */
  get length(): number {
    return this.simulated.map.maxEntries;
  }

  protected keyOf(index: number): Uint8Array {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new SimulatorError(
        "YDL4405",
        `the map '${this.name}' has no element ${index}: it has ${this.length}, from 0 on`,
      );
    }
    const key = new Uint8Array(4);
    new DataView(key.buffer).setUint32(0, index, true);
    return key;
  }
}

/** An array map. Iterating gives the values, in order. */
export class SimulatedArrayMapHandle<V> extends IndexedMap {
  /** @throws {SimulatorError} there is no such element, or the map is closed */
  get(index: number): V {
    return this.decodeValue(this.#region(index)) as V;
  }

  /** @throws {TypeError | RangeError} the value does not fit the map's type */
  set(index: number, value: V): void {
    this.#region(index).bytes.set(this.encodeValue(value, `${this.name}[${index}]`));
  }

  *entries(): Generator<[index: number, value: V]> {
    for (let index = 0; index < this.length; index += 1) yield [index, this.get(index)];
  }

  *[Symbol.iterator](): Generator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  #region(index: number): Region {
    const region = this.simulated.peekAt(this.keyOf(index), 0);
    if (region === undefined) throw new Error("an array has all of its elements");
    return region;
  }
}

/** An array map in which each simulated CPU has its own values. */
export class SimulatedPerCpuArrayMapHandle<V> extends IndexedMap {
  /** The value of each simulated CPU, in the order of their numbers. */
  get(index: number): V[] {
    const values = this.perCpu(this.keyOf(index));
    if (values === undefined) throw new Error("an array has all of its elements");
    return values as V[];
  }

  /** Sets the value of each simulated CPU. */
  set(index: number, values: readonly V[]): void {
    this.setPerCpu(this.keyOf(index), values, `${this.name}[${index}]`);
  }

  /** All CPUs' values added up, field by field. */
  sum(index: number): V {
    return this.total(this.get(index)) as V;
  }

  *entries(): Generator<[index: number, values: V[]]> {
    for (let index = 0; index < this.length; index += 1) yield [index, this.get(index)];
  }

  /** The sum of each element, in order. */
  totals(): V[] {
    return Array.from(this.entries(), ([, values]) => this.total(values) as V);
  }

  *[Symbol.iterator](): Generator<V[]> {
    for (const [, values] of this.entries()) yield values;
  }
}
