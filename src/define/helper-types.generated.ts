// Made by scripts/generate-helpers.ts on Linux 6.18; change the script, not this file.
import type { Integer, KernelBuffer } from "./kernel-view.ts";
import type { XdpAction } from "./network-sections.ts";

/** Helpers of every program type. */
export interface CommonHelpers {
  /** @kernel 4.1 */
  ktime_get_ns(): number;
  /** @kernel 4.1 */
  get_prandom_u32(): number;
  /** @kernel 4.1 */
  get_smp_processor_id(): number;
  /** @kernel 4.2 */
  get_current_pid_tgid(): number;
  /** @kernel 4.2 */
  get_current_uid_gid(): number;
  /** @kernel 4.2 */
  get_current_comm(buf: KernelBuffer): number;
  /** @kernel 4.8; only under a licence that is compatible with the GPL */
  get_current_task(): number;
  /** @kernel 4.10 */
  get_numa_node_id(): number;
  /** @kernel 4.18 */
  get_current_cgroup_id(): number;
  /** @kernel 5.2 */
  strtol(buf: KernelBuffer, flags: Integer, res: KernelBuffer): number;
  /** @kernel 5.2 */
  strtoul(buf: KernelBuffer, flags: Integer, res: KernelBuffer): number;
  /** @kernel 5.3 */
  send_signal(sig: Integer): number;
  /** @kernel 5.5; only under a licence that is compatible with the GPL */
  probe_read_user(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 5.5; only under a licence that is compatible with the GPL */
  probe_read_kernel(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 5.5; only under a licence that is compatible with the GPL */
  probe_read_user_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 5.5; only under a licence that is compatible with the GPL */
  probe_read_kernel_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 5.5 */
  send_signal_thread(sig: Integer): number;
  /** @kernel 5.5 */
  jiffies64(): number;
  /** @kernel 5.7 */
  get_ns_current_pid_tgid(dev: Integer, ino: Integer, nsdata: KernelBuffer): number;
  /** @kernel 5.7 */
  get_current_ancestor_cgroup_id(ancestor_level: Integer): number;
  /** @kernel 5.8 */
  ktime_get_boot_ns(): number;
  /** @kernel 5.10 */
  snprintf_btf(str: KernelBuffer, ptr: KernelBuffer, flags: Integer): number;
  /** @kernel 5.16; only under a licence that is compatible with the GPL */
  get_branch_snapshot(entries: KernelBuffer, flags: Integer): number;
  /** @kernel 6.1 */
  ktime_get_tai_ns(): number;
}

/** Helpers of `cgroup_skb` programs. */
export interface CgroupSkbHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 4.12 */
  get_socket_uid(context: Context): number;
  /** @kernel 4.18 */
  skb_load_bytes_relative(context: Context, offset: Integer, to: KernelBuffer, start_header: Integer): number;
  /** @kernel 4.18 */
  skb_cgroup_id(context: Context): number;
  /** @kernel 4.19 */
  skb_ancestor_cgroup_id(context: Context, ancestor_level: Integer): number;
  /** @kernel 5.1 */
  skb_ecn_set_ce(context: Context): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `xdp` programs. */
export interface XdpHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.4 */
  redirect(ifindex: Integer, flags: Integer): XdpAction;
  /** @kernel 4.6 */
  csum_diff(from: KernelBuffer, to: KernelBuffer, seed: Integer): number;
  /** @kernel 4.10 */
  xdp_adjust_head(context: Context, delta: Integer): number;
  /** @kernel 4.15 */
  xdp_adjust_meta(context: Context, delta: Integer): number;
  /** @kernel 4.18 */
  xdp_adjust_tail(context: Context, delta: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  fib_lookup(context: Context, params: KernelBuffer, flags: Integer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
  /** @kernel 5.12; only under a licence that is compatible with the GPL */
  check_mtu(context: Context, ifindex: Integer, mtu_len: KernelBuffer, len_diff: Integer, flags: Integer): number;
  /** @kernel 5.18 */
  xdp_get_buff_len(context: Context): number;
  /** @kernel 5.18 */
  xdp_load_bytes(context: Context, offset: Integer, buf: KernelBuffer): number;
  /** @kernel 5.18 */
  xdp_store_bytes(context: Context, offset: Integer, buf: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_gen_syncookie_ipv4(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_gen_syncookie_ipv6(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_check_syncookie_ipv4(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_check_syncookie_ipv6(iph: KernelBuffer, th: KernelBuffer): number;
}

/** Helpers of `tracepoint` programs. */
export interface TracepointHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.15 */
  get_attach_cookie(context: Context): number;
}

/** Helpers of `socket_filter` programs. */
export interface SocketFilterHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 4.12 */
  get_socket_uid(context: Context): number;
  /** @kernel 4.18 */
  skb_load_bytes_relative(context: Context, offset: Integer, to: KernelBuffer, start_header: Integer): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `raw_tracepoint` programs. */
export interface RawTracepointHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.15 */
  get_attach_cookie(context: Context): number;
}

/** Helpers of `kprobe` programs. */
export interface KprobeHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.15; only under a licence that is compatible with the GPL */
  get_func_ip(context: Context): number;
  /** @kernel 5.15 */
  get_attach_cookie(context: Context): number;
}

/** Helpers of `perf_event` programs. */
export interface PerfEventHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.15 */
  get_attach_cookie(context: Context): number;
}

/** Helpers of `tracing` programs. */
export interface TracingHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.8; only under a licence that is compatible with the GPL */
  probe_write_user(dst: Integer, src: KernelBuffer): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.15; only under a licence that is compatible with the GPL */
  get_func_ip(context: Context): number;
  /** @kernel 5.15 */
  get_attach_cookie(context: Context): number;
  /** @kernel 5.18 */
  get_func_arg(context: Context, n: Integer, value: KernelBuffer): number;
  /** @kernel 5.18 */
  get_func_ret(context: Context, value: KernelBuffer): number;
  /** @kernel 5.18 */
  get_func_arg_cnt(context: Context): number;
}

/** Helpers of `iterator` programs. */
export interface IteratorHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
}

/** Helpers of `lsm` programs. */
export interface LsmHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.8; only under a licence that is compatible with the GPL */
  probe_write_user(dst: Integer, src: KernelBuffer): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.15 */
  get_attach_cookie(context: Context): number;
  /** @kernel 5.18 */
  get_func_arg(context: Context, n: Integer, value: KernelBuffer): number;
  /** @kernel 5.18 */
  get_func_ret(context: Context, value: KernelBuffer): number;
  /** @kernel 5.18 */
  get_func_arg_cnt(context: Context): number;
}

