/* One shared counter in .bss: an atomic addition. */
#include "yodel_bench.h"

__u64 packets;

SEC("cgroup_skb/egress")
int count(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&packets, 1);
	return ALLOW;
}

char LICENSE[] SEC("license") = "GPL";
