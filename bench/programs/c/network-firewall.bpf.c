#include "bench.h"

struct prefix {
	__u32 length;
	__be32 address;
};

struct rule {
	__u32 allowed;
	__u32 limit;
	__u64 packets;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1024);
	__type(key, struct prefix);
	__type(value, struct rule);
} networks SEC(".maps");

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct ipv4 *ip = (void *)(long)skb->data;
	struct prefix key;
	struct rule *rule;

	if ((void *)(ip + 1) > end || ip->version_and_length >> 4 != 4)
		return 1;
	key.length = 32;
	key.address = ip->destination;
	rule = bpf_map_lookup_elem(&networks, &key);
	if (!rule)
		return 1;
	__sync_fetch_and_add(&rule->packets, 1);
	if (!rule->allowed)
		return 0;
	return skb->len <= rule->limit;
}
