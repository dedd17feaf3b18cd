import type { ObjectMap } from "../../object/object.ts";
import { Region } from "../memory.ts";
import { errno, refusal, type SimulatedMap, textOf } from "./simulated-map.ts";

/** In bytes: how many bits count stands in front of the data. */
const PREFIX_SIZE = 4;

interface Entry {
  readonly key: Uint8Array;
  readonly value: Region;
}

/** `lpm_trie`: a lookup finds the longest prefix of its data. */
export class SimulatedTrie implements SimulatedMap {
  readonly name: string;
  readonly map: ObjectMap;
  readonly #entries = new Map<string, Entry>();

  constructor(map: ObjectMap) {
    this.name = map.name;
    this.map = map;
  }

  lookup(key: Uint8Array): Region | undefined {
    const longest = this.#lengthOf(key);
    if (longest === undefined) return undefined;
    for (let length = longest; length >= 0; length -= 1) {
      const entry = this.#entries.get(textOf(withPrefix(key, length)));
      if (entry) return entry.value;
    }
    return undefined;
  }

  peekAt(key: Uint8Array): Region | undefined {
    const length = this.#lengthOf(key);
    return length === undefined ? undefined : this.#entries.get(textOf(withPrefix(key, length)))?.value;
  }

  update(key: Uint8Array, value: Uint8Array, flags: number): number {
    const length = this.#lengthOf(key);
    if (length === undefined) return -errno.EINVAL;
    const kept = withPrefix(key, length);
    const text = textOf(kept);
    const old = this.#entries.get(text);
    const refused = refusal(flags, old !== undefined);
    if (refused !== 0) return refused;
    if (old === undefined && this.#entries.size >= this.map.maxEntries) return -errno.ENOSPC;
    old?.value.remove("an update has replaced since it was looked up");
    this.#entries.set(text, { key: kept, value: new Region(`the value of '${this.name}'`, value.slice()) });
    return 0;
  }

  delete(key: Uint8Array): number {
    const length = this.#lengthOf(key);
    if (length === undefined) return -errno.EINVAL;
    const text = textOf(withPrefix(key, length));
    const entry = this.#entries.get(text);
    if (entry === undefined) return -errno.ENOENT;
    this.#entries.delete(text);
    entry.value.remove("was deleted since it was looked up");
    return 0;
  }

  keys(): Uint8Array[] {
    return Array.from(this.#entries.values(), ({ key }) => key.slice());
  }

  /** In bits; undefined when the data has fewer. */
  #lengthOf(key: Uint8Array): number | undefined {
    const length = new DataView(key.buffer, key.byteOffset, key.byteLength).getUint32(0, true);
    return length <= (this.map.keySize - PREFIX_SIZE) * 8 ? length : undefined;
  }
}

/** The key of a prefix: what does not count is zero. */
function withPrefix(key: Uint8Array, length: number): Uint8Array {
  const kept = key.slice();
  new DataView(kept.buffer).setUint32(0, length, true);
  for (let index = PREFIX_SIZE; index < kept.length; index += 1) {
    const bits = Math.min(8, Math.max(0, length - (index - PREFIX_SIZE) * 8));
    kept[index] = kept[index]! & (0xff << (8 - bits));
  }
  return kept;
}
