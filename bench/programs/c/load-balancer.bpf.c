#include "bench.h"

struct backend {
	__be32 address;
	__u8 hardware[ETH_ALEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct backend);
} backends SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __be32);
	__type(value, __u64);
} hits SEC(".maps");

#define VIRTUAL 0x0a000064

static __be16 adjusted(__be16 checksum, __u32 from, __u32 to)
{
	__u32 sum = 0xffff - bpf_ntohs(checksum) + (0x1fffe - (from & 0xffff) - (from >> 16));

	sum += (to & 0xffff) + (to >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return bpf_htons(0xffff - sum);
}

SEC("xdp")
int run(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	struct ethhdr *link = data;
	struct ipv4 *ip = data + sizeof(*link);
	struct tcp *segment = (void *)(ip + 1);
	struct backend *target;
	__u32 hash, index;
	__be32 key;
	__u64 *count;

	if ((void *)(link + 1) > end || link->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if ((void *)(ip + 1) > end || (ip->version_and_length & 15) != 5 || ip->protocol != IPPROTO_TCP)
		return XDP_PASS;
	if (ip->destination != bpf_htonl(VIRTUAL))
		return XDP_PASS;
	if ((void *)(segment + 1) > end)
		return XDP_PASS;
	hash = bpf_ntohl(ip->source) ^ (bpf_ntohs(segment->source) << 16 | bpf_ntohs(segment->destination));
	hash *= 0x9e3779b1;
	index = hash >> 30;
	target = bpf_map_lookup_elem(&backends, &index);
	if (!target || !target->address)
		return XDP_DROP;
	ip->checksum = adjusted(ip->checksum, VIRTUAL, bpf_ntohl(target->address));
	segment->checksum = adjusted(segment->checksum, VIRTUAL, bpf_ntohl(target->address));
	key = target->address;
	ip->destination = key;
	__builtin_memcpy(link->h_source, link->h_dest, ETH_ALEN);
	__builtin_memcpy(link->h_dest, target->hardware, ETH_ALEN);
	count = bpf_map_lookup_elem(&hits, &key);
	if (!count) {
		__u64 zero = 0;

		bpf_map_update_elem(&hits, &key, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&hits, &key);
	}
	if (count)
		__sync_fetch_and_add(count, 1);
	return XDP_TX;
}
