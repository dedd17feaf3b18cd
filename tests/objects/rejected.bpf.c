// Programs that the kernel's verifier rejects, one for each thing that it says: the hint for it is above, and the line that it must
// point at ends in REJECTED. Where clang would not let the mistake through, the instructions are written out.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

struct row {
	__u64 packets;
	__u32 bytes[8];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct row);
} rows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u32);
} programs SEC(".maps");

struct locked {
	struct bpf_spin_lock lock;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct locked);
} locks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_RDONLY_PROG);
	__type(key, __u32);
	__type(value, __u64);
} fixed SEC(".maps");

// hint: check the result
SEC("?xdp")
int value_or_null(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct row *row = bpf_map_lookup_elem(&rows, &key);
	row->packets = 1; // REJECTED
	return XDP_PASS;
}

// hint: the end of the packet
SEC("?xdp")
int packet_end(struct xdp_md *ctx)
{
	struct ethhdr *header = (void *)(long)ctx->data;
	return header->h_proto == 8 ? XDP_DROP : XDP_PASS; // REJECTED
}

// hint: limit the index
SEC("?xdp")
int index_unlimited(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct row *row = bpf_map_lookup_elem(&rows, &key);
	if (!row)
		return XDP_PASS;
	return row->bytes[ctx->rx_queue_index]; // REJECTED
}

// hint: limit the index
SEC("?xdp")
int index_too_large(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct row *row = bpf_map_lookup_elem(&rows, &key);
	if (!row)
		return XDP_PASS;
	return row->bytes[ctx->rx_queue_index & 31]; // REJECTED
}

// hint: no lower bound
SEC("?xdp")
int index_negative(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct row *row = bpf_map_lookup_elem(&rows, &key);
	if (!row)
		return XDP_PASS;
	asm volatile(/* REJECTED */ "r1 = *(u64 *)(%0 + 0);"
		     "if r1 s> 8 goto +2;"
		     "%0 += r1;"
		     "r1 = *(u32 *)(%0 + 0);"
		     : "+r"(row)::"r1");
	return XDP_PASS;
}

// hint: does not offer the field
SEC("?xdp")
int context_field(struct xdp_md *ctx)
{
	return *(__u32 *)((void *)ctx + 60); // REJECTED
}

// hint: a value that this program type allows
SEC("?cgroup_skb/egress")
int verdict(struct __sk_buff *skb)
{
	return 7; // REJECTED
}

// hint: a value that this program type allows
SEC("?xdp") __attribute__((naked))
int no_verdict(void)
{
	asm volatile(/* REJECTED */ "exit;" ::: "memory");
}

// hint: offers the helper to other program types
SEC("?xdp")
int foreign_helper(struct xdp_md *ctx)
{
	return bpf_skb_store_bytes((void *)ctx, 0, ctx, 4, 0); // REJECTED
}

// hint: newer than this kernel
SEC("?xdp") __attribute__((naked))
int unknown_helper(void)
{
	asm volatile(/* REJECTED */ "call 9999;"
		     "exit;" ::: "memory");
}

// hint: give the loop an end
SEC("?xdp") __attribute__((naked))
int endless(void)
{
	asm volatile(/* REJECTED */ "1: r0 = 0;"
		     "if r0 == 0 goto 1b;"
		     "exit;" ::: "memory");
}

// hint: too many steps
SEC("?xdp") __attribute__((naked))
int too_long(void)
{
	asm volatile(/* REJECTED */ "r0 = 0;"
		     "1: r0 += 1;"
		     "if r0 < 2000000 goto 1b;"
		     "exit;" ::: "memory");
}

static __attribute__((noinline)) int deep(struct xdp_md *ctx)
{
	char room[400] = {};
	asm volatile("" ::"r"(room) : "memory");
	return room[ctx->rx_queue_index & 255];
}

// hint: 512 bytes of stack
SEC("?xdp")
int stack_of_calls(struct xdp_md *ctx) // REJECTED
{
	char room[400] = {};
	asm volatile("" ::"r"(room) : "memory");
	return deep(ctx) + room[ctx->rx_queue_index & 255];
}

// hint: outside of the stack
SEC("?xdp") __attribute__((naked))
int below_stack(void)
{
	asm volatile(/* REJECTED */ "r0 = 0;"
		     "*(u64 *)(r10 - 520) = r0;"
		     "exit;" ::: "memory");
}

