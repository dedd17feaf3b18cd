#include "bench.h"

struct bucket {
	__u64 tokens;
	__u64 filled;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __be32);
	__type(value, struct bucket);
} buckets SEC(".maps");

__u64 limited;

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct ipv4 *ip = (void *)(long)skb->data;
	struct bucket *bucket;
	__u64 now, tokens, fresh;
	__be32 address;

	if ((void *)(ip + 1) > end || ip->version_and_length >> 4 != 4)
		return 1;
	now = bpf_ktime_get_ns();
	address = ip->destination;
	bucket = bpf_map_lookup_elem(&buckets, &address);
	if (!bucket) {
		struct bucket first = { .tokens = 1000, .filled = now };

		bpf_map_update_elem(&buckets, &address, &first, BPF_NOEXIST);
		bucket = bpf_map_lookup_elem(&buckets, &address);
		if (!bucket)
			return 1;
	}
	tokens = bucket->tokens;
	fresh = (now - bucket->filled) / 10000000;
	if (fresh) {
		tokens += fresh;
		if (tokens > 1000)
			tokens = 1000;
		bucket->filled = now;
	}
	if (tokens < skb->len) {
		bucket->tokens = tokens;
		__sync_fetch_and_add(&limited, 1);
		return 0;
	}
	bucket->tokens = tokens - skb->len;
	return 1;
}
