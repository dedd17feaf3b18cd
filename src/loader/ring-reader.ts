/**
 * Reads records out of a ring buffer's memory. Source of the layout and the order of accesses: kernel/bpf/ringbuf.c.
 *
 * Positions count bytes from the beginning of time. A record is a header of 8 bytes and its data, rounded up to 8 bytes; the first
 * 32 bits of the header are its length and two flags. The data pages follow each other twice in memory, so that a record that
 * goes on at the beginning is in one piece.
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

export class RingReader {
  readonly #consumer: BigInt64Array;
  readonly #producer: BigInt64Array;
  readonly #headers: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #mask: bigint;
  #position: bigint;

  constructor({ consumer, producer, data, dataOffset, size }: RingMemory) {
    this.#consumer = new BigInt64Array(consumer, 0, 1);
    this.#producer = new BigInt64Array(producer, 0, 1);
    this.#headers = new Int32Array(data, dataOffset, (2 * size) / 4);
    this.#bytes = new Uint8Array(data, dataOffset, 2 * size);
    this.#mask = BigInt(size - 1);
    this.#position = Atomics.load(this.#consumer, 0);
  }

  /**
   * Gives the next record that was submitted to `consume`, and its place to the kernel afterwards, also when `consume` throws.
   * The bytes are the buffer's own: they must not be touched after `consume` returns.
   * @returns false when there is none
   */
  next(consume: (record: Uint8Array) => void): boolean {
    // The kernel publishes a record's header before the position behind it.
    const end = Atomics.load(this.#producer, 0);
    while (this.#position < end) {
      const place = Number(this.#position & this.#mask);
      const header = Atomics.load(this.#headers, place / 4) >>> 0;
      if ((header & BUSY) !== 0) return false;
      const isDiscarded = (header & DISCARDED) !== 0;
      const length = (header & ~(BUSY | DISCARDED)) >>> 0;
      this.#position += BigInt(Math.ceil((length + HEADER_SIZE) / 8) * 8);
      if (isDiscarded) {
        this.#release();
        continue;
      }
      try {
        consume(this.#bytes.subarray(place + HEADER_SIZE, place + HEADER_SIZE + length));
      } finally {
        this.#release();
      }
      return true;
    }
    return false;
  }

  /** The kernel wakes a reader only for the record at which it stands, so each one is released when it is done. */
  #release(): void {
    // Whoever closed the buffer while it was read has nothing to release any more.
    if (this.#consumer.length === 0) return;
    Atomics.store(this.#consumer, 0, this.#position);
  }
}
