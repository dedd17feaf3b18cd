#include "bench.h"

struct sender {
	__u64 opened;
	__u64 since;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __be32);
	__type(value, struct sender);
} senders SEC(".maps");

__u64 dropped;

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	struct ipv4 *ip = data + sizeof(*link);
	struct sender *sender;
	struct tcp *segment;
	__be32 address;
	__u64 now;

	if ((void *)(link + 1) > end || link->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if ((void *)(ip + 1) > end || ip->protocol != IPPROTO_TCP)
		return XDP_PASS;
	segment = (void *)ip + (ip->version_and_length & 15) * 4;
	if ((void *)(segment + 1) > end)
		return XDP_PASS;
	if (!(segment->flags & TCP_SYN) || segment->flags & TCP_ACK)
		return XDP_PASS;
	now = bpf_ktime_get_ns();
	address = ip->source;
	sender = bpf_map_lookup_elem(&senders, &address);
	if (!sender) {
		struct sender first = { .opened = 1, .since = now };

		bpf_map_update_elem(&senders, &address, &first, BPF_ANY);
		return XDP_PASS;
	}
	if (now - sender->since > 60000000000ULL) {
		sender->since = now;
		sender->opened = 1;
		return XDP_PASS;
	}
	__sync_fetch_and_add(&sender->opened, 1);
	if (sender->opened <= 3)
		return XDP_PASS;
	__sync_fetch_and_add(&dropped, 1);
	return XDP_DROP;
}
