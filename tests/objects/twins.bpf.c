// Asks about a type that the kernel of kernel-types.bpf.c has twice.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct twin { int first; } __attribute__((preserve_access_index));

SEC("socket")
int ask(struct __sk_buff *skb)
{
	return __builtin_preserve_field_info(((struct twin *)0)->first, 0);
}

char LICENSE[] SEC("license") = "GPL";
