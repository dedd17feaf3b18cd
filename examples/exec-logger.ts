// Says which programs are executed, by whom, and who is the parent: the fields of the kernel's own structs, on any kernel.
// Describe them first: yodel types task_struct cred -o examples/kernel-types.ts
// Run it as root: node examples/exec-logger.ts
import { chars, load, program, ringBuffer, struct, u32 } from "yodel";
import "./kernel-types.ts";

const executions = ringBuffer({
  value: struct({ pid: u32, user: u32, parent: u32, command: chars(16), parentCommand: chars(16) }),
  maxEntries: 1 << 18,
});

const onExec = program("raw_tp/sched_process_exec", { executions }, (ctx, { executions }, bpf) => {
  const execution = executions.reserve();
  if (!execution) return; // the buffer is full
  const task = bpf.kernel.task_struct(ctx.args[0]);
  execution.pid = task.tgid;
  execution.user = task.cred.uid.val;
  execution.command = task.comm;
  execution.parent = task.real_parent.tgid;
  execution.parentCommand = task.real_parent.comm;
  executions.submit(execution);
});

using bpf = load({ executions, onExec });
bpf.programs.onExec.attach();
console.log("Watching what is executed. Ctrl-C ends it.");
for await (const { pid, user, parent, command, parentCommand } of bpf.maps.executions) {
  console.log(`  ${command} (${pid}) of user ${user}, from ${parentCommand} (${parent})`);
}
