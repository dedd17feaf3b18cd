#include "bench.h"

const volatile __u32 secret = 0x5bd1e995;
__u64 valid;
__u64 invalid;

static __u32 mix(__u32 hash, __u32 word)
{
	hash = (hash ^ word) * 0x85ebca6b;
	return hash << 13 | hash >> 19;
}

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	struct ipv4 *ip = data + sizeof(*link);
	struct tcp *segment;
	__u32 hash;

	if ((void *)(link + 1) > end || link->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if ((void *)(ip + 1) > end || ip->protocol != IPPROTO_TCP)
		return XDP_PASS;
	segment = (void *)ip + (ip->version_and_length & 15) * 4;
	if ((void *)(segment + 1) > end)
		return XDP_PASS;
	if (segment->flags & TCP_SYN || !(segment->flags & TCP_ACK))
		return XDP_PASS;
	hash = mix(secret, bpf_ntohl(ip->source));
	hash = mix(hash, bpf_ntohl(ip->destination));
	hash = mix(hash, bpf_ntohs(segment->source) << 16 | bpf_ntohs(segment->destination));
	hash ^= hash >> 16;
	if (bpf_ntohl(segment->acknowledgment) - 1 != hash) {
		__sync_fetch_and_add(&invalid, 1);
		return XDP_DROP;
	}
	__sync_fetch_and_add(&valid, 1);
	return XDP_PASS;
}
