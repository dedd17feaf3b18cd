/* Programs read what user space writes into a ring buffer. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} commands SEC(".maps");

__u64 records;
__u64 sum;
__u64 wrong;

static long take(struct bpf_dynptr *record, void *context)
{
	__u32 number;

	if (bpf_dynptr_read(&number, sizeof(number), record, 0, 0)) {
		wrong++;
		return 0;
	}
	if (number != records)
		wrong++;
	records++;
	sum += number;
	return 0;
}

SEC("xdp")
int drain(struct xdp_md *context)
{
	return bpf_user_ringbuf_drain(&commands, take, NULL, 0) < 0 ? XDP_ABORTED : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
