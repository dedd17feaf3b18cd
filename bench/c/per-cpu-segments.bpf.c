/* Packets as they go over the wire, in a slot of this CPU's own: what `yodel count` does. */
#include "yodel_bench.h"

#define MAX_CPUS 256

struct {
	volatile __u64 packets;
} __attribute__((aligned(64))) slots[MAX_CPUS];

SEC("cgroup_skb/egress")
int count(struct __sk_buff *skb)
{
	__u32 segments = skb->gso_segs;

	slots[bpf_get_smp_processor_id() % MAX_CPUS].packets += segments ? segments : 1;
	return ALLOW;
}

char LICENSE[] SEC("license") = "GPL";
