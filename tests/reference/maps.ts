import type { MapDefinition } from "../../src/define/definitions.ts";
import { Memory } from "./memory.ts";

/** Negative errno values, as registers hold them. Source: include/uapi/asm-generic/errno-base.h. */
const ENOENT = -2n;
const E2BIG = -7n;
const EEXIST = -17n;
const EINVAL = -22n;

const BPF_NOEXIST = 1n;
const BPF_EXIST = 2n;

/** What a program can do with a map. Of a per-CPU map it holds the values of the one CPU that runs programs. */
export interface MapModel {
  /** In bytes. */
  readonly keySize: number;
  /** In bytes. */
  readonly valueSize: number;
  lookup(key: Uint8Array): Memory | undefined;
  /** Gives 0 or a negative errno. */
  update(key: Uint8Array, value: Uint8Array, flags: bigint): bigint;
  delete(key: Uint8Array): bigint;
  /** All elements: keys are their bytes in hexadecimal. */
  entries(): [key: string, value: Memory][];
}

export function modelOf(definition: MapDefinition): MapModel {
  const size = definition.value?.size ?? 0;
  const keySize = definition.key?.size ?? 4;
  switch (definition.type) {
    case "array":
    case "percpu_array":
      return new ArrayModel(size, definition.maxEntries);
    case "hash":
    case "percpu_hash":
      return new HashModel(keySize, size, definition.maxEntries);
    default:
      throw new Error(`the reference has no model of ${definition.type} maps`);
  }
}

class ArrayModel implements MapModel {
  readonly keySize = 4;
  readonly valueSize: number;
  readonly values: readonly Memory[];

  constructor(size: number, length: number) {
    this.valueSize = size;
    this.values = Array.from({ length }, () => new Memory(size));
  }

  lookup(key: Uint8Array): Memory | undefined {
    return this.values[indexOf(key)];
  }

  update(key: Uint8Array, value: Uint8Array, flags: bigint): bigint {
    if (flags > BPF_EXIST) return EINVAL;
    const element = this.values[indexOf(key)];
    if (!element) return E2BIG;
    if (flags === BPF_NOEXIST) return EEXIST;
    element.bytes.set(value);
    return 0n;
  }

  delete(): bigint {
    return EINVAL;
  }

  entries(): [string, Memory][] {
    return this.values.map((value, index) => [String(index), value]);
  }
}

class HashModel implements MapModel {
  readonly #values = new Map<string, Memory>();
  readonly keySize: number;
  readonly valueSize: number;
  readonly #most: number;

  constructor(keySize: number, valueSize: number, most: number) {
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.#most = most;
  }

  lookup(key: Uint8Array): Memory | undefined {
    return this.#values.get(hex(key));
  }

  update(key: Uint8Array, value: Uint8Array, flags: bigint): bigint {
    if (flags > BPF_EXIST) return EINVAL;
    const name = hex(key);
    const known = this.#values.get(name);
    if (known && flags === BPF_NOEXIST) return EEXIST;
    if (!known && flags === BPF_EXIST) return ENOENT;
    if (known) {
      known.bytes.set(value);
      return 0n;
    }
    if (this.#values.size >= this.#most) return E2BIG;
    const memory = new Memory(this.valueSize);
    memory.bytes.set(value);
    this.#values.set(name, memory);
    return 0n;
  }

  delete(key: Uint8Array): bigint {
    return this.#values.delete(hex(key)) ? 0n : ENOENT;
  }

  entries(): [string, Memory][] {
    return [...this.#values];
  }
}

function indexOf(key: Uint8Array): number {
  return new DataView(key.buffer, key.byteOffset).getUint32(0, true);
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
