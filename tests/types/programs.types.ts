import { arrayMap, hashMap, program, variable } from "../../src/define/index.ts";
import { bytes, chars, struct, u32, u64 } from "../../src/schema/index.ts";

const hits = variable(u64);
const comm = struct({ comm: chars(16), data: bytes(32) });
const last = variable(comm);
const frames = arrayMap({ value: u64, maxEntries: 4 });
const byCgroup = hashMap({ key: u64, value: u64, maxEntries: 10 });

// Contexts.
program("cgroup_skb/egress", { hits }, (skb, { hits }, bpf) => {
  skb.mark = 5;
  skb.priority = 1;
  skb.cb[4] = skb.len;
  skb.tstamp = bpf.ktime_get_ns() + 1000;
  if (skb.remote_ip6[3] === 1 && skb.remote_ip4 === 0x0a000001) hits.value += skb.gso_segs;
  // @ts-expect-error read-only
  skb.len = 5;
  // @ts-expect-error read-only
  skb.remote_ip4 = 1;
  // @ts-expect-error the verifier does not let this program type read it
  hits.value += skb.tc_classid;
  // @ts-expect-error the verifier does not let this program type read it
  hits.value += skb.wire_len;
  // @ts-expect-error a pointer in disguise
  hits.value += skb.data;
  // @ts-expect-error cb has five elements
  skb.cb[5] = 1;
  // @ts-expect-error remote_ip6 has four elements
  hits.value += skb.remote_ip6[4];
  // @ts-expect-error a field of xdp programs
  hits.value += skb.rx_queue_index;
  return 1;
});

program("socket", { hits }, (skb, { hits }) => {
  skb.cb[0] = skb.len;
  // @ts-expect-error read-only in socket filters
  skb.mark = 1;
  // @ts-expect-error not readable in socket filters
  hits.value += skb.remote_ip4;
  return skb.len;
});

program("xdp", { frames }, (frame, { frames }, bpf) => {
  if (frame.rx_queue_index < 4) frames[0] += 1;
  // @ts-expect-error read-only
  frame.ingress_ifindex = 1;
  // @ts-expect-error exists only in programs of a device map
  frames[0] += frame.egress_ifindex;
  // @ts-expect-error a field of packets in the network stack
  frames[0] += frame.len;
  return bpf.XDP_PASS;
});

program("tracepoint/sched/sched_switch", { hits }, (event, { hits }) => {
  if (event.next_pid === 0) hits.value += event.prev_comm[0];
  // @ts-expect-error a tracepoint's record is read-only
  event.next_pid = 1;
  // @ts-expect-error no such field
  hits.value += event.nextpid;
});

program("tp/syscalls/sys_enter_openat", { hits }, (event, { hits }) => {
  hits.value += event.args[5];
  // @ts-expect-error system calls have six arguments
  hits.value += event.args[6];
  return 0;
});

program("tracepoint/syscalls/sys_exit_openat", { hits }, (event, { hits }) => {
  if (event.ret < 0) hits.value += 1;
});

program("tracepoint/thermal/thermal_temperature", { hits }, (event, { hits }) => {
  hits.value += 1;
  // @ts-expect-error the record of this tracepoint is not described
  hits.value += event.temp;
});

declare module "../../src/define/context-types.ts" {
  interface TracepointContexts {
    "workqueue/workqueue_execute_start": { readonly work: number; readonly function: number };
  }
}
program("tracepoint/workqueue/workqueue_execute_start", { hits }, (event, { hits }) => {
  hits.value += event.work;
});

program("raw_tracepoint/sched_switch", { hits }, (event, { hits }) => {
  hits.value += event.args[11];
  // @ts-expect-error there are at most 12 arguments
  hits.value += event.args[12];
});

