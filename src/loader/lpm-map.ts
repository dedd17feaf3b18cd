import { YodelError } from "../errors/index.ts";
import type { BpfObject } from "../object/object.ts";
import type { AnySchema, UserInput } from "../schema/index.ts";
import type { ElementAccess } from "../sys/map-access.ts";
import { codecOf } from "./codec.ts";
import type { LiveMap } from "./create-maps.ts";
import { HashMapHandle } from "./hash-map.ts";

/** In bytes: how many bits count stands in front of the data. */
const DATA_OFFSET = 4;

/** A prefix of data that is no address. */
export interface Prefix<Data = unknown> {
  /** How many leading bits count. */
  readonly prefixLength: number;
  readonly data: Data;
}

/** How user space writes prefixes: those of addresses as text, such as `"10.0.0.0/8"`. */
export type PrefixOf<Data> = Data extends string ? `${string}/${number}` : Prefix<Data>;

/**
 * An LPM trie, with the methods of a JavaScript `Map` from prefixes to values. Bits of a key behind its prefix become zero:
 * `"10.1.2.3/8"` is `"10.0.0.0/8"`. `match` looks up as the kernel does.
 */
export class LpmTrieMapHandle<Data, V> extends HashMapHandle<PrefixOf<Data>, V> {
  readonly #object: BpfObject;
  readonly #keyType: number;
  #schema: AnySchema | undefined;

  constructor(object: BpfObject, live: LiveMap) {
    // Without a type, keys are bytes: what they mean is decided here.
    super(object, { ...live, map: { ...live.map, keyType: 0 } });
    this.#object = object;
    this.#keyType = live.map.keyType;
  }

  /** The value of the longest prefix that `data` begins with. */
  match(data: UserInput<Data>): V | undefined {
    const access = this.#fill({ prefixLength: this.#bits, data });
    return access.lookup() ? this.readEntry(access.valueView, 0) : undefined;
  }

  override get(key: UserInput<PrefixOf<Data>>): V | undefined {
    return this.#find(key) ? this.readEntry(this.access().valueView, 0) : undefined;
  }

  override has(key: UserInput<PrefixOf<Data>>): boolean {
    return this.#find(key);
  }

  protected override accessAt(key: unknown): ElementAccess {
    return this.#fill(this.#parse(key));
  }

  protected override readKey(view: DataView, offset: number): PrefixOf<Data> {
    const prefixLength = view.getUint32(offset, true);
    const data = this.#data.read(view, offset + DATA_OFFSET);
    return (typeof data === "string" ? `${data}/${prefixLength}` : { prefixLength, data }) as PrefixOf<Data>;
  }

  /**
   * Puts the value of exactly this key into the access's buffer. The kernel looks up the longest prefix, not an equal one: when the
   * next shorter key finds an equal value, only a walk over all keys tells which of them there is.
   */
  #find(key: unknown): boolean {
    const { prefixLength, data } = this.#parse(key);
    const access = this.#fill({ prefixLength, data });
    const wanted = access.key.join();
    if (!access.lookup()) return false;
    if (prefixLength === 0) return true;
    const found = access.value.slice();
    if (!this.#fill({ prefixLength: prefixLength - 1, data }).lookup() || access.value.join() !== found.join()) {
      access.value.set(found);
      return true;
    }
    const { keySize } = this.map;
    for (const { keys, values, count } of this.batches(false)) {
      for (let index = 0; index < count; index += 1) {
        if (bytesAt(keys, index * keySize, keySize).join() !== wanted) continue;
        access.value.set(bytesAt(values, index * this.valueBytes, this.valueBytes));
        return true;
      }
    }
    return false;
  }

  #parse(key: unknown): Prefix {
    if (typeof key === "string") {
      const [, data, length] = /^([^/]+)\/(\d+)$/.exec(key) ?? [];
      if (data !== undefined) return { data, prefixLength: Number(length) };
    } else if (typeof key === "object" && key !== null && "prefixLength" in key && "data" in key) {
      return key as Prefix;
    }
    const isText = "text" in this.#data && this.#data.text !== undefined;
    throw new YodelError(
      "YDL4419",
      `${JSON.stringify(key)} is no prefix: the map '${this.name}' can't have such a key`,
      {
        hint: `write ${isText ? '"ADDRESS/LENGTH", such as "10.0.0.0/8"' : "{ prefixLength, data }"}`,
      },
    );
  }

  /** Fills in the key, with zeros behind the prefix. */
  #fill({ prefixLength, data }: Prefix): ElementAccess {
    if (!Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > this.#bits) {
      throw new YodelError(
        "YDL4419",
        `a prefix in the map '${this.name}' has 0 to ${this.#bits} bits, not ${prefixLength}`,
      );
    }
    const access = this.access();
    access.key.fill(0);
    access.keyView.setUint32(0, prefixLength, true);
    this.#data.write(access.keyView, DATA_OFFSET, data as never, `${this.name} key`);
    const whole = DATA_OFFSET + Math.floor(prefixLength / 8);
    const rest = prefixLength % 8;
    if (rest !== 0) access.key[whole] = (access.key[whole] ?? 0) & (0xff00 >> rest);
    access.key.fill(0, rest === 0 ? whole : whole + 1);
    return access;
  }

  get #bits(): number {
    return this.#data.size * 8;
  }

  /** What follows the length in the key's struct; bytes, where the object does not say. */
  get #data(): AnySchema {
    this.#schema ??= this.#dataSchema();
    return this.#schema;
  }

  #dataSchema(): AnySchema {
    const size = this.map.keySize;
    const key = codecOf(this.#object, this.#keyType, size);
    const data = key.kind === "struct" && key.fields.length === 2 ? key.fields[1] : undefined;
    return data?.offset === DATA_OFFSET ? data.schema : codecOf(this.#object, 0, size - DATA_OFFSET);
  }
}

function bytesAt(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}
