#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} packets SEC(".maps");

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	__u32 index = 0;
	__u64 *count = bpf_map_lookup_elem(&packets, &index);

	if (count)
		__sync_fetch_and_add(count, 1);
	return 1;
}
