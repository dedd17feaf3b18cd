import assert from "node:assert/strict";
import { test } from "node:test";
import {
  be16,
  compile,
  cpuMap,
  devMap,
  devMapHash,
  load,
  program,
  socketStorage,
  sockHash,
  sockMap,
  struct,
  taskStorage,
  u32,
  u64,
  variable,
  xskMap,
} from "../../src/index.ts";
import { resolveSection } from "../../src/kernel/index.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { withoutKernel } from "../support/kernel.ts";

const hits = variable(u64);

/** What reads and writes most of what a context has, calls methods of maps, and returns verdicts, for each kind of hook. */
const programs = {
  a1: program("cgroup/bind4", { hits }, (c, { hits }, bpf) => {
    hits.value += 1;
    c.user_port = 4242;
    c.user_ip4 = bpf.ipv4("127.0.0.1");
    return 1;
  }),
  connect6: program("cgroup/connect6", { hits }, (c, { hits }) => {
    hits.value += c.user_port;
    c.user_ip6[3] = 1;
    return 1;
  }),
  getpeername4: program("cgroup/getpeername4", {}, (c) => {
    c.user_port = 99;
    return 1;
  }),
  sockCreate: program("cgroup/sock_create", { hits }, (c, { hits }, bpf) => {
    if (c.family === bpf.AF_INET) hits.value += 1;
    c.mark = 5;
    return 1;
  }),
  setsockopt: program("cgroup/setsockopt", { u32 }, (c, { u32 }, bpf) => {
    const v = bpf.header(c, u32, 0);
    if (v && c.optname === 2) v.value = 3;
    return 1;
  }),
  sysctl: program("cgroup/sysctl", {}, (c) => c.write === 0),
  device: program("cgroup/dev", {}, (c) => c.major === 1),
  sockops: program("sockops", { hits }, (c, { hits }, bpf) => {
    if (c.op === bpf.BPF_SOCK_OPS_TIMEOUT_INIT) c.reply = 10;
    hits.value += c.bytes_acked;
    bpf.sock_ops_cb_flags_set(c, bpf.BPF_SOCK_OPS_STATE_CB_FLAG);
    return 1;
  }),
  tcx: program("tcx/ingress", { be16 }, (skb, { be16 }, bpf) => {
    const t = bpf.header(skb, be16, 12);
    if (t && t.value === 0x86dd) return bpf.TCX_DROP;
    return bpf.TCX_NEXT;
  }),
  tc: program("tc", {}, (skb, _s, bpf) => {
    skb.mark = 1;
    return bpf.TC_ACT_OK;
  }),
  action: program("action", {}, (_skb, _s, bpf) => bpf.TC_ACT_OK),
  netkit: program("netkit/primary", {}, (_skb, _s, bpf) => bpf.NETKIT_PASS),
  lwtXmit: program("lwt_xmit", {}, (skb, _s, bpf) => (skb.len > 100 ? bpf.BPF_DROP : bpf.BPF_OK)),
  seg6: program("lwt_seg6local", {}, (_skb, _s, bpf) => bpf.BPF_OK),
  lookup: program("sk_lookup", { s: sockMap({ maxEntries: 4 }) }, (c, { s }, bpf) => {
    if (c.local_port === 7) s.select(c, 0);
    return bpf.SK_PASS;
  }),
  message: program("sk_msg", { s2: sockHash({ key: u32, maxEntries: 4 }), u32 }, (c, { s2, u32 }, bpf) => {
    const x = bpf.header(c, u32, 0);
    return x && x.value === 7 ? 0 : s2.redirect(c, c.local_port);
  }),
  streamVerdict: program("sk_skb/stream_verdict", { s3: sockMap({ maxEntries: 4 }) }, (c, { s3 }) => s3.redirect(c, 1)),
  streamParser: program("sk_skb/stream_parser", {}, (c) => c.len),
  verdict: program("sk_skb/verdict", {}, (_c, _s, bpf) => bpf.SK_PASS),
  dissector: program("flow_dissector", { hits }, (_c, { hits }, bpf) => {
    hits.value += 1;
    return bpf.BPF_FLOW_DISSECTOR_CONTINUE;
  }),
  netfilter: program("netfilter", { hits }, (_c, { hits }, bpf) => {
    hits.value += 1;
    return bpf.NF_ACCEPT;
  }),
  leaving: program("xdp/devmap", {}, (c, _s, bpf) => (c.egress_ifindex === 1 ? bpf.XDP_DROP : bpf.XDP_PASS)),
  onCpu: program("xdp.frags/cpumap", {}, (_c, _s, bpf) => bpf.XDP_PASS),
  redirects: program(
    "xdp",
    {
      dm: devMap({ maxEntries: 2 }),
      dh: devMapHash({ maxEntries: 2 }),
      cm: cpuMap({ maxEntries: 2 }),
      xm: xskMap({ maxEntries: 2 }),
    },
    (c, { dm, dh, cm, xm }, bpf) => {
      if (c.rx_queue_index === 1) return dh.redirect(1);
      if (c.rx_queue_index === 2) return cm.redirect(1, bpf.XDP_PASS);
      if (c.rx_queue_index === 3) return xm.redirect(1);
      return dm.redirect(0);
    },
  ),
  bytesOfSocket: program("cgroup_skb/egress", { st: socketStorage({ value: u64 }) }, (skb, { st }) => {
    const b = st.lookupOrInsert(skb);
    if (b) b.value += skb.len;
    return 1;
  }),
  closing: program(
    "cgroup/sock_release",
    { st3: socketStorage({ value: struct({ a: u64, b: u32 }) }) },
    (skb, { st3 }) => {
      const b = st3.lookupOrInsert(skb, { a: 7 });
      if (b) b.b += 1;
      const c = st3.lookup(skb);
      if (c) c.a += 1;
      return 1;
    },
  ),
  callsOfTask: program("raw_tracepoint/sys_enter", { ts: taskStorage({ value: u64 }) }, (_e, { ts }) => {
    const b = ts.lookupOrInsert();
    if (b) b.value += 1;
  }),
  adds: program("sockops", { sh: sockHash({ key: u32, maxEntries: 3 }) }, (c, { sh }) => {
    if (c.op === 4) sh.update(c, c.local_port);
    return 1;
  }),
};

