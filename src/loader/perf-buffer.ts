import { failedWith } from "../sys/errno.ts";
import { closeSync } from "../sys/files.ts";
import { pageSize } from "../sys/machine.ts";
import { mapMemory } from "../sys/mmap.ts";
import { openOutputEvent } from "../sys/perf-event.ts";
import { PerfReader } from "./perf-reader.ts";
import { RecordMapHandle } from "./record-map.ts";
import type { Consume } from "./ring-reader.ts";

/** Data pages of each CPU: a power of two. */
const PAGES = 16;

interface CpuBuffer {
  readonly fd: number;
  readonly reader: PerfReader;
  close(): void;
}

/**
 * A perf event array: a buffer for each CPU, of 16 pages. The buffers are made by the first `drain` or iteration; what programs
 * write before is lost. Records of one CPU come in their order, those of different CPUs in any.
 * ```ts
 * for await (const event of bpf.maps.events) console.log(event.pid);
 * ```
 * The iteration ends when the map is closed.
 */
export class PerfEventArrayHandle<V> extends RecordMapHandle<V> {
  #buffers: readonly CpuBuffer[] | undefined;
  /** The buffer that has its turn: a busy CPU must not keep the others waiting. */
  #turn = 0;

  /** How many records found no room; known of as soon as one finds room again and is read. */
  get lost(): number {
    return (this.#buffers ?? []).reduce((sum, { reader }) => sum + reader.lost, 0);
  }

  protected next(consume: Consume): boolean {
    const buffers = this.#opened();
    for (let tries = 0; tries < buffers.length; tries += 1) {
      this.#turn = (this.#turn + 1) % buffers.length;
      if (buffers[this.#turn]?.reader.next(consume)) return true;
    }
    return false;
  }

  protected descriptors(): readonly number[] {
    return this.#opened().map(({ fd }) => fd);
  }

  protected unmap(): void {
    for (const buffer of this.#buffers ?? []) buffer.close();
  }

  #opened(): readonly CpuBuffer[] {
    // Asking for it fails when the map is closed.
    const access = this.access();
    if (this.#buffers) return this.#buffers;
    const buffers: CpuBuffer[] = [];
    try {
      for (let cpu = 0; cpu < this.info().maxEntries; cpu += 1) {
        const buffer = openBuffer(cpu);
        if (!buffer) continue;
        buffers.push(buffer);
        access.keyView.setUint32(0, cpu, true);
        access.valueView.setUint32(0, buffer.fd, true);
        access.update();
      }
    } catch (error) {
      for (const buffer of buffers) buffer.close();
      throw error;
    }
    this.#buffers = buffers;
    return buffers;
  }
}

/** Undefined where there is no such CPU at the moment. */
function openBuffer(cpu: number): CpuBuffer | undefined {
  let fd: number;
  try {
    fd = openOutputEvent(cpu);
  } catch (error) {
    if (failedWith(error, "ENODEV")) return undefined;
    throw error;
  }
  try {
    const page = pageSize();
    const mapping = mapMemory(fd, page * (1 + PAGES), true);
    return {
      fd,
      reader: new PerfReader(mapping.bytes.buffer, page),
      close() {
        mapping.unmap();
        closeSync(fd);
      },
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
