import { pageSize } from "../sys/machine.ts";
import { mapMemory } from "../sys/mmap.ts";
import { RecordMapHandle } from "./record-map.ts";
import { type Consume, RingReader } from "./ring-reader.ts";

/** A handle of a variable that counts lost records. */
export type LostCounter = { readonly value: unknown } | { sum(): unknown };

/**
 * A ring buffer: records are read without a system call, and waited for without a thread. Several readers share the records: each
 * record goes to one of them.
 * ```ts
 * for await (const event of bpf.maps.events) console.log(event.pid);
 * ```
 * The iteration ends when the map is closed.
 */
export class RingBufferHandle<V> extends RecordMapHandle<V> {
  #memory: { readonly reader: RingReader; unmap(): void } | undefined;
  #lost: LostCounter | undefined;

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

  protected next(consume: Consume): boolean {
    // Asking for it fails when the map is closed.
    const { fd } = this;
    this.#memory ??= mapRing(fd, this.map.maxEntries);
    return this.#memory.reader.next(consume);
  }

  protected descriptors(): readonly number[] {
    return [this.fd];
  }

  protected unmap(): void {
    this.#memory?.unmap();
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
