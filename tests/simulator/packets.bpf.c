// Programs that run in the kernel and in the simulator, to compare what they see and leave.
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

__u64 seen[40];

SEC("cgroup_skb/egress")
int context_fields(struct __sk_buff *skb)
{
	seen[0] = skb->len;
	seen[1] = skb->pkt_type;
	seen[2] = skb->mark;
	seen[3] = skb->queue_mapping;
	seen[4] = skb->protocol;
	seen[5] = skb->vlan_present;
	seen[6] = skb->priority;
	seen[7] = skb->ingress_ifindex;
	seen[8] = skb->ifindex;
	seen[9] = skb->hash;
	seen[10] = skb->family;
	seen[11] = skb->remote_ip4;
	seen[12] = skb->local_ip4;
	seen[13] = skb->remote_ip6[0];
	seen[14] = skb->remote_ip6[3];
	seen[15] = skb->local_ip6[0];
	seen[16] = skb->local_ip6[3];
	seen[17] = skb->remote_port;
	seen[18] = skb->local_port;
	seen[19] = skb->tstamp;
	seen[20] = skb->gso_segs;
	seen[21] = skb->gso_size;
	seen[22] = skb->cb[0];
	seen[23] = skb->cb[4];
	seen[24] = skb->vlan_tci;
	seen[25] = skb->tc_index;
	seen[26] = skb->napi_id;
	seen[27] = (long)skb->data_end - (long)skb->data;
	skb->mark = 77;
	skb->priority = 5;
	skb->cb[1] = 9;
	return 1;
}

SEC("cgroup_skb/ingress")
int load_bytes(struct __sk_buff *skb)
{
	__u8 buffer[8];
	__builtin_memset(buffer, 0xaa, sizeof(buffer));
	seen[0] = bpf_skb_load_bytes(skb, 4, buffer, sizeof(buffer));
	seen[1] = *(__u64 *)buffer;
	seen[2] = bpf_skb_load_bytes(skb, skb->len - 7, buffer, sizeof(buffer));
	seen[3] = *(__u64 *)buffer;
	seen[4] = bpf_skb_load_bytes(skb, skb->len - 8, buffer, sizeof(buffer));
	seen[5] = *(__u64 *)buffer;
	seen[6] = bpf_skb_load_bytes_relative(skb, 2, buffer, 8, BPF_HDR_START_NET);
	seen[7] = *(__u64 *)buffer;
	seen[8] = bpf_skb_load_bytes_relative(skb, 2, buffer, 8, BPF_HDR_START_MAC);
	seen[9] = *(__u64 *)buffer;
	seen[10] = bpf_skb_load_bytes(skb, -3, buffer, 8);
	seen[11] = bpf_skb_load_bytes_relative(skb, skb->len - 8, buffer, 8, BPF_HDR_START_NET);
	seen[12] = *(__u64 *)buffer;
	seen[13] = bpf_skb_load_bytes_relative(skb, skb->len - 7, buffer, 8, BPF_HDR_START_NET);
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	if (data + 20 <= end)
		seen[14] = *(__u16 *)(data + 9);
	return 0;
}

SEC("socket")
int socket_fields(struct __sk_buff *skb)
{
	seen[0] = skb->len;
	seen[1] = skb->protocol;
	seen[2] = skb->pkt_type;
	seen[3] = skb->ifindex;
	skb->cb[2] = 3;
	return skb->len - 3;
}

SEC("xdp")
int ends(struct xdp_md *frame)
{
	void *data = (void *)(long)frame->data;
	void *end = (void *)(long)frame->data_end;
	seen[0] = end - data;
	seen[1] = frame->rx_queue_index;
	seen[2] = frame->ingress_ifindex;
	seen[3] = bpf_xdp_adjust_meta(frame, -8);
	void *metadata = (void *)(long)frame->data_meta;
	data = (void *)(long)frame->data;
	if (metadata + 8 <= data)
		*(__u64 *)metadata = 0x1122334455667788;
	seen[4] = bpf_xdp_adjust_meta(frame, -3);
	seen[5] = bpf_xdp_adjust_head(frame, -12);
	seen[6] = bpf_xdp_adjust_head(frame, -4000);
	seen[7] = bpf_xdp_adjust_head(frame, 4000);
	seen[8] = bpf_xdp_adjust_tail(frame, 10);
	seen[9] = bpf_xdp_adjust_tail(frame, 4000);
	seen[10] = bpf_xdp_adjust_tail(frame, -4000);
	seen[11] = bpf_xdp_adjust_tail(frame, -4);
	data = (void *)(long)frame->data;
	end = (void *)(long)frame->data_end;
	metadata = (void *)(long)frame->data_meta;
	seen[12] = end - data;
	seen[13] = data - metadata;
	seen[14] = bpf_xdp_get_buff_len(frame);
	if (data + 16 <= end)
		*(__u32 *)(data + 1) = 0xcafe;
	__u8 buffer[8] = {};
	seen[15] = bpf_xdp_load_bytes(frame, 14, buffer, 8);
	seen[16] = *(__u64 *)buffer;
	seen[17] = bpf_xdp_load_bytes(frame, 4090, buffer, 8);
	seen[18] = bpf_xdp_store_bytes(frame, 20, buffer, 8);
	return XDP_TX;
}

SEC("xdp")
int checksum(struct xdp_md *frame)
{
	__u32 from[3] = { 0x12345678, 0xffffffff, 0x9abcdef0 };
	__u32 to[2] = { 0xdeadbeef, 0x01020304 };
	seen[0] = bpf_csum_diff(from, 12, to, 8, 0);
	seen[1] = bpf_csum_diff(from, 4, to, 4, 0x12345);
	seen[2] = bpf_csum_diff(0, 0, to, 8, 0xffff);
	seen[3] = bpf_csum_diff(from, 12, 0, 0, 1);
	seen[4] = bpf_csum_diff(0, 0, to, 8, 0xffffffff);
	seen[5] = bpf_csum_diff(0, 0, to, 3, 0);
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