// hint: outside of the stack
SEC("?xdp") __attribute__((naked))
int above_stack(void)
{
	asm volatile(/* REJECTED */ "r2 = r10;"
		     "r2 += 8;"
		     "r1 = %[rows] ll;"
		     "call 1;"
		     "r0 = 0;"
		     "exit;" ::[rows] "i"(&rows) : "memory");
}

// hint: a number is used as an address
SEC("?xdp")
int number_as_address(struct xdp_md *ctx)
{
	return *(__u32 *)(long)ctx->rx_queue_index; // REJECTED
}

// hint: before it was given a value
SEC("?xdp") __attribute__((naked))
int unset_register(void)
{
	asm volatile(/* REJECTED */ "r0 = r7;"
		     "exit;" ::: "memory");
}

// hint: crosses its natural alignment
SEC("?xdp") __attribute__((naked))
int misaligned(void)
{
	asm volatile(/* REJECTED */ "r0 = 0;"
		     "*(u64 *)(r10 - 12) = r0;"
		     "exit;" ::: "memory");
}

// hint: never reached
SEC("?xdp") __attribute__((naked))
int unreachable(void)
{
	asm volatile(/* REJECTED */ "r0 = 0;"
		     "exit;"
		     "r0 = 1;"
		     "exit;" ::: "memory");
}

// hint: on every path
SEC("?xdp")
int kept_record(struct xdp_md *ctx)
{
	__u64 *record = bpf_ringbuf_reserve(&events, 8, 0);
	if (!record)
		return XDP_PASS;
	*record = 1;
	return XDP_PASS;
} // REJECTED

// hint: only what a reserve
SEC("?xdp")
int submit_other(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct row *row = bpf_map_lookup_elem(&rows, &key);
	if (!row)
		return XDP_PASS;
	bpf_ringbuf_submit(row, 0); // REJECTED
	return XDP_PASS;
}

// hint: an address can't be calculated with
SEC("?xdp") __attribute__((naked))
int context_arithmetic(void)
{
	asm volatile(/* REJECTED */ "r1 *= 2;"
		     "r0 = 0;"
		     "exit;" ::: "memory");
}

// hint: an address can't be calculated with
SEC("?xdp") __attribute__((naked))
int pointer_sum(void)
{
	asm volatile(/* REJECTED */ "r1 += r10;"
		     "r0 = 0;"
		     "exit;" ::: "memory");
}

// hint: constant offset
SEC("?xdp") __attribute__((naked))
int context_offset(void)
{
	asm volatile(/* REJECTED */ "r2 = *(u32 *)(r1 + 16);"
		     "r2 &= 4;"
		     "r1 += r2;"
		     "r0 = *(u32 *)(r1 + 0);"
		     "exit;" ::: "memory");
}

// hint: the wrong kind
SEC("?xdp") __attribute__((naked))
int wrong_argument(void)
{
	asm volatile(/* REJECTED */ "r2 = 4;"
		     "r1 = %[rows] ll;"
		     "call 1;"
		     "r0 = 0;"
		     "exit;" ::[rows] "i"(&rows) : "memory");
}

// hint: this helper takes maps of another type
SEC("?xdp")
int wrong_map(struct xdp_md *ctx)
{
	struct row row = {};
	return bpf_map_push_elem(&rows, &row, 0); // REJECTED
}

// hint: read-only for programs
SEC("?xdp")
int frozen(struct xdp_md *ctx)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&fixed, &key);
	if (value)
		*value = 1; // REJECTED
	return XDP_PASS;
}

// hint: no lower bound
SEC("?xdp")
int negative_length(struct xdp_md *ctx)
{
	char room[16] = {};
	__s64 length = (__s32)ctx->rx_queue_index;
	if (length > 16)
		return XDP_PASS;
	bpf_probe_read_kernel(room, length, 0); // REJECTED
	return room[0];
}

// hint: on every path
SEC("?xdp")
int kept_lock(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct locked *value = bpf_map_lookup_elem(&locks, &key);
	if (!value)
		return XDP_PASS;
	bpf_spin_lock(&value->lock);
	value->count += 1;
	return XDP_PASS;
} // REJECTED

