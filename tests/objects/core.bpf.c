// Reads a kernel struct by CO-RE.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

SEC("raw_tracepoint/sched_switch")
int on_switch(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (void *)ctx->args[1];
	int pid = 0;
	bpf_probe_read_kernel(&pid, sizeof(pid), &task->pid);
	return pid;
}

char LICENSE[] SEC("license") = "GPL";
