#include "bench.h"

__u64 packets;
__u64 bytes;

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&packets, 1);
	__sync_fetch_and_add(&bytes, skb->len);
	return 1;
}
