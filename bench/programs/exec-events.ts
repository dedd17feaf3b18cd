import { chars, program, ringBuffer, struct, u32, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";

const execution = struct({ when: u64, process: u32, parent: u32, user: u32, command: chars(16) });
const events = ringBuffer({ value: execution, maxEntries: 65536 });

const run = program("tracepoint/sched/sched_process_exec", { events }, (context, { events }, bpf) => {
  const event = events.reserve();
  if (!event) return;
  event.when = bpf.ktime_get_ns();
  event.process = context.pid;
  event.parent = context.old_pid;
  event.user = bpf.u32(bpf.get_current_uid_gid());
  bpf.get_current_comm(event.command);
  events.submit(event);
});

/** Tells user space of each program that is executed, through a ring buffer. */
export const execEvents: Benchmark = {
  definitions: { events, run },
  packets: [],
};
