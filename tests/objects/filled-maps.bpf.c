// Fills maps with maps and programs.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} one SEC(".maps"), two SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__array(values, struct inner);
} outer SEC(".maps") = { .values = { [1] = &one, [3] = &two } };

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__array(values, struct inner);
} hashed SEC(".maps") = { .values = { [2] = &two } };

int last(struct __sk_buff *skb);
int skipped(struct __sk_buff *skb);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__array(values, int(void *));
} jumps SEC(".maps") = { .values = { [0] = (void *)&skipped, [2] = (void *)&last } };

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} resized SEC(".maps");

static __attribute__((always_inline)) void add(void *map, __u32 place)
{
	__u32 zero = 0;
	void *found = bpf_map_lookup_elem(map, &place);
	__u64 *value = found ? bpf_map_lookup_elem(found, &zero) : 0;
	if (value)
		*value += place;
}

SEC("socket")
int first(struct __sk_buff *skb)
{
	__u32 key = 5;
	__u64 value = 6;
	add(&outer, 1);
	add(&outer, 3);
	add(&hashed, 2);
	bpf_map_update_elem(&resized, &key, &value, BPF_ANY);
	bpf_tail_call(skb, &jumps, 0);
	bpf_tail_call(skb, &jumps, 2);
	return 1;
}

SEC("socket")
int last(struct __sk_buff *skb)
{
	return 99;
}

SEC("?socket")
int skipped(struct __sk_buff *skb)
{
	return 50;
}

char LICENSE[] SEC("license") = "GPL";
