import { type AnySchema, bytes } from "../../schema/index.ts";
import { SimulatorError } from "../errors.ts";
import { KeyedMap } from "./hash-map.ts";

/** In bytes: how many bits count stands in front of the data. */
const PREFIX_SIZE = 4;

/** A prefix whose data is no address. */
export interface Prefix<Data = unknown> {
  /** In bits. */
  readonly prefixLength: number;
  readonly data: Data;
}

/** An LPM trie: a JavaScript `Map` with keys such as `"10.0.0.0/8"` for addresses, else `{ prefixLength, data }`. */
export class SimulatedLpmTrieMapHandle<K, V> extends KeyedMap<K, V> {
  /** The value of the longest prefix that `data` begins with. */
  match(data: unknown): V | undefined {
    const { keySize } = this.simulated.map;
    const prefixLength = (keySize - PREFIX_SIZE) * 8;
    const key = this.encodeKey(typeof data === "string" ? `${data}/${prefixLength}` : { prefixLength, data });
    const region = this.simulated.lookup(key, 0);
    return region && (this.decodeValue(region) as V);
  }

  protected read(key: Uint8Array): V | undefined {
    const region = this.simulated.peekAt(key, 0);
    return region && (this.decodeValue(region) as V);
  }

  protected write(key: Uint8Array, value: V): number {
    return this.simulated.update(key, this.encodeValue(value), 0, undefined);
  }

  protected override encodeKey(key: unknown): Uint8Array {
    const { prefixLength, data } = typeof key === "string" ? this.#parse(key) : (key as Prefix);
    const encoded = new Uint8Array(this.simulated.map.keySize);
    const most = (encoded.length - PREFIX_SIZE) * 8;
    if (!Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > most) {
      throw new SimulatorError("YDL7025", `${this.name} key: a prefix has 0 to ${most} bits, not ${prefixLength}`);
    }
    const view = new DataView(encoded.buffer);
    view.setUint32(0, prefixLength, true);
    this.#dataSchema().write(view, PREFIX_SIZE, data as never, `${this.name} key`);
    return encoded;
  }

  protected override decodeKey(key: Uint8Array): K {
    const prefixLength = new DataView(key.buffer, key.byteOffset).getUint32(0, true);
    const data = this.#dataSchema().decode(key, PREFIX_SIZE);
    return (typeof data === "string" ? `${data}/${prefixLength}` : { prefixLength, data }) as K;
  }

  #parse(text: string): Prefix<string> {
    const [, data, length] = /^([^/]+)\/(\d+)$/.exec(text) ?? [];
    if (data !== undefined) return { prefixLength: Number(length), data };
    throw new SimulatorError("YDL7025", `${this.name} key: ${JSON.stringify(text)} is no prefix`, {
      hint: 'write it as "10.0.0.0/8"',
    });
  }

  /** What follows the prefix length in the key's struct. */
  #dataSchema(): AnySchema {
    const schema = this.keySchema;
    const field = schema.kind === "struct" && schema.fields.length === 2 ? schema.fields[1] : undefined;
    return field?.offset === PREFIX_SIZE ? field.schema : bytes(this.simulated.map.keySize - PREFIX_SIZE);
  }
}
