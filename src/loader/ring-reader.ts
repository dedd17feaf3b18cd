/**
 * Reads records out of a ring buffer's memory. Source of the layout and the order of accesses: kernel/bpf/ringbuf.c.
 *
 * Positions count bytes from the beginning of time, in 64 bits. A record is a header of 8 bytes and its data, rounded up to 8
 * bytes; the first 32 bits of the header are its length and two flags. The data pages follow each other twice in memory, so that
 * a record that goes on at the beginning is in one piece.
 *
 * No more than a buffer's size lies between two positions, so their lower halves are enough to compare them: numbers, where the
 * whole would be a bigint for each record.
 */

/** Set as long as the program that reserved the record has not submitted it. */
const BUSY = 0x8000_0000;
/** Set when it was given up. */
const DISCARDED = 0x4000_0000;
/** In bytes. */
const HEADER_SIZE = 8;

export interface RingMemory {
  /** 64 bits that this side writes. */
  readonly consumer: ArrayBuffer;
  /** 64 bits that the kernel writes. */
  readonly producer: ArrayBuffer;
  /** The data pages, twice. */
  readonly data: ArrayBuffer;
  /** Where the data pages begin in `data`, in bytes. */
  readonly dataOffset: number;
  /** Size in bytes of the data pages: a power of two. */
  readonly size: number;
}

/** Gets a record: `length` bytes at `offset` of a view of the whole buffer. They are overwritten after it returns. */
export type Consume = (view: DataView, offset: number, length: number) => void;

export class RingReader {
  readonly #consumer: BigUint64Array;
  readonly #consumerHalves: Int32Array;
  readonly #producerHalves: Int32Array;
  readonly #headers: Int32Array;
  readonly #view: DataView;
  readonly #mask: number;

  constructor({ consumer, producer, data, dataOffset, size }: RingMemory) {
    this.#consumer = new BigUint64Array(consumer, 0, 1);
    this.#consumerHalves = new Int32Array(consumer, 0, 2);
    this.#producerHalves = new Int32Array(producer, 0, 2);
    this.#headers = new Int32Array(data, dataOffset, (2 * size) / 4);
    this.#view = new DataView(data, dataOffset, 2 * size);
    this.#mask = size - 1;
  }

  /**
   * Gives the next record that was submitted to `consume`, and its place to the kernel afterwards, also when `consume` throws.
   * @returns false when there is none
   */
  next(consume: Consume): boolean {
    // Another process may have read in between.
    let position = Atomics.load(this.#consumerHalves, 0) >>> 0;
    // The kernel publishes a record's header before the position behind it.
    const end = Atomics.load(this.#producerHalves, 0) >>> 0;
    while (position !== end) {
      const place = (position & this.#mask) >>> 0;
      const header = Atomics.load(this.#headers, place / 4) >>> 0;
      if ((header & BUSY) !== 0) return false;
      const length = (header & ~(BUSY | DISCARDED)) >>> 0;
      const next = position + ((length + HEADER_SIZE + 7) & ~7);
      if ((header & DISCARDED) !== 0) {
        this.#release(next);
        position = next >>> 0;
        continue;
      }
      try {
        consume(this.#view, place + HEADER_SIZE, length);
      } finally {
        this.#release(next);
      }
      return true;
    }
    return false;
  }

  /** The kernel wakes a reader only for the record at which it stands, so each one is released when it is done. */
  #release(next: number): void {
    // Whoever closed the buffer while it was read has nothing to release any more.
    if (this.#consumer.length === 0) return;
    if (next <= 0xffff_ffff) {
      Atomics.store(this.#consumerHalves, 0, next);
      return;
    }
    // Both halves change at once, every 4 GB.
    const high = (Atomics.load(this.#consumer, 0) >> 32n) + 1n;
    Atomics.store(this.#consumer, 0, (high << 32n) | BigInt(next >>> 0));
  }
}
