// Asks every kind of CO-RE question. Each answer is a variable.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct point { int y; };

struct shape___mine {
	int moved;
	unsigned int widened;
	unsigned long narrow_sign;
	struct point points[2];
	unsigned int flag : 2, high : 6;
	unsigned char sign;
	int gone;
	int tail[1];
};

struct absent { int field; };

#pragma clang attribute pop

struct shape { long padding; };
typedef unsigned int counter_t;
enum color___old { BLUE, RED };
enum deep___old { deep_none };
enum color { DEEP = 1ULL << 40 };

long moved, widened, point_y, tail, flag_offset, flag_size, flag_left, flag_right, high_left, high_right, sign, sign_of_flag;
long exists, gone_exists, absent_exists, local_id, target_id, absent_id, type_exists, absent_type, type_size, typedef_size;
long matches, no_match, red_exists, blue_exists, red, deep, guarded, loaded;

SEC("socket")
int ask(struct __sk_buff *skb)
{
	struct shape___mine *shape = (void *)0;

	moved = __builtin_preserve_field_info(shape->moved, BPF_FIELD_BYTE_OFFSET);
	widened = __builtin_preserve_field_info(shape->widened, BPF_FIELD_BYTE_SIZE);
	point_y = __builtin_preserve_field_info(shape->points[1].y, BPF_FIELD_BYTE_OFFSET);
	tail = __builtin_preserve_field_info(shape->tail[0], BPF_FIELD_BYTE_OFFSET);
	flag_offset = __builtin_preserve_field_info(shape->flag, BPF_FIELD_BYTE_OFFSET);
	flag_size = __builtin_preserve_field_info(shape->flag, BPF_FIELD_BYTE_SIZE);
	flag_left = __builtin_preserve_field_info(shape->flag, BPF_FIELD_LSHIFT_U64);
	flag_right = __builtin_preserve_field_info(shape->flag, BPF_FIELD_RSHIFT_U64);
	high_left = __builtin_preserve_field_info(shape->high, BPF_FIELD_LSHIFT_U64);
	high_right = __builtin_preserve_field_info(shape->high, BPF_FIELD_RSHIFT_U64);
	sign = __builtin_preserve_field_info(shape->sign, BPF_FIELD_SIGNED);
	sign_of_flag = __builtin_preserve_field_info(shape->flag, BPF_FIELD_SIGNED);
	exists = bpf_core_field_exists(shape->moved);
	gone_exists = bpf_core_field_exists(shape->gone);
	absent_exists = bpf_core_field_exists(((struct absent *)0)->field);
	local_id = bpf_core_type_id_local(struct shape);
	target_id = bpf_core_type_id_kernel(struct shape);
	absent_id = bpf_core_type_id_kernel(struct absent);
	type_exists = bpf_core_type_exists(struct shape);
	absent_type = bpf_core_type_exists(struct absent);
	type_size = bpf_core_type_size(struct shape);
	typedef_size = bpf_core_type_size(counter_t);
	matches = bpf_core_type_matches(struct shape);
	no_match = bpf_core_type_matches(struct shape___mine);
	red_exists = bpf_core_enum_value_exists(enum color___old, RED);
	blue_exists = bpf_core_enum_value_exists(enum color___old, BLUE);
	red = bpf_core_enum_value(enum color___old, RED);
	deep = bpf_core_enum_value(enum color, DEEP);
	if (bpf_core_field_exists(shape->gone))
		guarded = __builtin_preserve_field_info(shape->gone, BPF_FIELD_BYTE_OFFSET);
	else
		guarded = -1;
	return 0;
}

SEC("?socket")
int unguarded(struct __sk_buff *skb)
{
	struct shape___mine *shape = (void *)0;
	guarded = __builtin_preserve_field_info(shape->gone, BPF_FIELD_BYTE_OFFSET);
	return 0;
}

// The context is read as if the kernel's types said where its fields are.
struct context { unsigned int second; } __attribute__((preserve_access_index));

SEC("?socket")
int load(struct __sk_buff *skb)
{
	loaded = ((struct context *)skb)->second;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