/** Helpers of `extension` programs. */
export interface ExtensionHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.1 */
  skb_store_bytes(context: Context, offset: Integer, from: KernelBuffer, flags: Integer): number;
  /** @kernel 4.1 */
  l3_csum_replace(context: Context, offset: Integer, from: Integer, to: Integer, size: Integer): number;
  /** @kernel 4.1 */
  l4_csum_replace(context: Context, offset: Integer, from: Integer, to: Integer, flags: Integer): number;
  /** @kernel 4.2 */
  clone_redirect(context: Context, ifindex: Integer, flags: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.3 */
  skb_vlan_pop(context: Context): number;
  /** @kernel 4.3 */
  skb_get_tunnel_key(context: Context, key: KernelBuffer, flags: Integer): number;
  /** @kernel 4.3 */
  skb_set_tunnel_key(context: Context, key: KernelBuffer, flags: Integer): number;
  /** @kernel 4.4 */
  redirect(ifindex: Integer, flags: Integer): number;
  /** @kernel 4.4 */
  get_route_realm(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.6 */
  csum_diff(from: KernelBuffer, to: KernelBuffer, seed: Integer): number;
  /** @kernel 4.6 */
  skb_get_tunnel_opt(context: Context, opt: KernelBuffer): number;
  /** @kernel 4.6 */
  skb_set_tunnel_opt(context: Context, opt: KernelBuffer): number;
  /** @kernel 4.8 */
  skb_change_type(context: Context, type: Integer): number;
  /** @kernel 4.8 */
  get_hash_recalc(context: Context): number;
  /** @kernel 4.8; only under a licence that is compatible with the GPL */
  probe_write_user(dst: Integer, src: KernelBuffer): number;
  /** @kernel 4.9 */
  skb_change_tail(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.9 */
  skb_pull_data(context: Context, len: Integer): number;
  /** @kernel 4.9 */
  csum_update(context: Context, csum: Integer): number;
  /** @kernel 4.9 */
  set_hash_invalid(context: Context): void;
  /** @kernel 4.10 */
  skb_change_head(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.10 */
  xdp_adjust_head(context: Context, delta: Integer): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 4.12 */
  get_socket_uid(context: Context): number;
  /** @kernel 4.13 */
  set_hash(context: Context, hash: Integer): number;
  /** @kernel 4.13 */
  setsockopt(context: Context, level: Integer, optname: Integer, optval: KernelBuffer): number;
  /** @kernel 4.13 */
  skb_adjust_room(context: Context, len_diff: Integer, mode: Integer, flags: Integer): number;
  /** @kernel 4.15 */
  xdp_adjust_meta(context: Context, delta: Integer): number;
  /** @kernel 4.15 */
  getsockopt(context: Context, level: Integer, optname: Integer, optval: KernelBuffer): number;
  /** @kernel 4.16 */
  sock_ops_cb_flags_set(context: Context, argval: Integer): number;
  /** @kernel 4.17 */
  msg_apply_bytes(context: Context, bytes: Integer): number;
  /** @kernel 4.17 */
  msg_cork_bytes(context: Context, bytes: Integer): number;
  /** @kernel 4.17 */
  msg_pull_data(context: Context, start: Integer, end: Integer, flags: Integer): number;
  /** @kernel 4.17 */
  bind(context: Context, addr: KernelBuffer): number;
  /** @kernel 4.18 */
  xdp_adjust_tail(context: Context, delta: Integer): number;
  /** @kernel 4.18 */
  skb_get_xfrm_state(context: Context, index: Integer, xfrm_state: KernelBuffer, flags: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 4.18 */
  skb_load_bytes_relative(context: Context, offset: Integer, to: KernelBuffer, start_header: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  fib_lookup(context: Context, params: KernelBuffer, flags: Integer): number;
  /** @kernel 4.18 */
  lwt_push_encap(context: Context, type: Integer, hdr: KernelBuffer): number;
  /** @kernel 4.18 */
  lwt_seg6_store_bytes(context: Context, offset: Integer, from: KernelBuffer): number;
  /** @kernel 4.18 */
  lwt_seg6_adjust_srh(context: Context, offset: Integer, delta: Integer): number;
  /** @kernel 4.18 */
  lwt_seg6_action(context: Context, action: Integer, param: KernelBuffer): number;
  /** @kernel 4.18 */
  rc_repeat(context: Context): number;
  /** @kernel 4.18 */
  rc_keydown(context: Context, protocol: Integer, scancode: Integer, toggle: Integer): number;
  /** @kernel 4.18 */
  skb_cgroup_id(context: Context): number;
  /** @kernel 4.19 */
  skb_ancestor_cgroup_id(context: Context, ancestor_level: Integer): number;
  /** @kernel 4.20 */
  msg_push_data(context: Context, start: Integer, len: Integer, flags: Integer): number;
  /** @kernel 5.0 */
  msg_pop_data(context: Context, start: Integer, len: Integer, flags: Integer): number;
  /** @kernel 5.0 */
  rc_pointer_rel(context: Context, rel_x: Integer, rel_y: Integer): number;
  /** @kernel 5.1 */
  skb_ecn_set_ce(context: Context): number;
  /** @kernel 5.2 */
  sysctl_get_name(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.2 */
  sysctl_get_current_value(context: Context, buf: KernelBuffer): number;
  /** @kernel 5.2 */
  sysctl_get_new_value(context: Context, buf: KernelBuffer): number;
  /** @kernel 5.2 */
  sysctl_set_new_value(context: Context, buf: KernelBuffer): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.8 */
  csum_level(context: Context, level: Integer): number;
  /** @kernel 5.10 */
  load_hdr_opt(context: Context, searchby_res: KernelBuffer, flags: Integer): number;
  /** @kernel 5.10 */
  store_hdr_opt(context: Context, from: KernelBuffer, flags: Integer): number;
  /** @kernel 5.10 */
  reserve_hdr_opt(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 5.10 */
  skb_cgroup_classid(context: Context): number;
  /** @kernel 5.10 */
  redirect_neigh(ifindex: Integer, params: KernelBuffer, flags: Integer): number;
  /** @kernel 5.10 */
  redirect_peer(ifindex: Integer, flags: Integer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
  /** @kernel 5.12; only under a licence that is compatible with the GPL */
  check_mtu(context: Context, ifindex: Integer, mtu_len: KernelBuffer, len_diff: Integer, flags: Integer): number;
  /** @kernel 5.14 */
  btf_find_by_name_kind(name: KernelBuffer, kind: Integer, flags: Integer): number;
  /** @kernel 5.14 */
  sys_close(fd: Integer): number;
  /** @kernel 5.15; only under a licence that is compatible with the GPL */
  get_func_ip(context: Context): number;
  /** @kernel 5.15 */
  get_attach_cookie(context: Context): number;
  /** @kernel 5.16 */
  kallsyms_lookup_name(name: KernelBuffer, flags: Integer, res: KernelBuffer): number;
  /** @kernel 5.18 */
  get_func_arg(context: Context, n: Integer, value: KernelBuffer): number;
  /** @kernel 5.18 */
  get_func_ret(context: Context, value: KernelBuffer): number;
  /** @kernel 5.18 */
  get_func_arg_cnt(context: Context): number;
  /** @kernel 5.18 */
  get_retval(): number;
  /** @kernel 5.18 */
  set_retval(retval: Integer): number;
  /** @kernel 5.18 */
  xdp_get_buff_len(context: Context): number;
  /** @kernel 5.18 */
  xdp_load_bytes(context: Context, offset: Integer, buf: KernelBuffer): number;
  /** @kernel 5.18 */
  xdp_store_bytes(context: Context, offset: Integer, buf: KernelBuffer): number;
  /** @kernel 5.18 */
  skb_set_tstamp(context: Context, tstamp: Integer, tstamp_type: Integer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_gen_syncookie_ipv4(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_gen_syncookie_ipv6(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_check_syncookie_ipv4(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_check_syncookie_ipv6(iph: KernelBuffer, th: KernelBuffer): number;
}

/** Helpers of `struct_ops` programs. */
export interface StructOpsHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `syscall` programs. */
export interface SyscallHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1; only under a licence that is compatible with the GPL */
  probe_read(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.11; only under a licence that is compatible with the GPL */
  probe_read_str(dst: KernelBuffer, unsafe_ptr: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  get_stack(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.14 */
  btf_find_by_name_kind(name: KernelBuffer, kind: Integer, flags: Integer): number;
  /** @kernel 5.14 */
  sys_close(fd: Integer): number;
  /** @kernel 5.16 */
  kallsyms_lookup_name(name: KernelBuffer, flags: Integer, res: KernelBuffer): number;
}

/** Helpers of `cgroup_device` programs. */
export interface CgroupDeviceHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 5.18 */
  get_retval(): number;
  /** @kernel 5.18 */
  set_retval(retval: Integer): number;
}

/** Helpers of `cgroup_sock` programs. */
export interface CgroupSockHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
  /** @kernel 5.18 */
  get_retval(): number;
  /** @kernel 5.18 */
  set_retval(retval: Integer): number;
}

/** Helpers of `cgroup_sock_addr` programs. */
export interface CgroupSockAddrHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 4.13 */
  setsockopt(context: Context, level: Integer, optname: Integer, optval: KernelBuffer): number;
  /** @kernel 4.15 */
  getsockopt(context: Context, level: Integer, optname: Integer, optval: KernelBuffer): number;
  /** @kernel 4.17 */
  bind(context: Context, addr: KernelBuffer): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
  /** @kernel 5.18 */
  get_retval(): number;
  /** @kernel 5.18 */
  set_retval(retval: Integer): number;
}

/** Helpers of `cgroup_sockopt` programs. */
export interface CgroupSockoptHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.18 */
  get_retval(): number;
  /** @kernel 5.18 */
  set_retval(retval: Integer): number;
}

/** Helpers of `cgroup_sysctl` programs. */
export interface CgroupSysctlHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 5.2 */
  sysctl_get_name(context: Context, buf: KernelBuffer, flags: Integer): number;
  /** @kernel 5.2 */
  sysctl_get_current_value(context: Context, buf: KernelBuffer): number;
  /** @kernel 5.2 */
  sysctl_get_new_value(context: Context, buf: KernelBuffer): number;
  /** @kernel 5.2 */
  sysctl_set_new_value(context: Context, buf: KernelBuffer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
  /** @kernel 5.18 */
  get_retval(): number;
  /** @kernel 5.18 */
  set_retval(retval: Integer): number;
}

/** Helpers of `flow_dissector` programs. */
export interface FlowDissectorHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `lwt_in` programs. */
export interface LwtInHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.4 */
  get_route_realm(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.6 */
  csum_diff(from: KernelBuffer, to: KernelBuffer, seed: Integer): number;
  /** @kernel 4.8 */
  get_hash_recalc(context: Context): number;
  /** @kernel 4.9 */
  skb_pull_data(context: Context, len: Integer): number;
  /** @kernel 4.18 */
  lwt_push_encap(context: Context, type: Integer, hdr: KernelBuffer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `lwt_out` programs. */
export interface LwtOutHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.4 */
  get_route_realm(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.6 */
  csum_diff(from: KernelBuffer, to: KernelBuffer, seed: Integer): number;
  /** @kernel 4.8 */
  get_hash_recalc(context: Context): number;
  /** @kernel 4.9 */
  skb_pull_data(context: Context, len: Integer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `lwt_seg6local` programs. */
export interface LwtSeg6localHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.4 */
  get_route_realm(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.6 */
  csum_diff(from: KernelBuffer, to: KernelBuffer, seed: Integer): number;
  /** @kernel 4.8 */
  get_hash_recalc(context: Context): number;
  /** @kernel 4.9 */
  skb_pull_data(context: Context, len: Integer): number;
  /** @kernel 4.18 */
  lwt_seg6_store_bytes(context: Context, offset: Integer, from: KernelBuffer): number;
  /** @kernel 4.18 */
  lwt_seg6_adjust_srh(context: Context, offset: Integer, delta: Integer): number;
  /** @kernel 4.18 */
  lwt_seg6_action(context: Context, action: Integer, param: KernelBuffer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `lwt_xmit` programs. */
export interface LwtXmitHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1 */
  skb_store_bytes(context: Context, offset: Integer, from: KernelBuffer, flags: Integer): number;
  /** @kernel 4.1 */
  l3_csum_replace(context: Context, offset: Integer, from: Integer, to: Integer, size: Integer): number;
  /** @kernel 4.1 */
  l4_csum_replace(context: Context, offset: Integer, from: Integer, to: Integer, flags: Integer): number;
  /** @kernel 4.2 */
  clone_redirect(context: Context, ifindex: Integer, flags: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.3 */
  skb_get_tunnel_key(context: Context, key: KernelBuffer, flags: Integer): number;
  /** @kernel 4.3 */
  skb_set_tunnel_key(context: Context, key: KernelBuffer, flags: Integer): number;
  /** @kernel 4.4 */
  redirect(ifindex: Integer, flags: Integer): 7;
  /** @kernel 4.4 */
  get_route_realm(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.6 */
  csum_diff(from: KernelBuffer, to: KernelBuffer, seed: Integer): number;
  /** @kernel 4.6 */
  skb_get_tunnel_opt(context: Context, opt: KernelBuffer): number;
  /** @kernel 4.6 */
  skb_set_tunnel_opt(context: Context, opt: KernelBuffer): number;
  /** @kernel 4.8 */
  get_hash_recalc(context: Context): number;
  /** @kernel 4.9 */
  skb_change_tail(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.9 */
  skb_pull_data(context: Context, len: Integer): number;
  /** @kernel 4.9 */
  csum_update(context: Context, csum: Integer): number;
  /** @kernel 4.9 */
  set_hash_invalid(context: Context): void;
  /** @kernel 4.10 */
  skb_change_head(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.18 */
  lwt_push_encap(context: Context, type: Integer, hdr: KernelBuffer): number;
  /** @kernel 5.8 */
  csum_level(context: Context, level: Integer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `netfilter` programs. */
export interface NetfilterHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
}

/** Helpers of `sched_act` programs. */
export interface SchedActHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1 */
  skb_store_bytes(context: Context, offset: Integer, from: KernelBuffer, flags: Integer): number;
  /** @kernel 4.1 */
  l3_csum_replace(context: Context, offset: Integer, from: Integer, to: Integer, size: Integer): number;
  /** @kernel 4.1 */
  l4_csum_replace(context: Context, offset: Integer, from: Integer, to: Integer, flags: Integer): number;
  /** @kernel 4.2 */
  clone_redirect(context: Context, ifindex: Integer, flags: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.3 */
  skb_vlan_pop(context: Context): number;
  /** @kernel 4.3 */
  skb_get_tunnel_key(context: Context, key: KernelBuffer, flags: Integer): number;
  /** @kernel 4.3 */
  skb_set_tunnel_key(context: Context, key: KernelBuffer, flags: Integer): number;
  /** @kernel 4.4 */
  redirect(ifindex: Integer, flags: Integer): 7;
  /** @kernel 4.4 */
  get_route_realm(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.6 */
  csum_diff(from: KernelBuffer, to: KernelBuffer, seed: Integer): number;
  /** @kernel 4.6 */
  skb_get_tunnel_opt(context: Context, opt: KernelBuffer): number;
  /** @kernel 4.6 */
  skb_set_tunnel_opt(context: Context, opt: KernelBuffer): number;
  /** @kernel 4.8 */
  skb_change_type(context: Context, type: Integer): number;
  /** @kernel 4.8 */
  get_hash_recalc(context: Context): number;
  /** @kernel 4.9 */
  skb_change_tail(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.9 */
  skb_pull_data(context: Context, len: Integer): number;
  /** @kernel 4.9 */
  csum_update(context: Context, csum: Integer): number;
  /** @kernel 4.9 */
  set_hash_invalid(context: Context): void;
  /** @kernel 4.10 */
  skb_change_head(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 4.12 */
  get_socket_uid(context: Context): number;
  /** @kernel 4.13 */
  set_hash(context: Context, hash: Integer): number;
  /** @kernel 4.13 */
  skb_adjust_room(context: Context, len_diff: Integer, mode: Integer, flags: Integer): number;
  /** @kernel 4.18 */
  skb_get_xfrm_state(context: Context, index: Integer, xfrm_state: KernelBuffer, flags: Integer): number;
  /** @kernel 4.18 */
  skb_load_bytes_relative(context: Context, offset: Integer, to: KernelBuffer, start_header: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  fib_lookup(context: Context, params: KernelBuffer, flags: Integer): number;
  /** @kernel 4.18 */
  skb_cgroup_id(context: Context): number;
  /** @kernel 4.19 */
  skb_ancestor_cgroup_id(context: Context, ancestor_level: Integer): number;
  /** @kernel 5.1 */
  skb_ecn_set_ce(context: Context): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.8 */
  csum_level(context: Context, level: Integer): number;
  /** @kernel 5.10 */
  skb_cgroup_classid(context: Context): number;
  /** @kernel 5.10 */
  redirect_neigh(ifindex: Integer, params: KernelBuffer, flags: Integer): 7;
  /** @kernel 5.10 */
  redirect_peer(ifindex: Integer, flags: Integer): 7;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
  /** @kernel 5.12; only under a licence that is compatible with the GPL */
  check_mtu(context: Context, ifindex: Integer, mtu_len: KernelBuffer, len_diff: Integer, flags: Integer): number;
  /** @kernel 5.18 */
  skb_set_tstamp(context: Context, tstamp: Integer, tstamp_type: Integer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_gen_syncookie_ipv4(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_gen_syncookie_ipv6(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_check_syncookie_ipv4(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_check_syncookie_ipv6(iph: KernelBuffer, th: KernelBuffer): number;
}

/** Helpers of `sched_cls` programs. */
export interface SchedClsHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1 */
  skb_store_bytes(context: Context, offset: Integer, from: KernelBuffer, flags: Integer): number;
  /** @kernel 4.1 */
  l3_csum_replace(context: Context, offset: Integer, from: Integer, to: Integer, size: Integer): number;
  /** @kernel 4.1 */
  l4_csum_replace(context: Context, offset: Integer, from: Integer, to: Integer, flags: Integer): number;
  /** @kernel 4.2 */
  clone_redirect(context: Context, ifindex: Integer, flags: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.3 */
  skb_vlan_pop(context: Context): number;
  /** @kernel 4.3 */
  skb_get_tunnel_key(context: Context, key: KernelBuffer, flags: Integer): number;
  /** @kernel 4.3 */
  skb_set_tunnel_key(context: Context, key: KernelBuffer, flags: Integer): number;
  /** @kernel 4.4 */
  redirect(ifindex: Integer, flags: Integer): 7;
  /** @kernel 4.4 */
  get_route_realm(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.6 */
  csum_diff(from: KernelBuffer, to: KernelBuffer, seed: Integer): number;
  /** @kernel 4.6 */
  skb_get_tunnel_opt(context: Context, opt: KernelBuffer): number;
  /** @kernel 4.6 */
  skb_set_tunnel_opt(context: Context, opt: KernelBuffer): number;
  /** @kernel 4.8 */
  skb_change_type(context: Context, type: Integer): number;
  /** @kernel 4.8 */
  get_hash_recalc(context: Context): number;
  /** @kernel 4.9 */
  skb_change_tail(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.9 */
  skb_pull_data(context: Context, len: Integer): number;
  /** @kernel 4.9 */
  csum_update(context: Context, csum: Integer): number;
  /** @kernel 4.9 */
  set_hash_invalid(context: Context): void;
  /** @kernel 4.10 */
  skb_change_head(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 4.12 */
  get_socket_uid(context: Context): number;
  /** @kernel 4.13 */
  set_hash(context: Context, hash: Integer): number;
  /** @kernel 4.13 */
  skb_adjust_room(context: Context, len_diff: Integer, mode: Integer, flags: Integer): number;
  /** @kernel 4.18 */
  skb_get_xfrm_state(context: Context, index: Integer, xfrm_state: KernelBuffer, flags: Integer): number;
  /** @kernel 4.18 */
  skb_load_bytes_relative(context: Context, offset: Integer, to: KernelBuffer, start_header: Integer): number;
  /** @kernel 4.18; only under a licence that is compatible with the GPL */
  fib_lookup(context: Context, params: KernelBuffer, flags: Integer): number;
  /** @kernel 4.18 */
  skb_cgroup_id(context: Context): number;
  /** @kernel 4.19 */
  skb_ancestor_cgroup_id(context: Context, ancestor_level: Integer): number;
  /** @kernel 5.1 */
  skb_ecn_set_ce(context: Context): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.8 */
  csum_level(context: Context, level: Integer): number;
  /** @kernel 5.10 */
  skb_cgroup_classid(context: Context): number;
  /** @kernel 5.10 */
  redirect_neigh(ifindex: Integer, params: KernelBuffer, flags: Integer): 7;
  /** @kernel 5.10 */
  redirect_peer(ifindex: Integer, flags: Integer): 7;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
  /** @kernel 5.12; only under a licence that is compatible with the GPL */
  check_mtu(context: Context, ifindex: Integer, mtu_len: KernelBuffer, len_diff: Integer, flags: Integer): number;
  /** @kernel 5.18 */
  skb_set_tstamp(context: Context, tstamp: Integer, tstamp_type: Integer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_gen_syncookie_ipv4(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_gen_syncookie_ipv6(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_check_syncookie_ipv4(iph: KernelBuffer, th: KernelBuffer): number;
  /** @kernel 6.0; only under a licence that is compatible with the GPL */
  tcp_raw_check_syncookie_ipv6(iph: KernelBuffer, th: KernelBuffer): number;
}

/** Helpers of `sk_lookup` programs. */
export interface SkLookupHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `sk_msg` programs. */
export interface SkMsgHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.17 */
  msg_apply_bytes(context: Context, bytes: Integer): number;
  /** @kernel 4.17 */
  msg_cork_bytes(context: Context, bytes: Integer): number;
  /** @kernel 4.17 */
  msg_pull_data(context: Context, start: Integer, end: Integer, flags: Integer): number;
  /** @kernel 4.20 */
  msg_push_data(context: Context, start: Integer, len: Integer, flags: Integer): number;
  /** @kernel 5.0 */
  msg_pop_data(context: Context, start: Integer, len: Integer, flags: Integer): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `sk_skb` programs. */
export interface SkSkbHelpers<Context> extends CommonHelpers {
  /** @kernel 4.1 */
  skb_store_bytes(context: Context, offset: Integer, from: KernelBuffer, flags: Integer): number;
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.5 */
  skb_load_bytes(context: Context, offset: Integer, to: KernelBuffer): number;
  /** @kernel 4.9 */
  skb_change_tail(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.9 */
  skb_pull_data(context: Context, len: Integer): number;
  /** @kernel 4.10 */
  skb_change_head(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 4.12 */
  get_socket_uid(context: Context): number;
  /** @kernel 4.13 */
  skb_adjust_room(context: Context, len_diff: Integer, mode: Integer, flags: Integer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}

/** Helpers of `sock_ops` programs. */
export interface SockOpsHelpers<Context> extends CommonHelpers {
  /** @kernel 4.3 */
  get_cgroup_classid(context: Context): number;
  /** @kernel 4.12 */
  get_socket_cookie(context: Context): number;
  /** @kernel 4.13 */
  setsockopt(context: Context, level: Integer, optname: Integer, optval: KernelBuffer): number;
  /** @kernel 4.15 */
  getsockopt(context: Context, level: Integer, optname: Integer, optval: KernelBuffer): number;
  /** @kernel 4.16 */
  sock_ops_cb_flags_set(context: Context, argval: Integer): number;
  /** @kernel 5.7 */
  get_netns_cookie(context: Context): number;
  /** @kernel 5.10 */
  load_hdr_opt(context: Context, searchby_res: KernelBuffer, flags: Integer): number;
  /** @kernel 5.10 */
  store_hdr_opt(context: Context, from: KernelBuffer, flags: Integer): number;
  /** @kernel 5.10 */
  reserve_hdr_opt(context: Context, len: Integer, flags: Integer): number;
  /** @kernel 5.11 */
  ktime_get_coarse_ns(): number;
}
