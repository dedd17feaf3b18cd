import { SimulatorError } from "../errors.ts";
import type { ElementMap, SimulatedBloomFilter } from "../maps/queue.ts";
import { SimulatedMapHandle } from "./map-handle.ts";

/** A queue (first in, first out) or a stack (last in, first out). */
export class SimulatedQueueHandle<V> extends SimulatedMapHandle<ElementMap> {
  /** @throws {SimulatorError} it is full */
  push(value: V): void {
    if (this.simulated.push(this.encodeValue(value), 0) === 0) return;
    throw new SimulatorError(
      "YDL4408",
      `the map '${this.name}' is full: it holds ${this.simulated.map.maxEntries} entries`,
      {
        hint: "declare it with more maxEntries, or pop entries",
      },
    );
  }

  /** Takes the next element out; undefined when there is none. */
  pop(): V | undefined {
    return this.#next((into) => this.simulated.pop(into));
  }

  /** The next element, which stays where it is. */
  peek(): V | undefined {
    return this.#next((into) => this.simulated.peek(into));
  }

  #next(read: (into: Uint8Array) => number): V | undefined {
    const bytes = new Uint8Array(this.simulated.map.valueSize);
    return read(bytes) === 0 ? (this.valueSchema.decode(bytes) as V) : undefined;
  }
}

/** A bloom filter. */
export class SimulatedBloomFilterHandle<V> extends SimulatedMapHandle<SimulatedBloomFilter> {
  add(value: V): void {
    this.simulated.push(this.encodeValue(value), 0);
  }

  has(value: V): boolean {
    return this.simulated.peek(this.encodeValue(value)) === 0;
  }
}
