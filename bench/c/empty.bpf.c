/* The floor: a program that does nothing. */
#include "yodel_bench.h"

SEC("cgroup_skb/egress")
int count(struct __sk_buff *skb)
{
	return ALLOW;
}

char LICENSE[] SEC("license") = "GPL";
