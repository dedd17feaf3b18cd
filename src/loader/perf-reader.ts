import type { Consume } from "./ring-reader.ts";

/**
 * Reads records out of the memory of a perf event. Source of the layout: `struct perf_event_mmap_page` and `enum perf_event_type`
 * in include/uapi/linux/perf_event.h.
 *
 * A record is a header of 8 bytes (its type, flags, and its whole size) and its contents. One that goes on at the beginning of
 * the data pages is put together first.
 */

/** In the first page: where the kernel writes next, and up to where this side has read. In bytes. */
const HEAD_OFFSET = 1024;
const TAIL_OFFSET = 1032;
const HEADER_SIZE = 8;

const PERF_RECORD_LOST = 2;
const PERF_RECORD_SAMPLE = 9;

export class PerfReader {
  /** Records that found no room. */
  lost = 0;
  readonly #positions: BigUint64Array;
  readonly #data: Uint8Array;
  readonly #mask: bigint;

  /** @param memory the first page, and behind it data pages of a power of two of bytes */
  constructor(memory: ArrayBuffer, page: number) {
    this.#positions = new BigUint64Array(memory, HEAD_OFFSET, 2);
    this.#data = new Uint8Array(memory, page);
    this.#mask = BigInt(this.#data.length - 1);
  }

  /**
   * Gives the next record to `consume`, padded to a multiple of 8 bytes less 4, and its place to the kernel afterwards, also when
   * `consume` throws.
   * @returns false when there is none
   */
  next(consume: Consume): boolean {
    const head = Atomics.load(this.#positions, 0);
    let tail = Atomics.load(this.#positions, (TAIL_OFFSET - HEAD_OFFSET) / 8);
    while (tail < head) {
      const header = view(this.#read(tail, HEADER_SIZE));
      const size = header.getUint16(6, true);
      const contents = this.#read(tail + BigInt(HEADER_SIZE), size - HEADER_SIZE);
      const type = header.getUint32(0, true);
      tail += BigInt(size);
      try {
        if (type === PERF_RECORD_SAMPLE) {
          const record = view(contents);
          consume(record, 4, record.getUint32(0, true));
          return true;
        }
        if (type === PERF_RECORD_LOST) this.lost += Number(view(contents).getBigUint64(8, true));
      } finally {
        this.#release(tail);
      }
    }
    return false;
  }

  #read(position: bigint, length: number): Uint8Array {
    const place = Number(position & this.#mask);
    const first = this.#data.subarray(place, place + length);
    if (first.length === length) return first;
    const whole = new Uint8Array(length);
    whole.set(first);
    whole.set(this.#data.subarray(0, length - first.length), first.length);
    return whole;
  }

  #release(tail: bigint): void {
    // Whoever closed the buffer while it was read has nothing to release any more.
    if (this.#positions.length > 0) Atomics.store(this.#positions, (TAIL_OFFSET - HEAD_OFFSET) / 8, tail);
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
