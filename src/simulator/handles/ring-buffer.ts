import type { SimulatedRingBuffer } from "../maps/ring-buffer.ts";
import { codecOf } from "./codec.ts";
import { type HandleParts, SimulatedMapHandle } from "./map-handle.ts";

/** A ring buffer: iterating it gives the events, and waits for more until it is closed. */
export class SimulatedRingBufferHandle<V> extends SimulatedMapHandle<SimulatedRingBuffer> {
  readonly #decode: (bytes: Uint8Array) => V;
  readonly #closing = new Set<() => void>();
  #open = true;

  constructor(parts: HandleParts<SimulatedRingBuffer>) {
    super(parts);
    const { object, map } = parts;
    const type = map.map.recordType ?? map.map.valueType;
    // Without a type, events are what the program wrote, as bytes.
    this.#decode = (bytes) => {
      if (type === 0) return bytes as V;
      return codecOf(object, type, bytes.length).decode(bytes) as V;
    };
  }

  /** How many events found no room. */
  get lost(): number {
    return this.simulated.lost;
  }

  /** The events that are there, without waiting. */
  drain(): V[] {
    const events: V[] = [];
    for (let bytes = this.simulated.next(); bytes !== undefined; bytes = this.simulated.next()) {
      events.push(this.#decode(bytes));
    }
    return events;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<V, void, undefined> {
    while (this.#open) {
      const bytes = this.simulated.next();
      if (bytes === undefined) await this.#record();
      else yield this.#decode(bytes);
    }
  }

  override close(): void {
    this.#open = false;
    super.close();
    for (const wake of this.#closing) wake();
  }

  /** Settles when a record may be there, or the buffer is closed. */
  #record(): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        forget();
        this.#closing.delete(settle);
        resolve();
      };
      const forget = this.simulated.onRecord(settle);
      this.#closing.add(settle);
    });
  }
}
