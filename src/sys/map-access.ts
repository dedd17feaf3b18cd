import { mapBatchAttributes, mapElementAttributes } from "./attributes.ts";
import { bpfCall, type Command } from "./bpf.ts";
import { checked, errno } from "./errno.ts";

/**
 * Reads and writes single elements of a map through two buffers that are made once, so that a lookup is a system call
 * and nothing else. Fill `key` (and `value`), call, read `value`.
 */
export class ElementAccess {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly value: Uint8Array<ArrayBuffer>;
  readonly keyView: DataView;
  readonly valueView: DataView;
  readonly #attributes: Uint8Array<ArrayBuffer>;
  readonly #flags: DataView;
  /** As above, with the next key where the value is. */
  readonly #nextAttributes: Uint8Array<ArrayBuffer>;
  readonly #nextKey: Uint8Array<ArrayBuffer>;
  /** With the key alone: the kernel refuses to delete when the fields behind it are set. */
  readonly #keyAttributes: Uint8Array<ArrayBuffer>;

  /** @param valueSize in bytes, for all CPUs where each has its own value */
  constructor(mapFd: number, keySize: number, valueSize: number) {
    this.key = new Uint8Array(keySize);
    this.value = new Uint8Array(valueSize);
    this.keyView = new DataView(this.key.buffer);
    this.valueView = new DataView(this.value.buffer);
    this.#nextKey = new Uint8Array(keySize);
    this.#attributes = mapElementAttributes.encode({ mapFd, key: this.key, value: this.value });
    this.#nextAttributes = mapElementAttributes.encode({ mapFd, key: this.key, value: this.#nextKey });
    this.#keyAttributes = mapElementAttributes.encode({ mapFd, key: this.key });
    this.#flags = new DataView(this.#attributes.buffer);
  }

  /** Reads the value of `key`; false when there is none. */
  lookup(): boolean {
    return this.#call("BPF_MAP_LOOKUP_ELEM", this.#attributes, 0, errno.ENOENT);
  }

  /** Reads the value of `key` and deletes it; false when there is none. For hash maps since 5.14. */
  take(): boolean {
    return this.#call("BPF_MAP_LOOKUP_AND_DELETE_ELEM", this.#attributes, 0, errno.ENOENT);
  }

  /** @param flags `BPF_ANY` 0, `BPF_NOEXIST` 1, `BPF_EXIST` 2 */
  update(flags = 0): void {
    this.#call("BPF_MAP_UPDATE_ELEM", this.#attributes, flags);
  }

  /** False when there was none. */
  delete(): boolean {
    return this.#call("BPF_MAP_DELETE_ELEM", this.#keyAttributes, undefined, errno.ENOENT);
  }

  /** Puts the key that follows `key` (the first one when that is gone or `first`) in `key`; false at the end. */
  advance(first: boolean): boolean {
    const attributes = first
      ? mapElementAttributes.encode({ mapFd: this.#mapFd(), value: this.#nextKey })
      : this.#nextAttributes;
    if (!this.#call("BPF_MAP_GET_NEXT_KEY", attributes, undefined, errno.ENOENT)) return false;
    this.key.set(this.#nextKey);
    return true;
  }

  #mapFd(): number {
    return this.#flags.getUint32(mapElementAttributes.offsets.mapFd, true);
  }

  #call(command: Command, attributes: Uint8Array, flags: number | undefined, absent?: number): boolean {
    if (flags !== undefined) this.#flags.setUint32(mapElementAttributes.offsets.flags, flags, true);
    const result = bpfCall(command, attributes, this);
    if (absent !== undefined && result === -absent) return false;
    checked(`bpf(${command})`, result);
    return true;
  }
}

/** One batch: `count` keys and values, one after the other. */
export interface Batch {
  readonly keys: Uint8Array;
  readonly values: Uint8Array;
  readonly count: number;
}

/**
 * Reads a whole map (with `take` also deletes what is read) in batches of `batchSize` elements. The arrays of a batch are
 * reused for the next.
 * @param valueSize in bytes, for all CPUs where each has its own value
 * @kernel 5.6
 * @throws {SystemCallError} EINVAL or ENOTSUPP: this kernel or map type has no batches; nothing has been yielded then
 */
export function* readBatches(
  mapFd: number,
  keySize: number,
  valueSize: number,
  batchSize: number,
  take: boolean,
): Generator<Batch> {
  const command: Command = take ? "BPF_MAP_LOOKUP_AND_DELETE_BATCH" : "BPF_MAP_LOOKUP_BATCH";
  // The position is opaque: a bucket number for hash maps, a key for arrays.
  const position = new Uint8Array(Math.max(keySize, 8));
  let inBatch: Uint8Array | undefined;
  let size = batchSize;
  let keys = new Uint8Array(keySize * size);
  let values = new Uint8Array(valueSize * size);
  for (;;) {
    const arguments_ = { inBatch, outBatch: position, keys, values, count: size, mapFd };
    const attributes = mapBatchAttributes.encode(arguments_);
    const result = bpfCall(command, attributes, arguments_);
    if (result === -errno.ENOSPC) {
      // A bucket holds more elements than there is room for; nothing was read.
      size *= 2;
      keys = new Uint8Array(keySize * size);
      values = new Uint8Array(valueSize * size);
      continue;
    }
    if (result !== -errno.ENOENT) checked(`bpf(${command})`, result);
    const { count } = mapBatchAttributes.decode(attributes);
    if (count > 0) yield { keys, values, count };
    if (result === -errno.ENOENT) return;
    inBatch = position;
  }
}
