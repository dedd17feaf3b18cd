#include "bench.h"

struct flow {
	__be32 source;
	__be32 destination;
	__be16 source_port;
	__be16 destination_port;
	__u8 protocol;
};

struct connection {
	__u64 packets;
	__u64 bytes;
	__u64 seen;
	__u8 state;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct flow);
	__type(value, struct connection);
} connections SEC(".maps");

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct ipv4 *ip = (void *)(long)skb->data;
	struct connection *found;
	struct tcp *segment;
	struct flow key;
	__u64 now;

	if ((void *)(ip + 1) > end || ip->version_and_length >> 4 != 4 || ip->protocol != IPPROTO_TCP)
		return 1;
	segment = (void *)ip + (ip->version_and_length & 15) * 4;
	if ((void *)(segment + 1) > end)
		return 1;
	__builtin_memset(&key, 0, sizeof(key));
	key.source = ip->source;
	key.destination = ip->destination;
	key.source_port = segment->source;
	key.destination_port = segment->destination;
	key.protocol = ip->protocol;
	now = bpf_ktime_get_ns();
	found = bpf_map_lookup_elem(&connections, &key);
	if (!found) {
		if (segment->flags & TCP_SYN) {
			struct connection first;

			__builtin_memset(&first, 0, sizeof(first));
			first.packets = 1;
			first.bytes = skb->len;
			first.seen = now;
			first.state = 1;
			bpf_map_update_elem(&connections, &key, &first, BPF_ANY);
		}
		return 1;
	}
	__sync_fetch_and_add(&found->packets, 1);
	__sync_fetch_and_add(&found->bytes, skb->len);
	found->seen = now;
	if (segment->flags & TCP_RST)
		found->state = 4;
	else if (segment->flags & TCP_FIN)
		found->state = found->state == 3 ? 4 : 3;
	else if (found->state == 1 && segment->flags & TCP_ACK)
		found->state = 2;
	return 1;
}
