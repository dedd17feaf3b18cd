#include "bench.h"

struct icmp {
	__u8 type;
	__u8 code;
	__be16 checksum;
	__be32 body;
};

__u64 answered;

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	struct ipv4 *ip = data + sizeof(*link);
	struct icmp *message = (void *)(ip + 1);
	__u16 *addresses = data;
	__be32 address;
	__u32 sum;

	if ((void *)(link + 1) > end || (void *)(ip + 1) > end || (void *)(message + 1) > end)
		return XDP_PASS;
	if (link->h_proto != bpf_htons(ETH_P_IP) || (ip->version_and_length & 15) != 5 || ip->protocol != IPPROTO_ICMP)
		return XDP_PASS;
	if (message->type != 8 || message->code)
		return XDP_PASS;
	message->type = 0;
	sum = bpf_ntohs(message->checksum) + 0x800;
	message->checksum = bpf_htons((sum & 0xffff) + (sum >> 16));
	address = ip->source;
	ip->source = ip->destination;
	ip->destination = address;
	for (int i = 0; i < 3; i++) {
		__u16 part = addresses[3 + i];

		addresses[3 + i] = addresses[i];
		addresses[i] = part;
	}
	__sync_fetch_and_add(&answered, 1);
	return XDP_TX;
}
