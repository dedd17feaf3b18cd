/**
 * The first mainline kernel with each part of eBPF, by the kernel's names without their prefixes (`BPF_MAP_TYPE_HASH` is `hash`).
 * Sources: the enums of include/uapi/linux/bpf.h at each release, and the commits that the kernel's documentation names.
 */

/** Of `enum bpf_prog_type`, what can't be compiled: the rest is in `program-types/`. */
export const otherProgramTypeVersions: Readonly<Record<string, string>> = {
  lirc_mode2: "4.18",
  sk_reuseport: "4.19",
  raw_tracepoint_writable: "5.2",
};

/** Of `enum bpf_map_type`, what can't be compiled: the rest is in `map-types.ts`. */
export const otherMapTypeVersions: Readonly<Record<string, string>> = {
  cgroup_array: "4.8",
  cgroup_storage: "4.19",
  reuseport_sockarray: "4.19",
  percpu_cgroup_storage: "4.20",
  struct_ops: "5.6",
  user_ringbuf: "6.1",
  arena: "6.9",
};

/** `enum bpf_attach_type`. */
export const attachTypeVersions: Readonly<Record<string, string>> = {
  cgroup_inet_ingress: "4.10",
  cgroup_inet_egress: "4.10",
  cgroup_inet_sock_create: "4.10",
  cgroup_sock_ops: "4.13",
  sk_skb_stream_parser: "4.14",
  sk_skb_stream_verdict: "4.14",
  cgroup_device: "4.15",
  sk_msg_verdict: "4.17",
  cgroup_inet4_bind: "4.17",
  cgroup_inet6_bind: "4.17",
  cgroup_inet4_connect: "4.17",
  cgroup_inet6_connect: "4.17",
  cgroup_inet4_post_bind: "4.17",
  cgroup_inet6_post_bind: "4.17",
  cgroup_udp4_sendmsg: "4.18",
  cgroup_udp6_sendmsg: "4.18",
  lirc_mode2: "4.18",
  flow_dissector: "4.20",
  cgroup_sysctl: "5.2",
  cgroup_udp4_recvmsg: "5.2",
  cgroup_udp6_recvmsg: "5.2",
  cgroup_getsockopt: "5.3",
  cgroup_setsockopt: "5.3",
  trace_raw_tp: "5.5",
  trace_fentry: "5.5",
  trace_fexit: "5.5",
  modify_return: "5.7",
  lsm_mac: "5.7",
  trace_iter: "5.8",
  cgroup_inet4_getpeername: "5.8",
  cgroup_inet6_getpeername: "5.8",
  cgroup_inet4_getsockname: "5.8",
  cgroup_inet6_getsockname: "5.8",
  xdp_devmap: "5.8",
  cgroup_inet_sock_release: "5.9",
  xdp_cpumap: "5.9",
  sk_lookup: "5.9",
  xdp: "5.9",
  sk_skb_verdict: "5.13",
  sk_reuseport_select: "5.14",
  sk_reuseport_select_or_migrate: "5.14",
  perf_event: "5.15",
  trace_kprobe_multi: "5.18",
  lsm_cgroup: "6.0",
  struct_ops: "6.4",
  netfilter: "6.4",
  tcx_ingress: "6.6",
  tcx_egress: "6.6",
  trace_uprobe_multi: "6.6",
  cgroup_unix_connect: "6.7",
  cgroup_unix_sendmsg: "6.7",
  cgroup_unix_recvmsg: "6.7",
  cgroup_unix_getpeername: "6.7",
  cgroup_unix_getsockname: "6.7",
  netkit_primary: "6.7",
  netkit_peer: "6.7",
  trace_kprobe_session: "6.10",
  trace_uprobe_session: "6.13",
};

/** What is no member of an enum: instructions, types and ways to load and attach. */
export const languageVersions = {
  "instruction set v2": "4.14",
  "calls between functions": "4.16",
  "instruction set v3": "5.1",
  "a million steps of the verifier": "5.2",
  "global variables": "5.2",
  "bounded loops": "5.3",
  "variables mapped into memory": "5.5",
  "batches of map entries": "5.6",
  links: "5.7",
  "sleepable programs": "5.10",
  "atomic operations that give the old value": "5.12",
  "calls of kernel functions": "5.13",
  timers: "5.15",
  bpf_loop: "5.17",
  dynptrs: "5.19",
  "open-coded iterators": "6.4",
  "instruction set v4": "6.6",
  arenas: "6.9",
} as const satisfies Readonly<Record<string, string>>;

export type LanguageFeature = keyof typeof languageVersions;
