import { sizeOf } from "../btf/layout.ts";
import { YodelError } from "../errors/index.ts";
import type { BpfObject } from "../object/object.ts";
import type { AnySchema } from "../schema/index.ts";
import { sys } from "../sys/sys.ts";
import { codecOf } from "./codec.ts";
import type { LiveMap } from "./create-maps.ts";
import { MapHandle } from "./map-handle.ts";
import type { Consume } from "./ring-reader.ts";

/** Records that an iteration gives in a row, before timers and other events have their turn. */
const MOST_IN_A_ROW = 1024;

/** What maps have in common that programs write records into: reading without waiting, and waiting without a thread. */
export abstract class RecordMapHandle<V> extends MapHandle {
  readonly #object: BpfObject;
  readonly #waiting: (() => void)[] = [];
  #listeners: readonly { close(): void }[] = [];
  #schema: AnySchema | undefined;
  #open = true;

  constructor(object: BpfObject, live: LiveMap) {
    super(object, live);
    this.#object = object;
  }

  /** How many records found no room. */
  abstract get lost(): number;

  /** Gives the next record, if there is one; false when there is none. Fails when the map is closed. */
  protected abstract next(consume: Consume): boolean;

  /** File descriptors that can be read when there are records. */
  protected abstract descriptors(): readonly number[];

  protected abstract unmap(): void;

  /** The records that are there, decoded, without waiting. */
  drain(): V[];
  /**
   * Gives the place of each record that is there to `consume`, without a copy and without waiting: a view of the buffer, and offset
   * and length in bytes of the record in it. It is overwritten after `consume` returns.
   * ```ts
   * bpf.maps.events.drain((view, offset) => { bytes += view.getUint32(offset + 4, true); });
   * ```
   * @returns how many there were
   */
  drain(consume: Consume): number;
  drain(consume?: Consume): V[] | number {
    if (consume) {
      // Asking for it fails when the map is closed; when it is closed on the way, that is the end.
      void this.fd;
      let count = 0;
      while (this.#open && this.next(consume)) count += 1;
      return count;
    }
    const events: V[] = [];
    while (this.next((view, offset, length) => events.push(this.#decode(view, offset, length))));
    return events;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<V, undefined, undefined> {
    let inARow = 0;
    let ended = false;
    let event: V | undefined;
    const take: Consume = (view, offset, length) => {
      event = this.#decode(view, offset, length);
    };
    const end = { done: true, value: undefined } as const;
    const wait = async (): Promise<IteratorResult<V, undefined>> => {
      while (!ended && this.#open) {
        if (inARow === MOST_IN_A_ROW) await new Promise((resolve) => setImmediate(resolve));
        else await this.readable();
        inARow = 0;
        if (!ended && this.#open && this.next(take)) return { done: false, value: event as V };
      }
      return end;
    };
    return {
      // Not a generator: that settles three promises for each record.
      next: async () => {
        if (ended || !this.#open) return end;
        if (inARow === MOST_IN_A_ROW || !this.next(take)) return wait();
        inARow += 1;
        return { done: false, value: event as V };
      },
      return: async () => {
        ended = true;
        return end;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  override close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#wake();
    this.unmap();
    super.close();
  }

  /**
   * Waits until there may be a record, to `drain` then: the quickest way to read.
   * ```ts
   * while (await bpf.maps.events.readable()) {
   *   bpf.maps.events.drain((view, offset) => { bytes += view.getUint32(offset + 4, true); });
   * }
   * ```
   * @returns false when the map is closed
   */
  async readable(): Promise<boolean> {
    if (this.#open) await this.#woken();
    return this.#open;
  }

  #woken(): Promise<void> {
    // The kernel says "readable" as long as there is something to read, so nobody listens who does not wait. All who do share
    // the listeners: the event loop takes only one for a file descriptor.
    if (this.#listeners.length === 0) {
      this.#listeners = this.descriptors().map((fd) => sys().poll(fd, () => this.#wake()));
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const listener of this.#listeners) listener.close();
    this.#listeners = [];
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #decode(view: DataView, offset: number, length: number): V {
    const { recordType } = this.map;
    // Without a type, records are what the program wrote.
    if (recordType === undefined) return new Uint8Array(view.buffer, view.byteOffset + offset, length).slice() as V;
    this.#schema ??= codecOf(this.#object, recordType, sizeOf(this.#object.btf, recordType) ?? 0);
    if (length < this.#schema.size) {
      throw new YodelError(
        "YDL4421",
        `a record in '${this.name}' has ${length} bytes, and its type ${this.#schema.size}`,
        {
          hint: "drain((view, offset, length) => …) gives the bytes",
        },
      );
    }
    return this.#schema.read(view, offset) as V;
  }
}
