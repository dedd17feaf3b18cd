import type { ObjectMap } from "../../object/object.ts";
import { BPF_EXIST, errno, type SimulatedMap, textOf } from "./simulated-map.ts";

/** What `queue`, `stack` and `bloom_filter` have: elements without keys. Answers are 0 or a negative errno. */
export interface ElementMap extends SimulatedMap {
  push(value: Uint8Array, flags: number): number;
  /** Puts the next element into `into`, or zeroes where there is none. */
  pop(into: Uint8Array): number;
  /** For a bloom filter: whether `into` was added. */
  peek(into: Uint8Array): number;
}

export function isElementMap(map: SimulatedMap): map is ElementMap {
  return "push" in map && "pop" in map && "peek" in map;
}

/** What maps without keys answer to the operations with keys. */
abstract class Keyless {
  readonly name: string;
  readonly map: ObjectMap;

  constructor(map: ObjectMap) {
    this.name = map.name;
    this.map = map;
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

  delete(): number {
    return -errno.EINVAL;
  }

  keys(): Uint8Array[] {
    return [];
  }
}

/** `queue` (first in, first out) and `stack` (last in, first out). */
export class SimulatedQueue extends Keyless implements ElementMap {
  readonly #values: Uint8Array[] = [];
  readonly #lastFirst: boolean;

  constructor(map: ObjectMap, lastFirst: boolean) {
    super(map);
    this.#lastFirst = lastFirst;
  }

  push(value: Uint8Array, flags: number): number {
    if (flags !== 0 && flags !== BPF_EXIST) return -errno.EINVAL;
    if (this.#values.length >= this.map.maxEntries) {
      if (flags !== BPF_EXIST) return -errno.E2BIG;
      this.#values.shift();
    }
    this.#values.push(value.slice());
    return 0;
  }

  pop(into: Uint8Array): number {
    const result = this.peek(into);
    if (result !== 0) return result;
    if (this.#lastFirst) this.#values.pop();
    else this.#values.shift();
    return 0;
  }

  peek(into: Uint8Array): number {
    const value = this.#lastFirst ? this.#values.at(-1) : this.#values[0];
    if (value) into.set(value);
    else into.fill(0);
    return value ? 0 : -errno.ENOENT;
  }
}

/** `bloom_filter`: says of what was added that it may be there. The simulated one is never wrong about the rest either. */
export class SimulatedBloomFilter extends Keyless implements ElementMap {
  readonly #added = new Set<string>();

  push(value: Uint8Array, flags: number): number {
    if (flags !== 0) return -errno.EINVAL;
    this.#added.add(textOf(value));
    return 0;
  }

  pop(_into: Uint8Array): number {
    return -errno.EOPNOTSUPP;
  }

  peek(into: Uint8Array): number {
    return this.#added.has(textOf(into)) ? 0 : -errno.ENOENT;
  }
}
