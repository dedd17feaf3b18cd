#include "bench.h"

struct execution {
	__u64 when;
	__u32 parent;
	__u32 user;
	char command[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct execution);
} executions SEC(".maps");

struct exec_event {
	__u64 common;
	__u32 filename;
	__s32 pid;
	__s32 old_pid;
};

SEC("tracepoint/sched/sched_process_exec")
int run(struct exec_event *event)
{
	struct execution row = {};
	__u32 pid;

	row.when = bpf_ktime_get_ns();
	row.parent = event->old_pid;
	row.user = bpf_get_current_uid_gid();
	bpf_get_current_comm(row.command, sizeof(row.command));
	pid = event->pid;
	bpf_map_update_elem(&executions, &pid, &row, BPF_ANY);
	return 0;
}
