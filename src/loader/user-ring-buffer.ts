import { YodelError } from "../errors/index.ts";
import type { BpfObject } from "../object/object.ts";
import { pageSize } from "../sys/machine.ts";
import { mapMemory } from "../sys/mmap.ts";
import type { LiveMap } from "./create-maps.ts";
import { MapHandle } from "./map-handle.ts";

/** Of each record, in bytes: its length, and 32 bits that the kernel does not read. */
const HEADER_SIZE = 8;

/**
 * A ring buffer in the other direction: this side writes records, and programs read them (`bpf_user_ringbuf_drain`). Source of the
 * layout and the order of accesses: `__bpf_user_ringbuf_peek` in kernel/bpf/ringbuf.c.
 * ```ts
 * bpf.maps.commands.write(new Uint8Array([1, 2, 3, 4]));
 * ```
 * @kernel 6.1
 */
export class UserRingBufferHandle extends MapHandle {
  readonly #consumer: BigUint64Array;
  readonly #producer: BigUint64Array;
  readonly #data: DataView;
  readonly #unmap: () => void;
  #open = true;

  constructor(object: BpfObject, live: LiveMap) {
    super(object, live);
    const page = pageSize();
    const consumer = mapMemory(this.fd, page, false);
    const rest = mapMemory(this.fd, page + 2 * this.size, true, page);
    this.#consumer = new BigUint64Array(consumer.bytes.buffer, 0, 1);
    this.#producer = new BigUint64Array(rest.bytes.buffer, 0, 1);
    this.#data = new DataView(rest.bytes.buffer, page);
    this.#unmap = () => {
      rest.unmap();
      consumer.unmap();
    };
  }

  /** Of the buffer, in bytes. */
  get size(): number {
    return this.map.maxEntries;
  }

  /**
   * Writes a record of at least one byte, in one piece.
   * @returns false when there is no room until programs have read others
   * @throws {YodelError} the record is larger than the buffer, or empty, or the map is closed
   */
  write(record: Uint8Array): boolean {
    // Asking for it fails when the map is closed.
    void this.fd;
    const taken = HEADER_SIZE + Math.ceil(record.length / 8) * 8;
    if (record.length === 0 || taken > this.size) {
      throw new YodelError("YDL4423", `a record of ${record.length} bytes does not go into '${this.name}'`, {
        hint: `it takes records of 1 to ${this.size - HEADER_SIZE} bytes`,
      });
    }
    const position = Atomics.load(this.#producer, 0);
    const used = Number(position - Atomics.load(this.#consumer, 0));
    if (used + taken > this.size) return false;
    const place = Number(position % BigInt(this.size));
    // What goes on at the beginning is in one piece, as the data pages are there twice.
    this.#data.setUint32(place, record.length, true);
    this.#data.setUint32(place + 4, 0, true);
    new Uint8Array(this.#data.buffer, this.#data.byteOffset + place + HEADER_SIZE, record.length).set(record);
    // The position last: up to there the kernel reads.
    Atomics.store(this.#producer, 0, position + BigInt(taken));
    return true;
  }

  override close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#unmap();
    super.close();
  }
}
