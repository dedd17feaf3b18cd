import { chars, hashMap, program, struct, u32, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";

const execution = struct({ when: u64, parent: u32, user: u32, command: chars(16) });
const executions = hashMap({ key: u32, value: execution, maxEntries: 4096 });

const run = program("tracepoint/sched/sched_process_exec", { executions, execution }, (event, scope, bpf) => {
  const row = bpf.zeroed(scope.execution);
  row.when = bpf.ktime_get_ns();
  row.parent = event.old_pid;
  row.user = bpf.u32(bpf.get_current_uid_gid());
  bpf.get_current_comm(row.command);
  scope.executions.update(event.pid, row);
});

/** Notes for each process when it last executed a program, under which name and as which user. */
export const execLogger: Benchmark = {
  definitions: { executions, execution, run },
  packets: [],
};
