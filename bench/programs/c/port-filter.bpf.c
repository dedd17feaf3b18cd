#include "bench.h"

__u64 dropped;

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	struct ipv4 *ip = data + sizeof(*link);
	void *transport;

	if ((void *)(link + 1) > end || link->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	transport = (void *)ip + (ip->version_and_length & 15) * 4;
	if (ip->protocol == IPPROTO_TCP) {
		struct tcp *segment = transport;

		if ((void *)(segment + 1) > end || segment->destination != bpf_htons(9999))
			return XDP_PASS;
	} else if (ip->protocol == IPPROTO_UDP) {
		struct udp *datagram = transport;

		if ((void *)(datagram + 1) > end || datagram->destination != bpf_htons(7777))
			return XDP_PASS;
	} else {
		return XDP_PASS;
	}
	__sync_fetch_and_add(&dropped, 1);
	return XDP_DROP;
}
