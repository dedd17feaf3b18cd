import { perCpuHashMap, program, struct, u32, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";

const call = struct({ process: u32, number: u32 });
const calls = perCpuHashMap({ key: call, value: u64, maxEntries: 8192 });

const run = program("tracepoint/raw_syscalls/sys_enter", { calls }, (event, { calls }, bpf) => {
  const process = bpf.get_current_pid_tgid() >> 32;
  const count = calls.lookupOrInsert({ process: bpf.u32(process), number: bpf.u32(event.id) });
  if (count) count.value += 1;
});

/** Counts system calls for each process and number. */
export const systemCalls: Benchmark = {
  definitions: { calls, run },
  packets: [],
};
