import { hex } from "./maps.ts";
import { Memory, type Pointer, pointerTo } from "./memory.ts";

/** Negative errno values, as registers hold them. Source: include/uapi/asm-generic/errno-base.h. */
const E2BIG = -7n;
const EAGAIN = -11n;
const EINVAL = -22n;

const BPF_EXIST = 2n;

/** A queue or a stack. */
export class QueueModel {
  /** In bytes. */
  readonly valueSize: number;
  readonly #values: Uint8Array[] = [];
  readonly #most: number;
  readonly #lastFirst: boolean;

  constructor(type: "queue" | "stack", valueSize: number, most: number) {
    this.valueSize = valueSize;
    this.#most = most;
    this.#lastFirst = type === "stack";
  }

  /** With BPF_EXIST, a full one loses what would come out last of a queue's beginning. Gives 0 or a negative errno. */
  push(value: Uint8Array, flags: bigint): bigint {
    if (flags !== 0n && flags !== BPF_EXIST) return EINVAL;
    if (this.#values.length >= this.#most) {
      if (flags !== BPF_EXIST) return E2BIG;
      this.#values.shift();
    }
    this.#values.push(value.slice());
    return 0n;
  }

  next(take: boolean): Uint8Array | undefined {
    if (!take) return this.#values.at(this.#lastFirst ? -1 : 0);
    return this.#lastFirst ? this.#values.pop() : this.#values.shift();
  }

  /** All values in the order in which they come out. */
  contents(): readonly Uint8Array[] {
    return this.#lastFirst ? this.#values.toReversed() : this.#values;
  }
}

/** Of each record, in bytes. Source: kernel/bpf/ringbuf.c. */
const RECORD_HEADER = 8;

/** A ring buffer that nobody reads from while programs run. */
export class RecordsModel {
  readonly #size: number;
  readonly #records: Memory[] = [];
  #used = 0;

  /** @param size in bytes */
  constructor(size: number) {
    this.#size = size;
  }

  reserve(length: number): Pointer | undefined {
    const room = Math.ceil((length + RECORD_HEADER) / 8) * 8;
    if (this.#used + room >= this.#size) return undefined;
    this.#used += room;
    const record = new Memory(length);
    this.#records.push(record);
    return pointerTo(record);
  }

  /** Gives 0 or a negative errno. */
  output(bytes: Uint8Array): bigint {
    const record = this.reserve(bytes.length);
    if (!record) return EAGAIN;
    record.memory.bytes.set(bytes);
    record.memory.fate = "submitted";
    return 0n;
  }

  /** What was handed over, in the order in which it was reserved. */
  contents(): readonly Uint8Array[] {
    const lost = this.#records.find(({ fate }) => fate === undefined);
    if (lost) throw new Error(`the record ${hex(lost.bytes)} was neither submitted nor discarded`);
    return this.#records.filter(({ fate }) => fate === "submitted").map(({ bytes }) => bytes);
  }
}
