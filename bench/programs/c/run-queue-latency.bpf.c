#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, __u64);
} woken SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 32);
	__type(key, __u32);
	__type(value, __u64);
} latencies SEC(".maps");

struct wakeup_event {
	__u64 common;
	char name[16];
	__s32 pid;
};

struct switch_event {
	__u64 common;
	char previous_name[16];
	__s32 previous_pid;
	__s32 previous_priority;
	__s64 previous_state;
	char next_name[16];
	__s32 next_pid;
};

SEC("tracepoint/sched/sched_wakeup")
int wake(struct wakeup_event *event)
{
	__u32 pid = event->pid;
	__u64 now = bpf_ktime_get_ns();

	bpf_map_update_elem(&woken, &pid, &now, BPF_ANY);
	return 0;
}

SEC("tracepoint/sched/sched_switch")
int run(struct switch_event *event)
{
	__u64 now = bpf_ktime_get_ns(), rest, *since, *count;
	__u32 pid, bucket = 0;

	if (!event->previous_state) {
		pid = event->previous_pid;
		bpf_map_update_elem(&woken, &pid, &now, BPF_ANY);
	}
	pid = event->next_pid;
	since = bpf_map_lookup_elem(&woken, &pid);
	if (!since)
		return 0;
	rest = (now - *since) / 1000;
#pragma clang loop unroll(disable)
	for (int i = 0; i < 31; i++) {
		if (rest <= 1)
			break;
		rest >>= 1;
		bucket++;
	}
	count = bpf_map_lookup_elem(&latencies, &bucket);
	if (count)
		__sync_fetch_and_add(count, 1);
	bpf_map_delete_elem(&woken, &pid);
	return 0;
}