// hint: the lock
SEC("?xdp")
int call_under_lock(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct locked *value = bpf_map_lookup_elem(&locks, &key);
	if (!value)
		return XDP_PASS;
	bpf_spin_lock(&value->lock);
	value->count = bpf_ktime_get_ns(); // REJECTED
	bpf_spin_unlock(&value->lock);
	return XDP_PASS;
}

// hint: must be a constant
SEC("?xdp") __attribute__((naked))
int variable_size(void)
{
	asm volatile(/* REJECTED */ "r2 = *(u32 *)(r1 + 16);"
		     "r1 = %[events] ll;"
		     "r3 = 0;"
		     "call 131;"
		     "r0 = 0;"
		     "exit;" ::[events] "i"(&events) : "memory");
}

// hint: jumps to a place
SEC("?xdp") __attribute__((naked))
int jump_outside(void)
{
	asm volatile(/* REJECTED */ "r0 = 0;"
		     "goto +100;"
		     "exit;" ::: "memory");
}

// hint: ends without
SEC("?xdp") __attribute__((naked))
int no_end(void)
{
	asm volatile(/* REJECTED */ "r0 = 0;" ::: "memory");
}

// hint: the stack's address
SEC("?xdp") __attribute__((naked))
int frame_pointer(void)
{
	asm volatile(/* REJECTED */ "r10 = 0;"
		     "r0 = 0;"
		     "exit;" ::: "memory");
}

// hint: shift
SEC("?xdp") __attribute__((naked))
int wide_shift(void)
{
	asm volatile(/* REJECTED */ "r0 = 1;"
		     "r0 <<= 70;"
		     "exit;" ::: "memory");
}

// hint: for sleepable programs
SEC("?xdp")
int sleeping_helper(struct xdp_md *ctx)
{
	char text[8];
	return bpf_copy_from_user(text, sizeof text, (void *)ctx->data); // REJECTED
}

static __attribute__((noinline)) int inner(__u32 key)
{
	struct row *row = bpf_map_lookup_elem(&rows, &key);
	return row->packets; // REJECTED
}

// hint: check the result
SEC("?xdp")
int in_function(struct xdp_md *ctx)
{
	return inner(ctx->rx_queue_index);
}

// hint: reads packets only
SEC("?cgroup_skb/egress")
int packet_write(struct __sk_buff *skb)
{
	char *data = (void *)(long)skb->data;
	if ((void *)(data + 1) > (void *)(long)skb->data_end)
		return 1;
	*data = 1; // REJECTED
	return 1;
}

// hint: into the memory behind it
SEC("?xdp")
int record_end(struct xdp_md *ctx)
{
	__u64 *record = bpf_ringbuf_reserve(&events, 8, 0);
	if (!record)
		return XDP_PASS;
	record[1] = 1; // REJECTED
	bpf_ringbuf_submit(record, 0);
	return XDP_PASS;
}

// hint: division
SEC("?xdp") __attribute__((naked))
int divided(void)
{
	asm volatile(/* REJECTED */ "r0 = 1;"
		     ".byte 0x37, 0x00, 0x00, 0x00, 0, 0, 0, 0;"
		     "exit;" ::: "memory");
}

// hint: newer than this kernel
SEC("?xdp") __attribute__((naked))
int unknown_instruction(void)
{
	asm volatile(/* REJECTED */ "r0 = 1;"
		     ".byte 0xff, 0x00, 0x00, 0x00, 0, 0, 0, 0;"
		     "exit;" ::: "memory");
}

static __attribute__((noinline)) int f8(int n) { asm volatile("" : "+r"(n)); return n; }
static __attribute__((noinline)) int f7(int n) { return f8(n) + 1; } // REJECTED
static __attribute__((noinline)) int f6(int n) { return f7(n) + 1; }
static __attribute__((noinline)) int f5(int n) { return f6(n) + 1; }
static __attribute__((noinline)) int f4(int n) { return f5(n) + 1; }
static __attribute__((noinline)) int f3(int n) { return f4(n) + 1; }
static __attribute__((noinline)) int f2(int n) { return f3(n) + 1; }
static __attribute__((noinline)) int f1(int n) { return f2(n) + 1; }

// hint: eight
SEC("?xdp")
int too_deep(struct xdp_md *ctx)
{
	return f1(ctx->rx_queue_index);
}

char LICENSE[] SEC("license") = "GPL";
