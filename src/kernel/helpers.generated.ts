// Made by scripts/generate-helpers.ts; change the script, not this file.
import type { HelperArgument, HelperSignature, ScalarName } from "./helper.ts";

const context: HelperArgument = { kind: "context" };
const map: HelperArgument = { kind: "map" };
const key: HelperArgument = { kind: "key" };
const value: HelperArgument = { kind: "value" };
const scalar = (name: string, type: ScalarName): HelperArgument => ({ kind: "scalar", name, type });
const read = (name: string): HelperArgument => ({ kind: "buffer", name, access: "read" });
const write = (name: string): HelperArgument => ({ kind: "buffer", name, access: "write" });
const readFixed = (name: string, bytes: number): HelperArgument => ({ kind: "pointer", name, access: "read", bytes });
const writeFixed = (name: string, bytes: number): HelperArgument => ({ kind: "pointer", name, access: "write", bytes });
const result = (type: ScalarName): HelperSignature["returns"] => ({ kind: "scalar", type });

export const helperSignatures: readonly HelperSignature[] = [
  { name: "map_lookup_elem", id: 1, arguments: [map, key], returns: { kind: "mapValue" }, pure: false, minimumKernel: "3.19", gplOnly: false },
  { name: "map_update_elem", id: 2, arguments: [map, key, value, scalar("flags", "u64")], returns: result("i64"), pure: false, minimumKernel: "3.19", gplOnly: false },
  { name: "map_delete_elem", id: 3, arguments: [map, key], returns: result("i64"), pure: false, minimumKernel: "3.19", gplOnly: false },
  { name: "probe_read", id: 4, arguments: [write("dst"), scalar("unsafe_ptr", "u64")], returns: result("i64"), pure: false, minimumKernel: "4.1", gplOnly: true },
  { name: "ktime_get_ns", id: 5, arguments: [], returns: result("u64"), pure: false, minimumKernel: "4.1", gplOnly: false },
  { name: "trace_printk", id: 6, arguments: [read("format")], returns: result("i64"), pure: false, minimumKernel: "4.1", gplOnly: true },
  { name: "get_prandom_u32", id: 7, arguments: [], returns: result("u32"), pure: false, minimumKernel: "4.1", gplOnly: false },
  { name: "get_smp_processor_id", id: 8, arguments: [], returns: result("u32"), pure: true, minimumKernel: "4.1", gplOnly: false },
  { name: "get_current_pid_tgid", id: 14, arguments: [], returns: result("u64"), pure: true, minimumKernel: "4.2", gplOnly: false },
  { name: "get_current_uid_gid", id: 15, arguments: [], returns: result("u64"), pure: true, minimumKernel: "4.2", gplOnly: false },
  { name: "get_current_comm", id: 16, arguments: [write("buf")], returns: result("i64"), pure: false, minimumKernel: "4.2", gplOnly: false },
  { name: "get_cgroup_classid", id: 17, arguments: [context], returns: result("u32"), pure: true, minimumKernel: "4.3", gplOnly: false },
  { name: "redirect", id: 23, arguments: [scalar("ifindex", "u32"), scalar("flags", "u64")], returns: result("i64"), pure: false, minimumKernel: "4.4", gplOnly: false },
  { name: "skb_load_bytes", id: 26, arguments: [context, scalar("offset", "u32"), write("to")], returns: result("i64"), pure: false, minimumKernel: "4.5", gplOnly: false },
  { name: "csum_diff", id: 28, arguments: [read("from"), read("to"), scalar("seed", "u32")], returns: result("i64"), pure: false, minimumKernel: "4.6", gplOnly: false },
  { name: "get_current_task", id: 35, arguments: [], returns: result("u64"), pure: true, minimumKernel: "4.8", gplOnly: true },
  { name: "get_numa_node_id", id: 42, arguments: [], returns: result("i64"), pure: true, minimumKernel: "4.10", gplOnly: false },
  { name: "xdp_adjust_head", id: 44, arguments: [context, scalar("delta", "i32")], returns: result("i64"), pure: false, minimumKernel: "4.10", gplOnly: false },
  { name: "probe_read_str", id: 45, arguments: [write("dst"), scalar("unsafe_ptr", "u64")], returns: result("i64"), pure: false, minimumKernel: "4.11", gplOnly: true },
  { name: "get_socket_cookie", id: 46, arguments: [context], returns: result("u64"), pure: false, minimumKernel: "4.12", gplOnly: false },
  { name: "get_socket_uid", id: 47, arguments: [context], returns: result("u32"), pure: true, minimumKernel: "4.12", gplOnly: false },
  { name: "xdp_adjust_meta", id: 54, arguments: [context, scalar("delta", "i32")], returns: result("i64"), pure: false, minimumKernel: "4.15", gplOnly: false },
  { name: "xdp_adjust_tail", id: 65, arguments: [context, scalar("delta", "i32")], returns: result("i64"), pure: false, minimumKernel: "4.18", gplOnly: false },
  { name: "get_stack", id: 67, arguments: [context, write("buf"), scalar("flags", "u64")], returns: result("i64"), pure: false, minimumKernel: "4.18", gplOnly: true },
  { name: "skb_load_bytes_relative", id: 68, arguments: [context, scalar("offset", "u32"), write("to"), scalar("start_header", "u32")], returns: result("i64"), pure: false, minimumKernel: "4.18", gplOnly: false },
  { name: "fib_lookup", id: 69, arguments: [context, write("params"), scalar("flags", "u32")], returns: result("i64"), pure: false, minimumKernel: "4.18", gplOnly: true },
  { name: "skb_cgroup_id", id: 79, arguments: [context], returns: result("u64"), pure: true, minimumKernel: "4.18", gplOnly: false },
  { name: "get_current_cgroup_id", id: 80, arguments: [], returns: result("u64"), pure: true, minimumKernel: "4.18", gplOnly: false },
  { name: "skb_ancestor_cgroup_id", id: 83, arguments: [context, scalar("ancestor_level", "i32")], returns: result("u64"), pure: true, minimumKernel: "4.19", gplOnly: false },
  { name: "skb_ecn_set_ce", id: 97, arguments: [context], returns: result("i64"), pure: false, minimumKernel: "5.1", gplOnly: false },
  { name: "strtol", id: 105, arguments: [read("buf"), scalar("flags", "u64"), writeFixed("res", 8)], returns: result("i64"), pure: false, minimumKernel: "5.2", gplOnly: false },
  { name: "strtoul", id: 106, arguments: [read("buf"), scalar("flags", "u64"), writeFixed("res", 8)], returns: result("i64"), pure: false, minimumKernel: "5.2", gplOnly: false },
  { name: "send_signal", id: 109, arguments: [scalar("sig", "u32")], returns: result("i64"), pure: false, minimumKernel: "5.3", gplOnly: false },
  { name: "probe_read_user", id: 112, arguments: [write("dst"), scalar("unsafe_ptr", "u64")], returns: result("i64"), pure: false, minimumKernel: "5.5", gplOnly: true },
  { name: "probe_read_kernel", id: 113, arguments: [write("dst"), scalar("unsafe_ptr", "u64")], returns: result("i64"), pure: false, minimumKernel: "5.5", gplOnly: true },
  { name: "probe_read_user_str", id: 114, arguments: [write("dst"), scalar("unsafe_ptr", "u64")], returns: result("i64"), pure: false, minimumKernel: "5.5", gplOnly: true },
  { name: "probe_read_kernel_str", id: 115, arguments: [write("dst"), scalar("unsafe_ptr", "u64")], returns: result("i64"), pure: false, minimumKernel: "5.5", gplOnly: true },
  { name: "send_signal_thread", id: 117, arguments: [scalar("sig", "u32")], returns: result("i64"), pure: false, minimumKernel: "5.5", gplOnly: false },
  { name: "jiffies64", id: 118, arguments: [], returns: result("u64"), pure: false, minimumKernel: "5.5", gplOnly: false },
  { name: "get_ns_current_pid_tgid", id: 120, arguments: [scalar("dev", "u64"), scalar("ino", "u64"), write("nsdata")], returns: result("i64"), pure: false, minimumKernel: "5.7", gplOnly: false },
  { name: "get_netns_cookie", id: 122, arguments: [context], returns: result("u64"), pure: true, minimumKernel: "5.7", gplOnly: false },
  { name: "get_current_ancestor_cgroup_id", id: 123, arguments: [scalar("ancestor_level", "i32")], returns: result("u64"), pure: true, minimumKernel: "5.7", gplOnly: false },
  { name: "ktime_get_boot_ns", id: 125, arguments: [], returns: result("u64"), pure: false, minimumKernel: "5.8", gplOnly: false },
  { name: "snprintf_btf", id: 149, arguments: [write("str"), write("ptr"), scalar("flags", "u64")], returns: result("i64"), pure: false, minimumKernel: "5.10", gplOnly: false },
  { name: "ktime_get_coarse_ns", id: 160, arguments: [], returns: result("u64"), pure: false, minimumKernel: "5.11", gplOnly: false },
  { name: "check_mtu", id: 163, arguments: [context, scalar("ifindex", "u32"), writeFixed("mtu_len", 4), scalar("len_diff", "i32"), scalar("flags", "u64")], returns: result("i64"), pure: false, minimumKernel: "5.12", gplOnly: true },
  { name: "get_func_ip", id: 173, arguments: [context], returns: result("u64"), pure: true, minimumKernel: "5.15", gplOnly: true },
  { name: "get_attach_cookie", id: 174, arguments: [context], returns: result("u64"), pure: true, minimumKernel: "5.15", gplOnly: false },
  { name: "get_branch_snapshot", id: 176, arguments: [write("entries"), scalar("flags", "u64")], returns: result("i64"), pure: false, minimumKernel: "5.16", gplOnly: true },
  { name: "trace_vprintk", id: 177, arguments: [read("format"), read("values")], returns: result("i64"), pure: false, minimumKernel: "5.16", gplOnly: true },
  { name: "xdp_get_buff_len", id: 188, arguments: [context], returns: result("u64"), pure: false, minimumKernel: "5.18", gplOnly: false },
  { name: "xdp_load_bytes", id: 189, arguments: [context, scalar("offset", "u32"), write("buf")], returns: result("i64"), pure: false, minimumKernel: "5.18", gplOnly: false },
  { name: "xdp_store_bytes", id: 190, arguments: [context, scalar("offset", "u32"), read("buf")], returns: result("i64"), pure: false, minimumKernel: "5.18", gplOnly: false },
  { name: "map_lookup_percpu_elem", id: 195, arguments: [map, key, scalar("cpu", "u32")], returns: { kind: "mapValue" }, pure: false, minimumKernel: "5.19", gplOnly: false },
  { name: "tcp_raw_gen_syncookie_ipv4", id: 204, arguments: [readFixed("iph", 20), read("th")], returns: result("i64"), pure: false, minimumKernel: "6.0", gplOnly: true },
  { name: "tcp_raw_gen_syncookie_ipv6", id: 205, arguments: [readFixed("iph", 40), read("th")], returns: result("i64"), pure: false, minimumKernel: "6.0", gplOnly: true },
  { name: "tcp_raw_check_syncookie_ipv4", id: 206, arguments: [readFixed("iph", 20), readFixed("th", 20)], returns: result("i64"), pure: false, minimumKernel: "6.0", gplOnly: true },
  { name: "tcp_raw_check_syncookie_ipv6", id: 207, arguments: [readFixed("iph", 40), readFixed("th", 20)], returns: result("i64"), pure: false, minimumKernel: "6.0", gplOnly: true },
  { name: "ktime_get_tai_ns", id: 208, arguments: [], returns: result("u64"), pure: false, minimumKernel: "6.1", gplOnly: false },
];
