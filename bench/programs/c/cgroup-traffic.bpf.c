#include "bench.h"

struct traffic {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct traffic);
} cgroups SEC(".maps");

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	__u64 cgroup = bpf_skb_cgroup_id(skb);
	struct traffic *row = bpf_map_lookup_elem(&cgroups, &cgroup);

	if (!row) {
		struct traffic first = {};

		bpf_map_update_elem(&cgroups, &cgroup, &first, BPF_NOEXIST);
		row = bpf_map_lookup_elem(&cgroups, &cgroup);
		if (!row)
			return 1;
	}
	__sync_fetch_and_add(&row->packets, 1);
	__sync_fetch_and_add(&row->bytes, skb->len);
	return 1;
}