// Verdicts.
program("cgroup_skb/ingress", {}, () => true);
program("cgroup_skb/ingress", {}, (skb) => skb.len < 1500);
program("cgroup_skb/egress", {}, (skb) => (skb.len > 1500 ? 2 : 3));
program("xdp", {}, (_frame, _scope, bpf) => bpf.redirect(3, 0));
program("xdp.frags", {}, () => 2);
program("tracepoint/sched/sched_wakeup", {}, () => 0);
// @ts-expect-error ingress programs return 0 or 1
program("cgroup_skb/ingress", {}, () => 2);
// @ts-expect-error egress programs return 0 to 3
program("cgroup_skb/egress", {}, () => 4);
// @ts-expect-error nothing is no verdict
program("cgroup_skb/egress", {}, () => {});
// @ts-expect-error not every path returns a verdict
program("cgroup_skb/egress", {}, (skb) => {
  if (skb.len > 5) return 1;
});
// @ts-expect-error a length is no verdict
program("cgroup_skb/egress", {}, (skb) => skb.len);
// @ts-expect-error no such verdict
program("xdp", {}, () => 5);
// @ts-expect-error kernel functions are not asynchronous
program("cgroup_skb/egress", {}, async () => 1);
// @ts-expect-error text is no verdict
program("xdp", {}, () => "XDP_PASS");

// Sections.
// @ts-expect-error no such section
program("cgroup_skb/egres", {}, () => 1);
// @ts-expect-error the tracepoint is missing
program("tracepoint/sched", {}, () => 0);

// Helpers, casts and constants.
program("cgroup_skb/egress", { byCgroup, hits, last }, (skb, { byCgroup, hits, last }, bpf) => {
  const row = byCgroup.lookupOrInsert(bpf.skb_cgroup_id(skb));
  if (row) row.value += 1;
  const old: number = bpf.exchange(hits.value, 0);
  bpf.compareExchange(hits.value, old, 5n);
  bpf.get_current_comm(last.value.comm);
  bpf.skb_load_bytes(skb, 0, last.value.data);
  bpf.skb_load_bytes(skb, 0n, last.value);
  bpf.printk("%d bytes from %s", skb.len, last.value.comm);
  const port: number = bpf.u16(skb.remote_port) + bpf.i8(5n) + bpf.u32(true);
  if (skb.protocol === bpf.ETH_P_IPV6 && port === bpf.IPPROTO_TCP) return 0;
  // @ts-expect-error a helper of xdp programs
  bpf.xdp_adjust_head(skb, 1);
  // @ts-expect-error a verdict of xdp programs
  hits.value = bpf.XDP_PASS;
  // @ts-expect-error the kernel has no such helper
  bpf.get_current_com(last.value.comm);
  // @ts-expect-error the context is missing
  bpf.skb_cgroup_id();
  // @ts-expect-error only contexts are contexts
  bpf.skb_cgroup_id(5);
  // @ts-expect-error a number is no buffer
  bpf.get_current_comm(5);
  // @ts-expect-error maps have methods of their own
  bpf.map_lookup_elem(byCgroup, 5);
  // @ts-expect-error constants are read-only
  bpf.ETH_P_IP = 5;
  // @ts-expect-error text can't be cast
  bpf.u32("5");
  // @ts-expect-error a lookup may find nothing
  hits.value += byCgroup.lookup(bpf.skb_cgroup_id(skb)).value;
  return 1;
});

program("tracepoint/sched/sched_process_exec", { last }, (event, { last }, bpf) => {
  const pid = bpf.get_current_pid_tgid() >> 32;
  if (pid === event.pid) bpf.probe_read_user(last.value.data, 0x1000);
  // @ts-expect-error a helper of packet programs
  bpf.skb_cgroup_id(event);
});

program("raw_tp/sched_switch", { last }, (event, { last }, bpf) => {
  bpf.probe_read_kernel(last.value.data, event.args[1]);
  bpf.get_stack(event, last.value, 0);
});

program("xdp", { last }, (frame, { last }, bpf) => {
  bpf.xdp_load_bytes(frame, 0, last.value.data);
  // @ts-expect-error a helper of packets in the network stack
  bpf.skb_load_bytes(frame, 0, last.value.data);
  // @ts-expect-error only tracing programs
  bpf.get_stack(frame, last.value, 0);
  return bpf.XDP_TX;
});

// Scopes.
const other = program("xdp", {}, () => 2);
// @ts-expect-error a program is no value of a scope
program("xdp", { other }, () => 2);
// @ts-expect-error a function is no value of a scope
program("xdp", { now: () => 5 }, () => 2);
// @ts-expect-error a plain object is no value of a scope
program("xdp", { limits: { a: 1 } }, () => 2);
program("xdp", { hits }, (_frame, scope) => {
  // @ts-expect-error not in the scope
  scope.misses.value += 1;
  // @ts-expect-error the scope itself is read-only
  scope.hits = { value: 5 };
  return 2;
});
program("xdp", {}, () => 2, { name: "pass_all" });
// @ts-expect-error no such option
program("xdp", {}, () => 2, { nam: "pass_all" });

