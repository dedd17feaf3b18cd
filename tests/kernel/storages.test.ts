import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  cgroupStorage,
  inodeStorage,
  load,
  program,
  socketStorage,
  struct,
  taskStorage,
  u32,
  u64,
} from "../../src/index.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";

const needs = (major: number, minor: number) =>
  withoutKernel || isAtLeast(kernelVersion(), [major, minor]) ? withoutKernel : `needs kernel ${major}.${minor}`;

test("a socket's storage is made by a program and read by the socket", { skip: needs(5, 2) }, async () => {
  const sent = socketStorage({ value: struct({ packets: u64, bytes: u64 }) });
  const count = program("tcx/egress", { sent }, (skb, { sent }, bpf) => {
    const row = sent.lookupOrInsert(skb, { packets: 100 });
    if (row) {
      row.packets += 1;
      row.bytes += skb.len;
    }
    return bpf.TCX_NEXT;
  });
  if (!isAtLeast(kernelVersion(), [6, 6])) return;
  using bpf = load({ sent, count });
  using _link = bpf.programs.count.attach("lo");
  const socket = createSocket("udp4");
  try {
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    assert.equal(bpf.maps.sent.get(socket), undefined);
    await new Promise((resolve) => socket.send("four", socket.address().port, "127.0.0.1", resolve));
    assert.deepEqual(bpf.maps.sent.get(socket), { packets: 101n, bytes: BigInt(14 + 20 + 8 + 4) });
    bpf.maps.sent.set(socket, { packets: 1n, bytes: 2n });
    assert.deepEqual(bpf.maps.sent.get(socket), { packets: 1n, bytes: 2n });
    assert.equal(bpf.maps.sent.has(socket), true);
    assert.equal(bpf.maps.sent.delete(socket), true);
    assert.equal(bpf.maps.sent.delete(socket), false);
  } finally {
    socket.close();
  }
  assert.throws(() => bpf.maps.sent.get(socket), { code: "YDL4449" });
  const file = openSync("/dev/null", "r");
  try {
    assert.throws(() => bpf.maps.sent.get(file), { code: "YDL4449" });
  } finally {
    closeSync(file);
  }
});

test("a task's storage is the current task's, read by the process id", { skip: needs(6, 2) }, async () => {
  const calls = taskStorage({ value: u32 });
  const count = program("raw_tracepoint/sys_enter", { calls }, (_event, { calls }) => {
    const row = calls.lookup();
    if (row) row.value += 1;
  });
  const forget = program("raw_tracepoint/sys_exit", { calls }, (_event, { calls }) => {
    const row = calls.lookup();
    if (row && row.value > 1_000_000) calls.delete();
  });
  using bpf = load({ calls, count, forget });
  // Only tasks that user space chose have an entry.
  bpf.maps.calls.set(process.pid, 7);
  using _link = bpf.programs.count.attach();
  assert.ok((bpf.maps.calls.get(process.pid) ?? 0) > 7);
  bpf.programs.forget.attach();
  bpf.maps.calls.set(process.pid, 2_000_000);
  assert.equal(bpf.maps.calls.get(process.pid), undefined);

  const child = new Running(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await using running = child;
  assert.equal(bpf.maps.calls.has(running.pid), false);
  running.child.kill("SIGKILL");
  await running.ended;
  assert.throws(() => bpf.maps.calls.get(running.pid), { code: "YDL4449" });
});

test("values belong to files by their path, and go with them", { skip: needs(5, 10) }, () => {
  const labels = inodeStorage({ value: u64 });
  using bpf = load({ labels });
  const directory = mkdtempSync(join(tmpdir(), "yodel-inode-"));
  const path = join(directory, "file");
  try {
    writeFileSync(path, "");
    assert.equal(bpf.maps.labels.get(path), undefined);
    bpf.maps.labels.set(path, 42n);
    const file = openSync(path, "r");
    assert.equal(bpf.maps.labels.get(file), 42n);
    closeSync(file);
    assert.equal(bpf.maps.labels.delete(path), true);
    assert.equal(bpf.maps.labels.has(path), false);
    assert.throws(() => bpf.maps.labels.get(join(directory, "other")), { code: "YDL4449" });
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("values belong to cgroups by their directory", { skip: needs(6, 2) }, async () => {
  await using cgroup = makeTestCgroup();
  const quotas = cgroupStorage({ value: struct({ limit: u64, used: u64 }) });
  using bpf = load({ quotas });
  bpf.maps.quotas.set(cgroup.path, { limit: 10n, used: 3n });
  assert.deepEqual(bpf.maps.quotas.get(cgroup.path), { limit: 10n, used: 3n });
  assert.throws(() => bpf.maps.quotas.get("/"), { code: "YDL4449" });
});
