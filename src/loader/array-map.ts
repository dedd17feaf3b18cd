import { YodelError } from "../errors/index.ts";
import type { BpfObject } from "../object/object.ts";
import type { AnySchema, UserInput } from "../schema/index.ts";
import { sumValues } from "../schema/sum.ts";
import { possibleCpus } from "../sys/machine.ts";
import { BPF_F_MMAPABLE, type LiveMap } from "./create-maps.ts";
import { MapHandle } from "./map-handle.ts";
import { SharedMemory } from "./shared-memory.ts";

abstract class IndexedMap extends MapHandle {
  /** Number of elements; it never changes. */
  get length(): number {
    return this.map.maxEntries;
  }

  protected checkIndex(index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    throw new YodelError("YDL4405", `the map '${this.name}' has no element ${index}: it has ${this.length}, from 0 on`);
  }

  /** Arrays take their index as a 32-bit number, whatever the object says of the key's type. */
  protected accessIndex(index: number): ReturnType<MapHandle["access"]> {
    this.checkIndex(index);
    const access = this.access();
    access.keyView.setUint32(0, index, true);
    return access;
  }
}

/**
 * An array map. With the flag `BPF_F_MMAPABLE` its elements are read and written without a system call.
 * Iterating gives the values, in order.
 */
export class ArrayMapHandle<V> extends IndexedMap {
  readonly #memory: SharedMemory | undefined;
  readonly #stride: number;

  constructor(object: BpfObject, live: LiveMap) {
    super(object, live);
    this.#stride = alignTo8(live.map.valueSize);
    if ((live.map.flags & BPF_F_MMAPABLE) !== 0) {
      this.#memory = new SharedMemory(this.fd, this.#stride * this.length, true, `the map '${this.name}'`);
    }
  }

  /** @throws {YodelError} there is no such element, or the map is closed */
  get(index: number): V {
    if (this.#memory) {
      this.checkIndex(index);
      return this.#memory.read(this.valueCodec.schema, index * this.#stride) as V;
    }
    const access = this.accessIndex(index);
    access.lookup();
    return this.valueCodec.schema.read(access.valueView, 0) as V;
  }

  /** @throws {TypeError | RangeError} the value does not fit the map's type */
  set(index: number, value: UserInput<V>): void {
    const path = `${this.name}[${index}]`;
    if (this.#memory) {
      this.checkIndex(index);
      this.#memory.write(this.valueCodec.schema, index * this.#stride, value, path);
      return;
    }
    const access = this.accessIndex(index);
    this.valueCodec.schema.write(access.valueView, 0, value as never, path);
    access.update();
  }

  *entries(): Generator<[index: number, value: V]> {
    if (this.#memory) {
      for (let index = 0; index < this.length; index += 1) yield [index, this.get(index)];
      return;
    }
    let first = 0;
    for (const { values, count } of this.batches(false)) {
      for (let index = 0; index < count; index += 1) {
        yield [first + index, this.valueCodec.schema.read(values, index * this.valueBytes) as V];
      }
      first += count;
    }
  }

  *[Symbol.iterator](): Generator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  override close(): void {
    this.#memory?.close();
    super.close();
  }
}

/** An array map in which each CPU has its own values. */
export class PerCpuArrayMapHandle<V> extends IndexedMap {
  readonly #cpus: number;
  readonly #stride: number;

  constructor(object: BpfObject, live: LiveMap) {
    const cpus = possibleCpus();
    const stride = alignTo8(live.map.valueSize);
    super(object, live, cpus * stride);
    this.#cpus = cpus;
    this.#stride = stride;
  }

  /** The value of each possible CPU, in the order of their numbers. */
  get(index: number): V[] {
    const access = this.accessIndex(index);
    access.lookup();
    return readPerCpu(this.valueCodec.schema, access.valueView, 0, this.#cpus, this.#stride) as V[];
  }

  /** Sets the value of each possible CPU. */
  set(index: number, values: readonly UserInput<V>[]): void {
    const access = this.accessIndex(index);
    writePerCpu(this.valueCodec.schema, access.valueView, values, this.#cpus, this.#stride, `${this.name}[${index}]`);
    access.update();
  }

  /** All CPUs' values added up, field by field. */
  sum(index: number): V {
    return sumValues(this.valueCodec.schema, this.get(index)) as V;
  }

  *entries(): Generator<[index: number, values: V[]]> {
    const { schema } = this.valueCodec;
    let first = 0;
    for (const { values, count } of this.batches(false)) {
      for (let index = 0; index < count; index += 1) {
        const offset = index * this.valueBytes;
        yield [first + index, readPerCpu(schema, values, offset, this.#cpus, this.#stride) as V[]];
      }
      first += count;
    }
  }

  /** The sum of each element, in order. */
  totals(): V[] {
    return Array.from(this.entries(), ([, values]) => sumValues(this.valueCodec.schema, values) as V);
  }

  *[Symbol.iterator](): Generator<V[]> {
    for (const [, values] of this.entries()) yield values;
  }
}

/** Values of arrays and of single CPUs stand at multiples of 8 bytes. */
export function alignTo8(size: number): number {
  return Math.ceil(size / 8) * 8;
}

export function readPerCpu(schema: AnySchema, view: DataView, offset: number, cpus: number, stride: number): unknown[] {
  return Array.from({ length: cpus }, (_, cpu) => schema.read(view, offset + cpu * stride));
}

export function writePerCpu(
  schema: AnySchema,
  view: DataView,
  values: readonly unknown[],
  cpus: number,
  stride: number,
  path: string,
): void {
  if (!Array.isArray(values) || values.length !== cpus) {
    throw new YodelError("YDL4407", `${path} needs an array with a value for each of ${cpus} possible CPUs`);
  }
  for (const [cpu, value] of values.entries())
    schema.write(view, cpu * stride, value as never, `${path} of CPU ${cpu}`);
}
