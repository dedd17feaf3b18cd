// Made by scripts/generate-helpers.ts on Linux 6.18; change the script, not this file.

/** What every program type may call. */
const common = [
  "map_lookup_elem",
  "map_update_elem",
  "map_delete_elem",
  "ktime_get_ns",
  "trace_printk",
  "get_prandom_u32",
  "get_smp_processor_id",
  "tail_call",
  "get_current_pid_tgid",
  "get_current_uid_gid",
  "get_current_comm",
  "get_cgroup_classid",
  "perf_event_output",
  "get_current_task",
  "get_numa_node_id",
  "get_current_cgroup_id",
  "map_push_elem",
  "map_pop_elem",
  "map_peek_elem",
  "strtol",
  "strtoul",
  "send_signal",
  "probe_read_user",
  "probe_read_kernel",
  "probe_read_user_str",
  "probe_read_kernel_str",
  "send_signal_thread",
  "jiffies64",
  "get_ns_current_pid_tgid",
  "get_current_ancestor_cgroup_id",
  "ktime_get_boot_ns",
  "ringbuf_output",
  "ringbuf_reserve",
  "ringbuf_submit",
  "ringbuf_discard",
  "ringbuf_query",
  "snprintf_btf",
  "get_branch_snapshot",
  "trace_vprintk",
  "map_lookup_percpu_elem",
  "ktime_get_tai_ns",
];

export const cgroupSkbHelpers: ReadonlySet<string> = new Set([
  ...common,
  "skb_load_bytes",
  "get_socket_cookie",
  "get_socket_uid",
  "skb_load_bytes_relative",
  "skb_cgroup_id",
  "skb_ancestor_cgroup_id",
  "skb_ecn_set_ce",
  "get_netns_cookie",
  "ktime_get_coarse_ns",
]);

export const xdpHelpers: ReadonlySet<string> = new Set([
  ...common,
  "redirect",
  "csum_diff",
  "xdp_adjust_head",
  "xdp_adjust_meta",
  "xdp_adjust_tail",
  "fib_lookup",
  "ktime_get_coarse_ns",
  "check_mtu",
  "xdp_get_buff_len",
  "xdp_load_bytes",
  "xdp_store_bytes",
  "tcp_raw_gen_syncookie_ipv4",
  "tcp_raw_gen_syncookie_ipv6",
  "tcp_raw_check_syncookie_ipv4",
  "tcp_raw_check_syncookie_ipv6",
]);

export const tracepointHelpers: ReadonlySet<string> = new Set([
  ...common,
  "probe_read",
  "probe_read_str",
  "get_stack",
  "get_attach_cookie",
]);

export const socketFilterHelpers: ReadonlySet<string> = new Set([
  ...common,
  "skb_load_bytes",
  "get_socket_cookie",
  "get_socket_uid",
  "skb_load_bytes_relative",
  "get_netns_cookie",
  "ktime_get_coarse_ns",
]);

export const rawTracepointHelpers: ReadonlySet<string> = new Set([
  ...common,
  "probe_read",
  "probe_read_str",
  "get_stack",
  "get_attach_cookie",
]);
