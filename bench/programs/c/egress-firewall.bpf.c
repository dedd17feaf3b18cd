#include "bench.h"

struct service {
	__be32 address;
	__be16 port;
	__u8 protocol;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __be32);
	__type(value, __u64);
} addresses SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct service);
	__type(value, __u64);
} services SEC(".maps");

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct ipv4 *ip = (void *)(long)skb->data;
	struct service key;
	void *transport;
	__be32 address;
	__be16 port;
	__u64 *found;

	if ((void *)(ip + 1) > end || ip->version_and_length >> 4 != 4)
		return 1;
	address = ip->destination;
	found = bpf_map_lookup_elem(&addresses, &address);
	if (found) {
		__sync_fetch_and_add(found, 1);
		return 0;
	}
	transport = (void *)ip + (ip->version_and_length & 15) * 4;
	if (ip->protocol == IPPROTO_TCP) {
		struct tcp *segment = transport;

		if ((void *)(segment + 1) > end)
			return 1;
		port = segment->destination;
	} else if (ip->protocol == IPPROTO_UDP) {
		struct udp *datagram = transport;

		if ((void *)(datagram + 1) > end)
			return 1;
		port = datagram->destination;
	} else {
		return 1;
	}
	__builtin_memset(&key, 0, sizeof(key));
	key.address = address;
	key.port = port;
	key.protocol = ip->protocol;
	found = bpf_map_lookup_elem(&services, &key);
	if (!found)
		return 1;
	__sync_fetch_and_add(found, 1);
	return 0;
}
