#include "bench.h"

struct execution {
	__u64 when;
	__u32 process;
	__u32 parent;
	__u32 user;
	char command[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
} events SEC(".maps");

struct exec_event {
	__u64 common;
	__u32 filename;
	__s32 pid;
	__s32 old_pid;
};

SEC("tracepoint/sched/sched_process_exec")
int run(struct exec_event *context)
{
	struct execution *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	__builtin_memset(event, 0, sizeof(*event));
	event->when = bpf_ktime_get_ns();
	event->process = context->pid;
	event->parent = context->old_pid;
	event->user = bpf_get_current_uid_gid();
	bpf_get_current_comm(event->command, sizeof(event->command));
	bpf_ringbuf_submit(event, 0);
	return 0;
}
