// Defines a map in the form that libbpf 1.0 dropped.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct map_definition {
	unsigned int type, key_size, value_size, max_entries;
};

struct map_definition counts SEC("maps") = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 1,
};

SEC("socket")
int count(struct __sk_buff *skb)
{
	unsigned int key = 0;
	return bpf_map_lookup_elem(&counts, &key) != 0;
}

char LICENSE[] SEC("license") = "GPL";
