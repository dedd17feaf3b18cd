#include "bench.h"
#include <linux/ipv6.h>

struct traffic {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct traffic);
} protocols SEC(".maps");

__u64 others;

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	struct traffic *row;
	__u32 protocol;
	__u64 length;

	if ((void *)(link + 1) > end)
		return XDP_PASS;
	if (link->h_proto == bpf_htons(ETH_P_IP)) {
		struct ipv4 *ip = (void *)(link + 1);

		if ((void *)(ip + 1) > end)
			return XDP_PASS;
		protocol = ip->protocol;
		length = bpf_ntohs(ip->total_length);
	} else if (link->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = (void *)(link + 1);

		if ((void *)(ip + 1) > end)
			return XDP_PASS;
		protocol = ip->nexthdr;
		length = 40 + bpf_ntohs(ip->payload_len);
	} else {
		__sync_fetch_and_add(&others, 1);
		return XDP_PASS;
	}
	row = bpf_map_lookup_elem(&protocols, &protocol);
	if (row) {
		__sync_fetch_and_add(&row->packets, 1);
		__sync_fetch_and_add(&row->bytes, length);
	}
	return XDP_PASS;
}
