import type { ObjectMap } from "../../object/object.ts";
import { Region } from "../memory.ts";
import { errno, type SimulatedMap } from "./simulated-map.ts";

/** In bytes: what stands in front of each record. Source: kernel/bpf/ringbuf.c. */
const HEADER_SIZE = 8;

/** In bytes: what a perf event array holds until it is read. */
const EVENT_MEMORY = 1 << 20;

interface Entry {
  readonly record: Region;
  state: "reserved" | "submitted" | "discarded";
}

/** `ringbuf`: records leave it in the order in which they were reserved. */
export class SimulatedRingBuffer implements SimulatedMap {
  readonly name: string;
  readonly map: ObjectMap;
  /** In bytes. */
  readonly size: number;
  readonly #entries: Entry[] = [];
  readonly #listeners = new Set<() => void>();
  #used = 0;
  /** How many records found no room. */
  lost = 0;

  constructor(map: ObjectMap, size = map.maxEntries) {
    this.name = map.name;
    this.map = map;
    this.size = size;
  }

  /** Bytes that records take. */
  get used(): number {
    return this.#used;
  }

  /** A zeroed record; undefined when there is no room. */
  reserve(size: number): Region | undefined {
    const length = Math.ceil((size + HEADER_SIZE) / 8) * 8;
    if (this.#used + length > this.size - 1) {
      this.lost += 1;
      return undefined;
    }
    const record = new Region(`a record of '${this.name}'`, new Uint8Array(size));
    this.#entries.push({ record, state: "reserved" });
    this.#used += length;
    return record;
  }

  /** False when the region is no record that is still reserved. */
  finish(record: Region, state: "submitted" | "discarded"): boolean {
    const entry = this.#entries.find((candidate) => candidate.record === record && candidate.state === "reserved");
    if (entry === undefined) return false;
    entry.state = state;
    record.remove(`was ${state} before`);
    for (const listener of this.#listeners) listener();
    return true;
  }

  /** The oldest record that was submitted; it leaves the buffer. Later ones wait for those that are still reserved. */
  next(): Uint8Array | undefined {
    for (;;) {
      const entry = this.#entries[0];
      if (entry === undefined || entry.state === "reserved") return undefined;
      this.#entries.shift();
      this.#used -= Math.ceil((entry.record.bytes.length + HEADER_SIZE) / 8) * 8;
      if (entry.state === "submitted") return entry.record.bytes;
    }
  }

  /** Calls back when a record may have come; the result ends that. */
  onRecord(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lookup(): undefined {
    return undefined;
  }

  peekAt(): undefined {
    return undefined;
  }

  update(): number {
    return -errno.ENOTSUPP;
  }

  delete(): number {
    return -errno.ENOTSUPP;
  }

  keys(): Uint8Array[] {
    return [];
  }
}

/** `perf_event_array`, whose buffers user space would make: here one that all CPUs write to. */
export class SimulatedEventArray extends SimulatedRingBuffer {
  constructor(map: ObjectMap) {
    super(map, EVENT_MEMORY);
  }
}