export const section: "xdp" = other.section;
export { u32 };

// Programs of networks and cgroups: what a context has, and what may be returned, depends on the section.
program("cgroup/connect4", { hits }, (address, { hits }) => {
  address.user_ip4 = 5;
  address.user_port += 1;
  hits.value += address.user_ip4;
  // @ts-expect-error an IPv4 address has no IPv6 address
  address.user_ip6[0] = 1;
  // @ts-expect-error the family can't be changed
  address.user_family = 2;
  return 1;
});
program("cgroup/sendmsg6", {}, (address) => {
  address.msg_src_ip6[3] = address.user_ip6[3];
  return 0;
});
program("cgroup/bind6", {}, () => 3);
// @ts-expect-error only binds have verdicts above 1
program("cgroup/connect6", {}, () => 2);
// @ts-expect-error what is received can't be refused
program("cgroup/recvmsg4", {}, () => 0);
program("cgroup/post_bind4", {}, (socket) => socket.src_port > 1024);
program("cgroup/sock_create", {}, (socket) => {
  socket.mark = 5;
  // @ts-expect-error a new socket has no address
  return socket.src_port > 0;
});
program("cgroup/setsockopt", { u32 }, (option, { u32 }, bpf) => {
  const value = bpf.header(option, u32, 0);
  if (value) value.value = option.level === bpf.SOL_TCP ? 1 : 2;
  // @ts-expect-error what setsockopt returns is not the program's
  return option.retval === 0;
});
program("tcx/ingress", {}, (skb, _scope, bpf) => {
  skb.tc_classid = skb.wire_len;
  // @ts-expect-error packets of interfaces have no socket yet
  skb.remote_port;
  return skb.len > 100 ? bpf.redirect(skb.ifindex, 0) : bpf.TCX_NEXT;
});
// @ts-expect-error no verdict of TCX
program("tcx/egress", {}, () => 1);
program("netfilter", {}, (_packet, _scope, bpf) => bpf.NF_ACCEPT);
// @ts-expect-error the context of netfilter has no fields
program("netfilter", {}, (packet) => packet.len);
program("xdp/devmap", {}, (frame, _scope, bpf) => (frame.egress_ifindex > 0 ? bpf.XDP_PASS : bpf.XDP_DROP));
// @ts-expect-error only frames that leave have it
program("xdp/cpumap", {}, (frame) => (frame.egress_ifindex > 0 ? 1 : 2));
program("sockops", {}, (event, _scope, bpf) => {
  if (event.op === bpf.BPF_SOCK_OPS_TIMEOUT_INIT) event.reply = event.args[0];
  return 1;
});

// Tracing: arguments at the start of functions, results at their end, and nothing but 0 where only 0 may be returned.
program("kprobe/vfs_read", { hits }, (ctx, { hits }, bpf) => {
  hits.value += bpf.argument(ctx, 2);
  // @ts-expect-error the function has not returned yet
  bpf.result(ctx);
});
program("uretprobe", { hits }, (ctx, { hits }, bpf) => {
  hits.value += bpf.result(ctx);
  // @ts-expect-error the arguments are gone
  bpf.argument(ctx, 0);
});
program("fentry/vfs_read", { hits }, (ctx, { hits }, bpf) => {
  hits.value += ctx.args[2] + bpf.argument(ctx, 2);
});
// @ts-expect-error fentry programs return 0
program("fentry/vfs_read", {}, () => 1);
program("lsm/file_open", {}, () => -1);
program("perf_event", { hits }, (ctx, { hits }) => {
  hits.value += ctx.sample_period;
});
program("iter/task", {}, (ctx, _scope, bpf) => {
  bpf.print(ctx, "%d\n", bpf.argument(ctx, 1));
  return 0;
});
// @ts-expect-error only iterators have a reader
program("tp_btf/sched_switch", {}, (ctx, _scope, bpf) => bpf.print(ctx, "text"));
