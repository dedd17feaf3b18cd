// What readElf must understand of clang's objects, in one file.
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

enum direction { INGRESS = 1, EGRESS = 2 };

struct key {
	__be32 address;
	__be16 port;
	char interface[16];
	unsigned char mac[6];
	enum direction direction;
};

struct value {
	__u64 packets;
	union {
		__u64 whole;
		__u32 halves[2];
	} last;
	struct {
		__u32 seen : 1;
		__u32 kind : 7;
	} flags;
	void *owner;
	_Bool active;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct key);
	__type(value, struct value);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 8);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} slots SEC(".maps");

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 8);
	__uint(key_size, 4);
	__array(values, struct inner);
} by_interface SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

__u64 packets;
static __u64 hidden;
__u32 level = 7;
const volatile __u32 limit = 100;
__u64 custom SEC(".data.custom") = 5;

static __attribute__((noinline)) int bump(__u64 *place, __u64 by)
{
	__sync_fetch_and_add(place, by);
	return hidden > limit;
}

__attribute__((noinline)) int visible(__u32 number)
{
	hidden += number;
	return number > level ? bump(&packets, 2) : 0;
}

static long each(__u64 index, void *context)
{
	return bump(&packets, index);
}

SEC("cgroup_skb/egress")
int first(struct __sk_buff *skb)
{
	__u32 slot = 0;
	__u64 *value = bpf_map_lookup_elem(&slots, &slot);
	if (value)
		bump(value, 1);
	bpf_printk("length %d of %d", skb->len, limit);
	return visible(skb->len) >= 0;
}

SEC("cgroup_skb/egress")
int second(struct __sk_buff *skb)
{
	struct key key = { .direction = EGRESS };
	bpf_loop(4, each, 0, 0);
	bpf_map_delete_elem(&flows, &key);
	custom += bump(&hidden, 3);
	return 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