for (const [name, definition] of Object.entries(programs)) {
  // The storage of tasks is there for programs of all types since 6.2.
  const minimumKernel = name === "callsOfTask" ? "6.2" : resolveSection(definition.section).minimumKernel;
  const [major = 0, minor = 0] = minimumKernel.split(".").map(Number);

  test(`a program of ${definition.section} loads (${name})`, { skip: withoutKernel }, (t) => {
    if (!isAtLeast(kernelVersion(), [major, minor])) return t.skip(`needs kernel ${minimumKernel}`);
    using bpf = load({ [name]: definition });
    assert.equal(bpf.programs[name]?.info().type, resolveSection(definition.section).programType.id);
  });
}

test("a verdict that a section does not have is a compile error with the way out", () => {
  const wrong = program("sk_lookup", {}, (() => 2) as never);
  assert.throws(() => compile({ wrong }), /must return 0 to 1.*[\s\S]*return bpf.SK_PASS or bpf.SK_DROP/);
  const address = program("cgroup/recvmsg4", {}, (() => 0) as never);
  assert.throws(() => compile({ address }), /must return 1 to 1/);
});

test("a context has the fields of its section, not those of its type", () => {
  const wrong = program("cgroup/bind4", { hits }, ((
    context: { user_ip6: number[] },
    scope: { hits: { value: number } },
  ) => {
    scope.hits.value = context.user_ip6[0] ?? 0;
    return 1;
  }) as never);
  assert.throws(() => compile({ wrong }), /the context of cgroup\/bind4 has no field 'user_ip6'/);
});
