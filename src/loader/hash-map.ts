import { YodelError } from "../errors/index.ts";
import type { BpfObject } from "../object/object.ts";
import type { UserInput } from "../schema/index.ts";
import { sumValues } from "../schema/sum.ts";
import { failedWith } from "../sys/errno.ts";
import { possibleCpus } from "../sys/machine.ts";
import { alignTo8, readPerCpu, writePerCpu } from "./array-map.ts";
import type { LiveMap } from "./create-maps.ts";
import { type ElementBatch, MapHandle } from "./map-handle.ts";

/** What hash maps of one value and of one value for each CPU share; `E` is what stands for a key. */
abstract class KeyedMap<K, E> extends MapHandle {
  protected readKey(view: DataView, offset: number): K {
    return this.keyCodec.schema.read(view, offset) as K;
  }

  protected abstract readEntry(view: DataView, offset: number): E;
  protected abstract writeEntry(view: DataView, entry: UserInput<E>): void;

  get(key: UserInput<K>): E | undefined {
    const access = this.accessAt(key);
    return access.lookup() ? this.readEntry(access.valueView, 0) : undefined;
  }

  has(key: UserInput<K>): boolean {
    return this.accessAt(key).lookup();
  }

  /** @throws {YodelError} the map is full; {TypeError | RangeError} key or value do not fit the map's types */
  set(key: UserInput<K>, entry: UserInput<E>): this {
    const access = this.accessAt(key);
    this.writeEntry(access.valueView, entry);
    try {
      access.update();
    } catch (error) {
      if (!failedWith(error, "E2BIG", "ENOSPC")) throw error;
      throw new YodelError("YDL4408", `the map '${this.name}' is full: it holds ${this.map.maxEntries} entries`, {
        hint: "declare it with more maxEntries, or delete entries",
        cause: error,
      });
    }
    return this;
  }

  /** False when there was no such key. */
  delete(key: UserInput<K>): boolean {
    return this.accessAt(key).delete();
  }

  clear(): void {
    for (const _ of this.batches(true));
  }

  /** Counts the entries, which reads the whole map. */
  get size(): number {
    let size = 0;
    for (const { count } of this.batches(false)) size += count;
    return size;
  }

  *keys(): Generator<K> {
    for (const { keys, count } of this.batches(false)) {
      for (let index = 0; index < count; index += 1) yield this.readKey(keys, index * this.map.keySize);
    }
  }

  *values(): Generator<E> {
    for (const { values, count } of this.batches(false)) {
      for (let index = 0; index < count; index += 1) yield this.readEntry(values, index * this.valueBytes);
    }
  }

  /** Entries that programs add or delete meanwhile may be seen or not. */
  *entries(): Generator<[key: K, entry: E]> {
    for (const batch of this.batches(false)) {
      for (let index = 0; index < batch.count; index += 1) yield this.#entry(batch, index);
    }
  }

  [Symbol.iterator](): Generator<[key: K, entry: E]> {
    return this.entries();
  }

  forEach(callback: (entry: E, key: K, map: this) => void): void {
    for (const [key, entry] of this.entries()) callback(entry, key, this);
  }

  /**
   * Gives the place of each entry to `consume`, without decoding it: a view and an offset in bytes of its key, and of its value,
   * or of all CPUs' values in a row (each begins at a multiple of 8). They are overwritten after `consume` returns.
   * ```ts
   * bytes.scan((_keys, _key, values, value) => { total += values.getBigUint64(value, true); });
   * ```
   * @returns how many there were
   */
  scan(consume: (keys: DataView, key: number, values: DataView, value: number) => void): number {
    let size = 0;
    for (const { keys, values, count } of this.batches(false)) {
      for (let index = 0; index < count; index += 1) {
        consume(keys, index * this.map.keySize, values, index * this.valueBytes);
      }
      size += count;
    }
    return size;
  }

  /** A copy of the whole map. Keys that are objects are new ones each time, so look through it by iterating. */
  snapshot(): Map<K, E> {
    return this.#collect(false);
  }

  /**
   * As `snapshot`, and deletes each entry as it is read: what is counted meanwhile is neither lost nor counted twice, as
   * long as the kernel has batches (5.6); before, a count that comes between reading and deleting is lost.
   */
  take(): Map<K, E> {
    return this.#collect(true);
  }

  #collect(take: boolean): Map<K, E> {
    const entries = new Map<K, E>();
    for (const batch of this.batches(take)) {
      for (let index = 0; index < batch.count; index += 1) entries.set(...this.#entry(batch, index));
    }
    return entries;
  }

  #entry({ keys, values }: ElementBatch, index: number): [key: K, entry: E] {
    return [this.readKey(keys, index * this.map.keySize), this.readEntry(values, index * this.valueBytes)];
  }
}

/**
 * A hash map, with the methods of a JavaScript `Map`. Each call is a system call; `entries`, `snapshot` and `take` read many
 * entries by one.
 */
export class HashMapHandle<K, V> extends KeyedMap<K, V> {
  protected readEntry(view: DataView, offset: number): V {
    return this.valueCodec.schema.read(view, offset) as V;
  }

  protected writeEntry(view: DataView, value: UserInput<V>): void {
    this.valueCodec.schema.write(view, 0, value as never, `${this.name} value`);
  }
}

/** A hash map in which each CPU has its own value for a key: an entry is an array, with a value for each possible CPU. */
export class PerCpuHashMapHandle<K, V> extends KeyedMap<K, V[]> {
  readonly #cpus: number;
  readonly #stride: number;

  constructor(object: BpfObject, live: LiveMap) {
    const cpus = possibleCpus();
    const stride = alignTo8(live.map.valueSize);
    super(object, live, cpus * stride);
    this.#cpus = cpus;
    this.#stride = stride;
  }

  /** How many values an entry has: one for each possible CPU. */
  get cpus(): number {
    return this.#cpus;
  }

  /** All CPUs' values of a key added up, field by field. */
  sum(key: UserInput<K>): V | undefined {
    const values = this.get(key);
    return values && (sumValues(this.valueCodec.schema, values) as V);
  }

  /** The sum of each entry. */
  totals(): Map<K, V> {
    const totals = new Map<K, V>();
    for (const [key, values] of this.entries()) totals.set(key, sumValues(this.valueCodec.schema, values) as V);
    return totals;
  }

  protected readEntry(view: DataView, offset: number): V[] {
    return readPerCpu(this.valueCodec.schema, view, offset, this.#cpus, this.#stride) as V[];
  }

  protected writeEntry(view: DataView, values: UserInput<V[]>): void {
    writePerCpu(
      this.valueCodec.schema,
      view,
      values as readonly unknown[],
      this.#cpus,
      this.#stride,
      `${this.name} value`,
    );
  }
}
