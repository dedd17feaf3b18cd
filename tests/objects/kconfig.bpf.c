// Asks for the kernel's configuration.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern unsigned long CONFIG_HZ __kconfig;

SEC("socket")
int frequency(struct __sk_buff *skb)
{
	return CONFIG_HZ;
}

char LICENSE[] SEC("license") = "GPL";
