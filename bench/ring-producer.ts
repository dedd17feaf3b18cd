import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { load, program, ringBuffer, struct, u32, u64, variable } from "../src/index.ts";

/** 32 bytes, as small events are. */
export const event = struct({ sequence: u64, address: u64, kind: u32, size: u32, time: u64 });

const events = ringBuffer({ value: event, maxEntries: 4 << 20 });
const produced = variable(u64);
const limit = variable(u64);
const patient = variable(u32);
const events_lost = variable(u64);

/** Writes up to 256 events; where there is no room, it tries again in its next run, or counts the event as lost. */
const produce = program(
  "xdp",
  { events, produced, limit, patient, events_lost },
  (_ctx, { events, produced, limit, patient, events_lost }, bpf) => {
    for (let round = 0; round < 256; round++) {
      if (produced.value >= limit.value) return bpf.XDP_DROP;
      const next = events.reserve();
      if (!next) {
        if (patient.value !== 0) return bpf.XDP_PASS;
        events_lost.value += 1;
        produced.value += 1;
        continue;
      }
      next.sequence = produced.value;
      next.address = 0x1234_5678;
      next.kind = round;
      next.size = 64;
      next.time = 1;
      produced.value += 1;
      events.submit(next);
    }
    return bpf.XDP_PASS;
  },
);

/** Makes a kernel program write events, on another thread than the one that reads them. */
export class RingProducer implements AsyncDisposable {
  readonly #definitions = { events, produced, limit, patient, events_lost, produce };
  readonly loaded = load(this.#definitions);
  readonly #stop = new SharedArrayBuffer(4);
  readonly #worker = new Worker(new URL("./ring-producer-worker.ts", import.meta.url), { workerData: this.#stop });

  /** Begins to write `count` events, numbered from 0. Without patience, what finds no room is lost. */
  start(count: number, patient = true): void {
    const { variables } = this.loaded;
    variables.patient.value = patient ? 1 : 0;
    variables.events_lost.value = 0n;
    variables.produced.value = 0n;
    variables.limit.value = BigInt(count);
    this.#worker.postMessage(this.loaded.programs.produce.fd);
  }

  /** Settles when all were written. */
  async written(): Promise<void> {
    await once(this.#worker, "message");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    Atomics.store(new Int32Array(this.#stop), 0, 1);
    await this.#worker.terminate();
    this.loaded.close();
  }
}
