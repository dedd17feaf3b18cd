#include "bench.h"

struct call {
	__u32 process;
	__u32 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct call);
	__type(value, __u64);
} calls SEC(".maps");

struct system_call_event {
	__u64 common;
	__s64 id;
};

SEC("tracepoint/raw_syscalls/sys_enter")
int run(struct system_call_event *event)
{
	struct call key = {
		.process = bpf_get_current_pid_tgid() >> 32,
		.number = event->id,
	};
	__u64 *count = bpf_map_lookup_elem(&calls, &key);

	if (!count) {
		__u64 zero = 0;

		bpf_map_update_elem(&calls, &key, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&calls, &key);
		if (!count)
			return 0;
	}
	*count += 1;
	return 0;
}
