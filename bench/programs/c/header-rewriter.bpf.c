#include "bench.h"

__u64 expired;
__u64 marked;

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	struct ipv4 *ip = data + sizeof(*link);
	__u32 sum, capable;

	if ((void *)(link + 1) > end || link->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	if (ip->time_to_live <= 1) {
		__sync_fetch_and_add(&expired, 1);
		return XDP_DROP;
	}
	ip->time_to_live--;
	sum = bpf_ntohs(ip->checksum) + 0x100;
	capable = ip->type_of_service & 3;
	if (capable == 1 || capable == 2) {
		ip->type_of_service |= 3;
		sum += 0xffff - (3 - capable);
		__sync_fetch_and_add(&marked, 1);
	}
	sum = (sum & 0xffff) + (sum >> 16);
	ip->checksum = bpf_htons(sum + (sum >> 16));
	return XDP_TX;
}
