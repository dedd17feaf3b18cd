/**
 * What the header's comments do not say about helpers, by hand. Names are without `bpf_`.
 */

/** The last helper id that each kernel release knew. Source: the history of include/uapi/linux/bpf.h. */
const releases: readonly (readonly [lastId: number, kernel: string])[] = [
  [3, "3.19"],
  [11, "4.1"],
  [16, "4.2"],
  [22, "4.3"],
  [25, "4.4"],
  [26, "4.5"],
  [30, "4.6"],
  [36, "4.8"],
  [41, "4.9"],
  [44, "4.10"],
  [45, "4.11"],
  [47, "4.12"],
  [50, "4.13"],
  [53, "4.14"],
  [57, "4.15"],
  [59, "4.16"],
  [64, "4.17"],
  [80, "4.18"],
  [83, "4.19"],
  [90, "4.20"],
  [92, "5.0"],
  [98, "5.1"],
  [108, "5.2"],
  [110, "5.3"],
  [118, "5.5"],
  [124, "5.7"],
  [135, "5.8"],
  [141, "5.9"],
  [155, "5.10"],
  [162, "5.11"],
  [163, "5.12"],
  [165, "5.13"],
  [168, "5.14"],
  [175, "5.15"],
  [179, "5.16"],
  [182, "5.17"],
  [193, "5.18"],
  [203, "5.19"],
  [207, "6.0"],
  [209, "6.1"],
  [211, "6.2"],
];

const laterThanItsNeighbours: Readonly<Record<string, string>> = { tail_call: "4.2", ktime_get_boot_ns: "5.8" };

/** The first kernel that has a helper, whatever program types could call it then. */
export function minimumKernel(name: string, id: number): string {
  const release = laterThanItsNeighbours[name] ?? releases.find(([lastId]) => id <= lastId)?.[1];
  if (release === undefined) throw new Error(`no kernel release is known for helper ${id} (${name}): extend the table`);
  return release;
}

/** The result does not change while a program runs, and the call changes nothing. */
export const pureHelpers: ReadonlySet<string> = new Set([
  "get_smp_processor_id",
  "get_numa_node_id",
  "get_current_pid_tgid",
  "get_current_uid_gid",
  "get_current_task",
  "get_current_cgroup_id",
  "get_current_ancestor_cgroup_id",
  "get_cgroup_classid",
  "get_route_realm",
  "get_socket_uid",
  "skb_cgroup_id",
  "skb_ancestor_cgroup_id",
  "skb_cgroup_classid",
  "get_netns_cookie",
  "get_func_ip",
  "get_attach_cookie",
]);

/** What methods of maps stand for: helpers whose map is one of those that can be defined, and those that find its key. */
export const mapHelpers: ReadonlySet<string> = new Set([
  "map_lookup_elem",
  "map_update_elem",
  "map_delete_elem",
  "map_lookup_percpu_elem",
  "map_push_elem",
  "map_pop_elem",
  "map_peek_elem",
  "tail_call",
  "perf_event_output",
  "get_stackid",
  "ringbuf_output",
  "ringbuf_reserve",
  "ringbuf_submit",
  "ringbuf_discard",
  "ringbuf_query",
  "redirect_map",
  "sk_redirect_map",
  "sk_redirect_hash",
  "msg_redirect_map",
  "msg_redirect_hash",
  "sock_map_update",
  "sock_hash_update",
  "sk_assign",
  "sk_release",
  "sk_storage_get",
  "sk_storage_delete",
  "get_current_task_btf",
  "task_storage_get",
  "task_storage_delete",
]);

/** Reached by other words of the language than `bpf.NAME(…)`. */
export const wordlessHelpers: ReadonlySet<string> = new Set([...mapHelpers, "trace_printk", "trace_vprintk"]);

/** Left out although the signature could be expressed, and why. */
export const excludedHelpers: Readonly<Record<string, string>> = {
  copy_from_user: "only programs that may sleep can call it",
  copy_from_user_task: "only programs that may sleep can call it",
  sys_bpf: "only programs of type syscall can use it",
  snprintf: "the format must be text in a read-only map",
  strncmp: "the second text must be in a read-only map",
};

/** How an argument is really used where its C type does not say. */
export const argumentFacts: Readonly<Record<string, Readonly<Record<string, ArgumentFact>>>> = {
  perf_event_output: { data: { kind: "read" } },
  ringbuf_output: { data: { kind: "read" } },
  probe_write_user: { dst: { kind: "address" } },
  csum_diff: { from: { kind: "read" }, to: { kind: "read" } },
  xdp_store_bytes: { buf: { kind: "read" } },
  skb_set_tunnel_key: { key: { kind: "read" } },
  skb_set_tunnel_opt: { opt: { kind: "read" } },
  skb_get_tunnel_key: { key: { kind: "write" } },
  load_hdr_opt: { searchby_res: { kind: "write" } },
  bind: { addr: { kind: "read" } },
  setsockopt: { optval: { kind: "read" } },
  getsockopt: { optval: { kind: "write" } },
  redirect_neigh: { params: { kind: "read" } },
  tcp_raw_gen_syncookie_ipv4: { iph: { kind: "fixed", access: "read", bytes: 20 }, th: { kind: "read" } },
  tcp_raw_gen_syncookie_ipv6: { iph: { kind: "fixed", access: "read", bytes: 40 }, th: { kind: "read" } },
  tcp_raw_check_syncookie_ipv4: {
    iph: { kind: "fixed", access: "read", bytes: 20 },
    th: { kind: "fixed", access: "read", bytes: 20 },
  },
  tcp_raw_check_syncookie_ipv6: {
    iph: { kind: "fixed", access: "read", bytes: 40 },
    th: { kind: "fixed", access: "read", bytes: 20 },
  },
};

export type ArgumentFact =
  /** An address that the helper itself checks: a number for the verifier. */
  | { readonly kind: "address" }
  /** Memory of the size that follows. */
  | { readonly kind: "read" | "write" }
  | { readonly kind: "fixed"; readonly access: "read" | "write"; readonly bytes: number };

/** Helpers whose result is a verdict of the program type, and may be returned as it is. */
export const verdictHelpers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  xdp: { redirect: "XdpAction" },
  sched_cls: { redirect: "7", redirect_neigh: "7", redirect_peer: "7" },
  sched_act: { redirect: "7", redirect_neigh: "7", redirect_peer: "7" },
  lwt_xmit: { redirect: "7" },
};
