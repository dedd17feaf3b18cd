import type { ObjectMap } from "../../object/object.ts";
import { Region } from "../memory.ts";
import { BPF_EXIST, BPF_F_LOCK, BPF_NOEXIST, errno, type SimulatedMap } from "./simulated-map.ts";

/** `array` and `percpu_array`: every element exists from the beginning, and is zero. */
export class SimulatedArray implements SimulatedMap {
  readonly name: string;
  readonly map: ObjectMap;
  readonly #perCpu: boolean;
  /** By CPU (only one where all share), then by index; made when first used. */
  readonly #values: Map<number, Region>[];

  constructor(map: ObjectMap, cpus: number, perCpu: boolean) {
    this.name = map.name;
    this.map = map;
    this.#perCpu = perCpu;
    this.#values = Array.from({ length: perCpu ? cpus : 1 }, () => new Map());
  }

  lookup(key: Uint8Array, cpu: number): Region | undefined {
    const index = indexOf(key);
    return index < this.map.maxEntries ? this.#value(index, this.#perCpu ? cpu : 0) : undefined;
  }

  peekAt(key: Uint8Array, cpu: number): Region | undefined {
    return this.lookup(key, cpu);
  }

  update(key: Uint8Array, value: Uint8Array, flags: number, cpu: number | undefined): number {
    const wanted = flags & ~BPF_F_LOCK;
    if (wanted > BPF_EXIST) return -errno.EINVAL;
    const index = indexOf(key);
    if (index >= this.map.maxEntries) return -errno.E2BIG;
    if (wanted === BPF_NOEXIST) return -errno.EEXIST;
    if (this.#perCpu && cpu === undefined) {
      for (const at of this.#values.keys()) this.#value(index, at).bytes.set(value);
    } else {
      this.#value(index, this.#perCpu ? (cpu ?? 0) : 0).bytes.set(value);
    }
    return 0;
  }

  delete(_key: Uint8Array): number {
    return -errno.EINVAL;
  }

  keys(): Uint8Array[] {
    return Array.from({ length: this.map.maxEntries }, (_, index) => {
      const key = new Uint8Array(4);
      new DataView(key.buffer).setUint32(0, index, true);
      return key;
    });
  }

  directValue(): Region | undefined {
    return this.#perCpu ? undefined : this.#value(0, 0);
  }

  #value(index: number, cpu: number): Region {
    const values = this.#values[cpu];
    if (values === undefined) throw new Error(`CPU ${cpu} is one of the simulated CPUs`);
    let value = values.get(index);
    if (value === undefined) {
      value = new Region(`the value of '${this.name}'`, new Uint8Array(this.map.valueSize));
      values.set(index, value);
    }
    return value;
  }
}

function indexOf(key: Uint8Array): number {
  return new DataView(key.buffer, key.byteOffset, key.byteLength).getUint32(0, true);
}
