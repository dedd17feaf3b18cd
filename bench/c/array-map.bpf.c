/* One shared counter in an array map: a lookup and an atomic addition. */
#include "yodel_bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} packets SEC(".maps");

SEC("cgroup_skb/egress")
int count(struct __sk_buff *skb)
{
	__u32 index = 0;
	__u64 *counter = bpf_map_lookup_elem(&packets, &index);

	if (counter)
		__sync_fetch_and_add(counter, 1);
	return ALLOW;
}

char LICENSE[] SEC("license") = "GPL";
