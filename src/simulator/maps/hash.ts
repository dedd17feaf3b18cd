import type { ObjectMap } from "../../object/object.ts";
import { Region } from "../memory.ts";
import { errno, refusal, type SimulatedMap, textOf } from "./simulated-map.ts";

export interface HashOptions {
  readonly perCpu: boolean;
  /** When full, the entry that was not used for the longest time makes room. */
  readonly leastRecentlyUsed: boolean;
}

interface Entry {
  readonly key: Uint8Array;
  /** One for each CPU, or one for all. */
  readonly values: readonly Region[];
}

/** `hash`, `percpu_hash`, `lru_hash` and `lru_percpu_hash`. */
export class SimulatedHash implements SimulatedMap {
  readonly name: string;
  readonly map: ObjectMap;
  readonly #cpus: number;
  readonly #options: HashOptions;
  /** The entry used last stands last, where that matters. */
  readonly #entries = new Map<string, Entry>();

  constructor(map: ObjectMap, cpus: number, options: HashOptions) {
    this.name = map.name;
    this.map = map;
    this.#cpus = options.perCpu ? cpus : 1;
    this.#options = options;
  }

  lookup(key: Uint8Array, cpu: number): Region | undefined {
    const text = textOf(key);
    const entry = this.#entries.get(text);
    if (entry && this.#options.leastRecentlyUsed) {
      this.#entries.delete(text);
      this.#entries.set(text, entry);
    }
    return entry?.values[this.#options.perCpu ? cpu : 0];
  }

  peekAt(key: Uint8Array, cpu: number): Region | undefined {
    return this.#entries.get(textOf(key))?.values[this.#options.perCpu ? cpu : 0];
  }

  update(key: Uint8Array, value: Uint8Array, flags: number, cpu: number | undefined): number {
    const text = textOf(key);
    const old = this.#entries.get(text);
    const refused = refusal(flags, old !== undefined);
    if (refused !== 0) return refused;
    if (old !== undefined && this.#options.perCpu) {
      for (const [at, region] of old.values.entries()) if (cpu === undefined || at === cpu) region.bytes.set(value);
      return 0;
    }
    if (old !== undefined) {
      this.#remove(text, old, "an update has replaced");
    } else if (this.#entries.size >= this.map.maxEntries) {
      const oldest = this.#options.leastRecentlyUsed ? this.#entries.entries().next().value : undefined;
      if (oldest === undefined) return -errno.E2BIG;
      this.#remove(oldest[0], oldest[1], "had to make room for another entry");
    }
    const values = Array.from({ length: this.#cpus }, (_, at) => {
      const bytes = new Uint8Array(this.map.valueSize);
      if (cpu === undefined || at === cpu || !this.#options.perCpu) bytes.set(value);
      return new Region(`the value of '${this.name}'`, bytes);
    });
    this.#entries.set(text, { key: key.slice(), values });
    return 0;
  }

  delete(key: Uint8Array): number {
    const text = textOf(key);
    const entry = this.#entries.get(text);
    if (entry === undefined) return -errno.ENOENT;
    this.#remove(text, entry, "was deleted");
    return 0;
  }

  keys(): Uint8Array[] {
    return Array.from(this.#entries.values(), ({ key }) => key.slice());
  }

  #remove(text: string, entry: Entry, why: string): void {
    this.#entries.delete(text);
    for (const value of entry.values) value.remove(`${why} since it was looked up`);
  }
}
