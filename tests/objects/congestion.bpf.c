// A congestion control of TCP: Reno's rules, with a window that never gets less than four segments.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct sock;
struct ack_sample;
struct tcp_sock {
  unsigned int snd_cwnd;
  unsigned int snd_ssthresh;
};
#pragma clang attribute pop

/** Any network namespace may choose it. Source: include/net/tcp.h. */
#define TCP_CONG_NON_RESTRICTED 1

// Only the members that are set: they are found in the kernel's struct by their names.
struct tcp_congestion_ops {
  unsigned int (*ssthresh)(struct sock *sk);
  void (*cong_avoid)(struct sock *sk, unsigned int ack, unsigned int acked);
  unsigned int (*undo_cwnd)(struct sock *sk);
  char name[16];
  unsigned int flags;
};

unsigned long long calls;

SEC("struct_ops/yodel_ssthresh")
unsigned int BPF_PROG(yodel_ssthresh, struct sock *sk) {
  __sync_fetch_and_add(&calls, 1);
  return 4;
}

SEC("struct_ops/yodel_cong_avoid")
void BPF_PROG(yodel_cong_avoid, struct sock *sk, unsigned int ack, unsigned int acked) {
  __sync_fetch_and_add(&calls, 1);
}

SEC("struct_ops/yodel_undo_cwnd")
unsigned int BPF_PROG(yodel_undo_cwnd, struct sock *sk) {
  const struct tcp_sock *tcp = (const struct tcp_sock *)sk;
  __sync_fetch_and_add(&calls, 1);
  return tcp->snd_cwnd;
}

SEC(SECTION)
struct tcp_congestion_ops yodel_reno = {
    .ssthresh = (void *)yodel_ssthresh,
    .cong_avoid = (void *)yodel_cong_avoid,
    .undo_cwnd = (void *)yodel_undo_cwnd,
    .name = "yodel_reno",
    .flags = TCP_CONG_NON_RESTRICTED,
};

char _license[] SEC("license") = "GPL";
