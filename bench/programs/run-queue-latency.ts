import { arrayMap, hashMap, program, u32, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";

const woken = hashMap({ key: u32, value: u64, maxEntries: 8192 });
const latencies = arrayMap({ value: u64, maxEntries: 32 });

const wake = program("tracepoint/sched/sched_wakeup", { woken }, (event, { woken }, bpf) => {
  woken.update(event.pid, bpf.ktime_get_ns());
});

const run = program("tracepoint/sched/sched_switch", { woken, latencies }, (event, { woken, latencies }, bpf) => {
  const now = bpf.ktime_get_ns();
  if (event.prev_state === 0) woken.update(event.prev_pid, now);
  const since = woken.lookup(event.next_pid);
  if (!since) return;
  let rest = (now - since.value) / 1000;
  let bucket = 0;
  for (let i = 0; i < 31; i++) {
    if (rest <= 1) break;
    rest = rest >> 1;
    bucket++;
  }
  const count = latencies.lookup(bucket);
  if (count) count.value += 1;
  woken.delete(event.next_pid);
});

/** How long tasks wait for a CPU after they were woken: a histogram in powers of two of microseconds. */
export const runQueueLatency: Benchmark = {
  definitions: { woken, latencies, wake, run },
  packets: [],
};
