// Map operations and their errors, calls and loops, for kernel and simulator.
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

__u64 seen[48];
const __u64 offset = 100;

#define MAP(name_, type_, key_, value_, entries_, flags_) \
	struct {                                          \
		__uint(type, type_);                      \
		__uint(max_entries, entries_);            \
		__uint(map_flags, flags_);                \
		__type(key, key_);                        \
		__type(value, value_);                    \
	} name_ SEC(".maps")

struct prefix {
	__u32 length;
	__u8 data[4];
};

MAP(array, BPF_MAP_TYPE_ARRAY, __u32, __u64, 3, 0);
MAP(hash, BPF_MAP_TYPE_HASH, __u32, __u64, 2, 0);
MAP(per_cpu, BPF_MAP_TYPE_PERCPU_ARRAY, __u32, __u64, 2, 0);
MAP(per_cpu_hash, BPF_MAP_TYPE_PERCPU_HASH, __u32, __u64, 2, 0);
MAP(trie, BPF_MAP_TYPE_LPM_TRIE, struct prefix, __u64, 3, BPF_F_NO_PREALLOC);

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 2);
	__uint(key_size, 0);
	__uint(value_size, 8);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 2);
	__uint(key_size, 0);
	__uint(value_size, 8);
} stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 100);
	__uint(key_size, 0);
	__uint(value_size, 8);
} bloom SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

static __always_inline void errors_of(void *map, int at)
{
	__u32 key = 0, other = 1, third = 2, far = 9;
	__u64 value = 5;
	seen[at] = bpf_map_update_elem(map, &key, &value, BPF_EXIST);
	seen[at + 1] = bpf_map_update_elem(map, &key, &value, BPF_NOEXIST);
	seen[at + 2] = bpf_map_update_elem(map, &key, &value, BPF_NOEXIST);
	seen[at + 3] = bpf_map_update_elem(map, &other, &value, BPF_ANY);
	seen[at + 4] = bpf_map_update_elem(map, &third, &value, BPF_ANY);
	seen[at + 5] = bpf_map_update_elem(map, &far, &value, BPF_ANY);
	seen[at + 6] = bpf_map_update_elem(map, &key, &value, 9);
	seen[at + 7] = bpf_map_delete_elem(map, &far);
	seen[at + 8] = bpf_map_delete_elem(map, &key);
	__u64 *found = bpf_map_lookup_elem(map, &other);
	seen[at + 9] = found ? *found : 1000;
	found = bpf_map_lookup_elem(map, &far);
	seen[at + 10] = found ? *found : 1000;
}

SEC("xdp")
int errors(struct xdp_md *frame)
{
	errors_of(&array, 0);
	errors_of(&hash, 11);
	errors_of(&per_cpu, 22);
	errors_of(&per_cpu_hash, 33);
	return XDP_PASS;
}

SEC("xdp")
int prefixes(struct xdp_md *frame)
{
	struct prefix all = { 0, {} }, ten = { 8, { 10, 99 } }, narrow = { 24, { 10, 1, 2 } }, full = { 32, { 10, 1, 2, 3 } };
	struct prefix wrong = { 33, { 10, 1, 2, 3 } };
	__u64 value = 1;
	seen[0] = bpf_map_update_elem(&trie, &all, &value, BPF_ANY);
	value = 2;
	seen[1] = bpf_map_update_elem(&trie, &ten, &value, BPF_NOEXIST);
	seen[2] = bpf_map_update_elem(&trie, &ten, &value, BPF_NOEXIST);
	value = 3;
	seen[3] = bpf_map_update_elem(&trie, &narrow, &value, BPF_EXIST);
	seen[4] = bpf_map_update_elem(&trie, &narrow, &value, BPF_ANY);
	seen[5] = bpf_map_update_elem(&trie, &full, &value, BPF_ANY);
	seen[6] = bpf_map_update_elem(&trie, &wrong, &value, BPF_ANY);
	seen[7] = bpf_map_delete_elem(&trie, &full);
	__u64 *found = bpf_map_lookup_elem(&trie, &full);
	seen[8] = found ? *found : 1000;
	full.data[2] = 3;
	found = bpf_map_lookup_elem(&trie, &full);
	seen[9] = found ? *found : 1000;
	full.data[0] = 11;
	found = bpf_map_lookup_elem(&trie, &full);
	seen[10] = found ? *found : 1000;
	full.length = 4;
	full.data[0] = 10;
	found = bpf_map_lookup_elem(&trie, &full);
	seen[11] = found ? *found : 1000;
	seen[12] = bpf_map_delete_elem(&trie, &all);
	found = bpf_map_lookup_elem(&trie, &full);
	seen[13] = found ? *found : 1000;
	return XDP_PASS;
}

