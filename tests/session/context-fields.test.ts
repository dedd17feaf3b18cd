import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { chars, i32, load, program, struct, u32, u64, variable } from "../../src/index.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";
import { withTracefs } from "../support/tracefs.ts";

const seen = variable(
  struct({
    length: u32,
    protocol: u32,
    family: u32,
    remotePort: u32,
    localPort: u32,
    remoteAddress: u32,
    localAddress: u32,
    remoteLow: u32,
    remoteHigh: u32,
    cgroup: u64,
    mark: u32,
    slot: u32,
  }),
);

const look = program("cgroup_skb/egress", { seen }, (skb, { seen }, bpf) => {
  seen.value.length = skb.len;
  seen.value.protocol = skb.protocol;
  seen.value.family = skb.family;
  seen.value.remotePort = skb.remote_port;
  seen.value.localPort = skb.local_port;
  seen.value.remoteAddress = skb.remote_ip4;
  seen.value.localAddress = skb.local_ip4;
  seen.value.remoteHigh = skb.remote_ip6[0];
  seen.value.remoteLow = skb.remote_ip6[3];
  seen.value.cgroup = bpf.skb_cgroup_id(skb);
  skb.mark = 0x1234;
  seen.value.mark = skb.mark;
  skb.cb[2] = 77;
  seen.value.slot = skb.cb[2];
  return 1;
});

/** Runs the program on one datagram of a process in a cgroup of its own. */
async function lookAtDatagram(
  address: string,
): Promise<{ port: number; ownPort: number; seen: Record<string, unknown> }> {
  await using cgroup = makeTestCgroup();
  using bpf = load({ seen, look });
  bpf.programs.look.attach(cgroup.path);
  const receiver = createSocket(address.includes(":") ? "udp6" : "udp4");
  try {
    receiver.bind(0, address);
    await once(receiver, "listening");
    const { port } = receiver.address();
    await using sender = new Running(process.execPath, [
      join(import.meta.dirname, "one-datagram.ts"),
      address,
      `${port}`,
    ]);
    cgroup.add(sender.pid);
    sender.write("go\n");
    const [, ownPort] = await sender.printed(/^sent from (\d+)\n/);
    const { cgroup: id, ...fields } = bpf.variables.seen.value;
    assert.notEqual(id, 0n);
    return { port, ownPort: Number(ownPort), seen: fields };
  } finally {
    receiver.close();
  }
}

test("fields of an IPv4 packet are host-order numbers", { skip: withoutKernel }, async () => {
  const { port, ownPort, seen } = await lookAtDatagram("127.0.0.1");
  assert.deepEqual(seen, {
    length: 20 + 8 + 16,
    protocol: 0x0800,
    family: 2,
    remotePort: port,
    localPort: ownPort,
    remoteAddress: 0x7f000001,
    localAddress: 0x7f000001,
    remoteLow: 0,
    remoteHigh: 0,
    mark: 0x1234,
    slot: 77,
  });
});

test("fields of an IPv6 packet are host-order numbers", { skip: withoutKernel }, async () => {
  const { port, ownPort, seen } = await lookAtDatagram("::1");
  // The kernel keeps a number of its own in the IPv4 address of an IPv6 socket.
  const { localAddress: _, ...fields } = seen;
  assert.deepEqual(fields, {
    length: 40 + 8 + 16,
    protocol: 0x86dd,
    family: 10,
    remotePort: port,
    localPort: ownPort,
    remoteAddress: 0,
    remoteLow: 1,
    remoteHigh: 0,
    mark: 0x1234,
    slot: 77,
  });
});

test("a tracepoint's record is what the kernel wrote", { skip: withoutKernel }, async () => {
  using _tracefs = withTracefs();
  const last = variable(struct({ pid: i32, letter: u32, name: chars(16) }));
  const target = variable(i32, process.pid);
  const onFork = program("tracepoint/sched/sched_process_fork", { last, target }, (event, { last, target }, bpf) => {
    if (event.parent_pid !== target.value) return;
    last.value.pid = event.child_pid;
    bpf.get_current_comm(last.value.name);
    last.value.letter = bpf.u32(bpf.get_current_pid_tgid() >> 32);
  });
  using bpf = load({ last, target, onFork });
  bpf.programs.onFork.attach();
  await using child = new Running(process.execPath, ["-e", ""]);
  await child.ended;
  await sleep(10);
  const { pid, letter, name } = bpf.variables.last.value;
  assert.equal(pid, child.pid);
  assert.equal(letter, process.pid);
  assert.notEqual(name, "");
});

test("a system call's record has its arguments", { skip: withoutKernel }, () => {
  using _tracefs = withTracefs();
  const target = variable(u32, process.pid);
  const found = variable(struct({ calls: u64, signal: u64 }));
  const onKill = program("tracepoint/syscalls/sys_enter_kill", { target, found }, (call, { target, found }, bpf) => {
    if (bpf.get_current_pid_tgid() >> 32 !== target.value) return;
    found.value.calls += 1;
    found.value.signal = call.args[1];
  });
  using bpf = load({ target, found, onKill });
  bpf.programs.onKill.attach();
  process.kill(process.pid, 0);
  assert.deepEqual(bpf.variables.found.value, { calls: 1n, signal: 0n });
});

test("a raw tracepoint's arguments are its own", { skip: withoutKernel }, () => {
  const target = variable(u32, process.pid);
  const kill = process.arch === "arm64" ? 129 : 62;
  const calls = variable(u64);
  const onCall = program("raw_tracepoint/sys_enter", { target, calls, kill }, (call, { target, calls, kill }, bpf) => {
    if (bpf.get_current_pid_tgid() >> 32 === target.value && call.args[1] === kill) calls.value += 1;
  });
  using bpf = load({ target, calls, onCall });
  bpf.programs.onCall.attach();
  process.kill(process.pid, 0);
  assert.equal(bpf.variables.calls.value, 1n);
});

test("an XDP program sees the interface of a frame", { skip: withoutKernel }, () => {
  const seen = variable(struct({ index: u32, queue: u32 }));
  const look = program("xdp", { seen }, (frame, { seen }, bpf) => {
    seen.value.index = frame.ingress_ifindex;
    seen.value.queue = frame.rx_queue_index;
    return bpf.XDP_PASS;
  });
  using bpf = load({ seen, look });
  assert.equal(bpf.programs.look.test({ data: new Uint8Array(64) }).returned, 2);
  // Test runs come in over loopback, which is the first interface of every network namespace.
  assert.deepEqual(bpf.variables.seen.value, { index: 1, queue: 0 });
});

test("a socket filter sees what its socket receives", { skip: withoutKernel }, () => {
  const seen = variable(struct({ length: u32, slot: u32 }));
  const look = program("socket", { seen }, (skb, { seen }) => {
    skb.cb[0] = 9;
    seen.value.length = skb.len;
    seen.value.slot = skb.cb[0];
    return skb.len;
  });
  using bpf = load({ seen, look });
  const { returned } = bpf.programs.look.test({ data: new Uint8Array(64) });
  assert.deepEqual(bpf.variables.seen.value, { length: returned, slot: 9 });
});
