import { networkWord, u32, u64 } from "../context-field.ts";
import type { ContextField, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/** Counters and state of `struct tcp_sock`, one after the other from here. */
const counters = {
  snd_cwnd: u32(76),
  srtt_us: u32(80),
  bpf_sock_ops_cb_flags: u32(84),
  state: u32(88),
  rtt_min: u32(92),
  snd_ssthresh: u32(96),
  rcv_nxt: u32(100),
  snd_nxt: u32(104),
  snd_una: u32(108),
  mss_cache: u32(112),
  ecn_flags: u32(116),
  rate_delivered: u32(120),
  rate_interval_us: u32(124),
  packets_out: u32(128),
  retrans_out: u32(132),
  total_retrans: u32(136),
  segs_in: u32(140),
  data_segs_in: u32(144),
  segs_out: u32(148),
  data_segs_out: u32(152),
  lost_out: u32(156),
  sacked_out: u32(160),
} as const satisfies Record<string, ContextField>;

/**
 * `BPF_PROG_TYPE_SOCK_OPS`: is told of what happens to the TCP connections of a cgroup, and asked for some of their parameters; `op` says
 * which (`BPF_SOCK_OPS_*`). Attaches to a cgroup v2 directory, by a link from kernel 5.7 on. An answer is put into `reply`; the result is 1.
 * `bpf.sock_ops_cb_flags_set` asks for more events. `bpf.header(context, T, 0)` reaches into the packet of the events that have one.
 *
 * @kernel 4.13
 */
export const sockOps = {
  name: "sock_ops",
  id: 13,
  minimumKernel: "4.13",
  sections: [{ pattern: "sockops", expectedAttachType: 3, attach: "cgroup" }],
  context: {
    struct: "bpf_sock_ops",
    size: 224,
    fields: {
      /** What happens: `BPF_SOCK_OPS_*`. */
      op: u32(0),
      /** What `op` says more: for `BPF_SOCK_OPS_STATE_CB` the old and the new state. */
      args: u32(4, { length: 4, unionWith: "reply", minimumKernel: "4.16" }),
      /** The answer, where `op` asks for one. */
      reply: u32(4, { writable: true, unionWith: "args" }),
      /** `AF_INET` or `AF_INET6`. */
      family: u32(20),
      /** IPv4 address of the other side as a host-order number. */
      remote_ip4: networkWord(24),
      /** IPv4 address of this side as a host-order number. */
      local_ip4: networkWord(28),
      /** IPv6 address of the other side: four host-order numbers, most significant first. */
      remote_ip6: networkWord(32, { length: 4 }),
      /** IPv6 address of this side: four host-order numbers, most significant first. */
      local_ip6: networkWord(48, { length: 4 }),
      /** In host order. */
      remote_port: networkWord(64),
      local_port: u32(68),
      /** 0 when the socket is not more than a request yet: then most fields are 0. */
      is_fullsock: u32(72, { minimumKernel: "4.16" }),
      ...counters,
      sk_txhash: u32(164, { writable: true, minimumKernel: "4.16" }),
      bytes_received: u64(168, { minimumKernel: "4.16" }),
      bytes_acked: u64(176, { minimumKernel: "4.16" }),
      skb_len: u32(208, { minimumKernel: "5.10" }),
      skb_tcp_flags: u32(212, { minimumKernel: "5.10" }),
      skb_hwtstamp: u64(216, { minimumKernel: "6.2" }),
    },
  },
  packet: { data: 192, dataEnd: 200, size: 8, writable: false },
  socket: { offset: 184, nullable: true },
  returns: { range: [0, 1] },
  helpers: helpersOf("sock_ops"),
  constants: {
    BPF_SOCK_OPS_VOID: 0,
    BPF_SOCK_OPS_TIMEOUT_INIT: 1,
    BPF_SOCK_OPS_RWND_INIT: 2,
    BPF_SOCK_OPS_TCP_CONNECT_CB: 3,
    BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB: 4,
    BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB: 5,
    BPF_SOCK_OPS_NEEDS_ECN: 6,
    BPF_SOCK_OPS_BASE_RTT: 7,
    BPF_SOCK_OPS_RTO_CB: 8,
    BPF_SOCK_OPS_RETRANS_CB: 9,
    BPF_SOCK_OPS_STATE_CB: 10,
    BPF_SOCK_OPS_TCP_LISTEN_CB: 11,
    BPF_SOCK_OPS_RTT_CB: 12,
    BPF_SOCK_OPS_PARSE_HDR_OPT_CB: 13,
    BPF_SOCK_OPS_HDR_OPT_LEN_CB: 14,
    BPF_SOCK_OPS_WRITE_HDR_OPT_CB: 15,
    BPF_SOCK_OPS_RTO_CB_FLAG: 1,
    BPF_SOCK_OPS_RETRANS_CB_FLAG: 2,
    BPF_SOCK_OPS_STATE_CB_FLAG: 4,
    BPF_SOCK_OPS_RTT_CB_FLAG: 8,
    BPF_TCP_ESTABLISHED: 1,
    BPF_TCP_SYN_SENT: 2,
    BPF_TCP_SYN_RECV: 3,
    BPF_TCP_FIN_WAIT1: 4,
    BPF_TCP_FIN_WAIT2: 5,
    BPF_TCP_TIME_WAIT: 6,
    BPF_TCP_CLOSE: 7,
    BPF_TCP_CLOSE_WAIT: 8,
    BPF_TCP_LAST_ACK: 9,
    BPF_TCP_LISTEN: 10,
    BPF_TCP_CLOSING: 11,
    BPF_TCP_NEW_SYN_RECV: 12,
  },
} as const satisfies ProgramType;