SEC("xdp")
int elements(struct xdp_md *frame)
{
	__u64 value = 1;
	seen[0] = bpf_map_pop_elem(&queue, &value);
	seen[1] = value;
	for (int i = 0; i < 3; i++) {
		value = 10 + i;
		seen[2 + i] = bpf_map_push_elem(&queue, &value, 0);
		seen[5 + i] = bpf_map_push_elem(&stack, &value, 0);
	}
	seen[8] = bpf_map_push_elem(&queue, &value, BPF_EXIST);
	seen[9] = bpf_map_peek_elem(&queue, &value);
	seen[10] = value;
	seen[11] = bpf_map_pop_elem(&queue, &value);
	seen[12] = value;
	value = 50;
	seen[13] = bpf_map_push_elem(&stack, &value, BPF_EXIST);
	seen[14] = bpf_map_pop_elem(&stack, &value);
	seen[15] = value;
	seen[16] = bpf_map_peek_elem(&stack, &value);
	seen[17] = value;
	value = 123;
	seen[18] = bpf_map_peek_elem(&bloom, &value);
	seen[19] = bpf_map_push_elem(&bloom, &value, 0);
	seen[20] = bpf_map_peek_elem(&bloom, &value);
	return XDP_PASS;
}

SEC("xdp")
int records(struct xdp_md *frame)
{
	__u64 value = 7;
	seen[0] = bpf_ringbuf_output(&ring, &value, 8, 0);
	seen[1] = bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA);
	seen[2] = bpf_ringbuf_query(&ring, BPF_RB_RING_SIZE);
	__u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);
	seen[3] = record != 0;
	if (record)
		bpf_ringbuf_discard(record, 0);
	record = bpf_ringbuf_reserve(&ring, 4096, 0);
	seen[4] = record != 0;
	if (record)
		bpf_ringbuf_discard(record, 0);
	for (int i = 0; i < 5; i++) {
		record = bpf_ringbuf_reserve(&ring, 1000, 0);
		seen[5 + i] = record != 0;
		if (record) {
			*record = i;
			bpf_ringbuf_submit(record, 0);
		}
	}
	seen[10] = bpf_ringbuf_output(&ring, &value, 8, 99);
	return XDP_PASS;
}

static long visit(__u32 index, __u64 *sum)
{
	*sum += index + offset;
	return index == 6;
}

static long each(void *map, __u32 *key, __u64 *value, __u64 *sum)
{
	*sum = *sum * 10 + *key + *value;
	*value += 1;
	return 0;
}

static __noinline int factorial_sum(__u32 n)
{
	__u64 buffer[4];
	for (int i = 0; i < 4; i++)
		buffer[i] = n * (i + 1);
	__u64 sum = 0;
	for (int i = 0; i < 4; i++)
		sum += buffer[(i + n) & 3];
	return sum;
}

SEC("xdp")
int calls(struct xdp_md *frame)
{
	__u64 sum = 1;
	seen[0] = bpf_loop(4, visit, &sum, 0);
	seen[1] = sum;
	seen[2] = bpf_loop(20, visit, &sum, 0);
	seen[3] = sum;
	seen[4] = bpf_loop(9 << 20, visit, &sum, 0);
	sum = 0;
	seen[5] = bpf_for_each_map_elem(&array, each, &sum, 0);
	seen[6] = sum;
	seen[7] = factorial_sum(frame->rx_queue_index + 3);
	static const char format[] = "%d %u %lld %x %llx %s";
	seen[8] = bpf_trace_printk(format, sizeof(format) - 3, -5, 7, 9);
	return XDP_DROP;
}

SEC("xdp")
int tail(struct xdp_md *frame)
{
	seen[0] += 1;
	bpf_tail_call(frame, &programs, 1);
	bpf_tail_call(frame, &programs, 5);
	seen[1] += 1;
	bpf_tail_call(frame, &programs, 0);
	return 40;
}

char LICENSE[] SEC("license") = "GPL";
