#include "bench.h"
#include <linux/ipv6.h>

struct vlan {
	__be16 tag;
	__be16 type;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} classes SEC(".maps");

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	void *next = link + 1;
	__u32 class = 0;
	__u64 *count;
	__be16 type;

	if (next > end)
		return XDP_PASS;
	type = link->h_proto;
	if (type == bpf_htons(ETH_P_8021Q) || type == bpf_htons(ETH_P_8021AD)) {
		struct vlan *tag = next;

		if ((void *)(tag + 1) > end)
			return XDP_PASS;
		type = tag->type;
		next = tag + 1;
	}
	if (type == bpf_htons(ETH_P_IP)) {
		struct ipv4 *ip = next;

		if ((void *)(ip + 1) > end)
			return XDP_PASS;
		switch (ip->protocol) {
		case IPPROTO_TCP:
			class = 2;
			break;
		case IPPROTO_UDP:
			class = 3;
			break;
		default:
			class = 4;
		}
	} else if (type == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = next;

		if ((void *)(ip + 1) > end)
			return XDP_PASS;
		class = ip->nexthdr == IPPROTO_TCP ? 5 : 6;
	} else if (type == bpf_htons(ETH_P_ARP)) {
		class = 1;
	} else if (type == bpf_htons(ETH_P_8021Q)) {
		class = 7;
	}
	count = bpf_map_lookup_elem(&classes, &class);
	if (count)
		__sync_fetch_and_add(count, 1);
	return XDP_PASS;
}
