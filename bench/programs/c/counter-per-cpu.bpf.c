#include "bench.h"

struct traffic {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct traffic);
} total SEC(".maps");

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	__u32 index = 0;
	struct traffic *row = bpf_map_lookup_elem(&total, &index);

	if (row) {
		row->packets++;
		row->bytes += skb->len;
	}
	return 1;
}
