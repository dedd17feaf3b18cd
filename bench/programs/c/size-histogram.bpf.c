#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 32);
	__type(key, __u32);
	__type(value, __u64);
} sizes SEC(".maps");

SEC("cgroup_skb/egress")
int run(struct __sk_buff *skb)
{
	__u32 rest = skb->len, bucket = 0;
	__u64 *count;

	if (rest > 0xffff) {
		bucket += 16;
		rest >>= 16;
	}
	if (rest > 0xff) {
		bucket += 8;
		rest >>= 8;
	}
	if (rest > 0xf) {
		bucket += 4;
		rest >>= 4;
	}
	if (rest > 3) {
		bucket += 2;
		rest >>= 2;
	}
	if (rest > 1)
		bucket += 1;
	count = bpf_map_lookup_elem(&sizes, &bucket);
	if (count)
		__sync_fetch_and_add(count, 1);
	return 1;
}
