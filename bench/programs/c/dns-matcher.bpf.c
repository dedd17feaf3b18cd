#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} blocked SEC(".maps");

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	struct ipv4 *ip = data + sizeof(*link);
	struct udp *datagram = (void *)(ip + 1);
	__u8 *name = (void *)(datagram + 1) + 12;
	__u32 hash = 0x811c9dc5;
	__u64 *hits;

	if ((void *)(link + 1) > end || link->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if ((void *)(ip + 1) > end || (ip->version_and_length & 15) != 5 || ip->protocol != IPPROTO_UDP)
		return XDP_PASS;
	if ((void *)(datagram + 1) > end || datagram->destination != bpf_htons(53))
		return XDP_PASS;
#pragma clang loop unroll(disable)
	for (int i = 0; i < 64; i++) {
		__u8 letter;

		if ((void *)(name + i + 1) > end)
			break;
		letter = name[i];
		if (!letter)
			break;
		if (letter >= 'A' && letter <= 'Z')
			letter |= 32;
		hash = (hash ^ letter) * 0x01000193;
	}
	hits = bpf_map_lookup_elem(&blocked, &hash);
	if (!hits)
		return XDP_PASS;
	__sync_fetch_and_add(hits, 1);
	return XDP_DROP;
}
