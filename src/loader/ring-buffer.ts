import { sizeOf } from "../btf/layout.ts";
import { YodelError } from "../errors/index.ts";
import type { BpfObject } from "../object/object.ts";
import type { AnySchema } from "../schema/index.ts";
import { pageSize } from "../sys/machine.ts";
import { mapMemory } from "../sys/mmap.ts";
import { sys } from "../sys/sys.ts";
import { codecOf } from "./codec.ts";
import type { LiveMap } from "./create-maps.ts";
import { MapHandle } from "./map-handle.ts";
import { RingReader } from "./ring-reader.ts";

/** A handle of a variable that counts lost records. */
export type LostCounter = { readonly value: unknown } | { sum(): unknown };

/** Records that an iteration gives in a row, before timers and other events have their turn. */
const MOST_IN_A_ROW = 1024;

/**
 * A ring buffer: records are read without a system call, and waited for without a thread. Several readers share the records: each
 * record goes to one of them.
 * ```ts
 * for await (const event of bpf.maps.events) console.log(event.pid);
 * ```
 * The iteration ends when the map is closed.
 */
export class RingBufferHandle<V> extends MapHandle {
  readonly #object: BpfObject;
  readonly #waiting: (() => void)[] = [];
  #listener: { close(): void } | undefined;
  #schema: AnySchema | undefined;
  #memory: { readonly reader: RingReader; unmap(): void } | undefined;
  #lost: LostCounter | undefined;
  #open = true;

  constructor(object: BpfObject, live: LiveMap) {
    super(object, live);
    this.#object = object;
  }

  /**
   * How many records found no room. The kernel does not count them, so programs must: in a variable (of one number, or one for each
   * CPU) that is named as the map with `_lost` behind it. 0 where there is no such variable.
   */
  get lost(): number {
    if (!this.#lost) return 0;
    return Number("sum" in this.#lost ? this.#lost.sum() : this.#lost.value);
  }

  /** @param variable counts lost records */
  countLostIn(variable: LostCounter): void {
    this.#lost = variable;
  }

  /** The records that are there, decoded, without waiting. */
  drain(): V[];
  /**
   * Gives the bytes of each record that is there to `consume`, without a copy and without waiting. They are the buffer's own, and
   * are overwritten after `consume` returns.
   * @returns how many there were
   */
  drain(consume: (record: Uint8Array) => void): number;
  drain(consume?: (record: Uint8Array) => void): V[] | number {
    const reader = this.#reader();
    if (consume) {
      let count = 0;
      while (this.#open && reader.next(consume)) count += 1;
      return count;
    }
    const events: V[] = [];
    while (reader.next((record) => events.push(this.#decode(record))));
    return events;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<V, void, undefined> {
    let inARow = 0;
    let event: V | undefined;
    const take = (record: Uint8Array) => {
      event = this.#decode(record);
    };
    while (this.#open) {
      if (this.#reader().next(take)) {
        yield event as V;
        inARow += 1;
        if (inARow < MOST_IN_A_ROW) continue;
        await new Promise((resolve) => setImmediate(resolve));
      } else {
        await this.#readable();
      }
      inARow = 0;
    }
  }

  override close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#wake();
    this.#memory?.unmap();
    super.close();
  }

  /** Settles when there may be a record, or the map is closed. */
  #readable(): Promise<void> {
    // The kernel says "readable" as long as there is something to read, so nobody listens who does not wait. There is one
    // listener for all who do: the event loop takes only one for a file descriptor.
    this.#listener ??= sys().poll(this.fd, () => this.#wake());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    this.#listener?.close();
    this.#listener = undefined;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #reader(): RingReader {
    // Asking for it fails when the map is closed.
    const { fd } = this;
    this.#memory ??= mapRing(fd, this.map.maxEntries);
    return this.#memory.reader;
  }

  #decode(record: Uint8Array): V {
    const { recordType } = this.map;
    // Without a type, records are what the program wrote.
    if (recordType === undefined) return record.slice() as V;
    this.#schema ??= codecOf(this.#object, recordType, sizeOf(this.#object.btf, recordType) ?? 0);
    if (record.length < this.#schema.size) {
      throw new YodelError(
        "YDL4421",
        `a record in '${this.name}' has ${record.length} bytes, and its type ${this.#schema.size}`,
        { hint: "drain(record => …) gives the bytes" },
      );
    }
    return this.#schema.decode(record) as V;
  }
}

/** The page that this side writes, and behind it one that the kernel writes with the data pages, which are there twice. */
function mapRing(fd: number, size: number): { readonly reader: RingReader; unmap(): void } {
  const page = pageSize();
  const consumer = mapMemory(fd, page, true);
  const rest = mapMemory(fd, page + 2 * size, false, page);
  const reader = new RingReader({
    consumer: consumer.bytes.buffer,
    producer: rest.bytes.buffer,
    data: rest.bytes.buffer,
    dataOffset: page,
    size,
  });
  return {
    reader,
    unmap() {
      rest.unmap();
      consumer.unmap();
    },
  };
}
