import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  be32,
  bloomFilter,
  CompileError,
  chars,
  compile,
  ipv4Address,
  load,
  lpmTrieMap,
  lruHashMap,
  program,
  programArray,
  queueMap,
  ringBuffer,
  stackMap,
  struct,
  u32,
  u64,
  variable,
} from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";
import { requires } from "../support/requires.ts";

const packet = new Uint8Array(64);
const event = struct({ length: u32, name: chars(8), number: u64 });

describe("maps of other kinds in kernel functions", { skip: withoutKernel }, () => {
  test("a ring buffer's records are reserved, filled, submitted or discarded, or written whole", () => {
    const events = ringBuffer({ value: event, maxEntries: 4096 });
    const lost = variable(u64);
    const emit = program("cgroup_skb/egress", { events, lost }, (skb, { events, lost }, bpf) => {
      const record = events.reserve();
      if (!record) {
        lost.value += 1;
        return 0;
      }
      record.length = skb.len;
      record.name = "one";
      if (skb.mark === 7) events.discard(record);
      else events.submit(record);
      return events.output({ number: 5, name: "two", length: bpf.u32(3) }) === 0 ? 1 : 0;
    });
    using bpf = load({ emit, events, lost });
    assert.equal(bpf.programs.emit.test({ data: packet, repeat: 3 }).returned, 1);
    assert.equal(bpf.variables.lost.value, 0n);
    // 4096 bytes hold 64 of two records of 24 + 8 bytes.
    assert.equal(bpf.programs.emit.test({ data: packet, repeat: 100 }).returned, 0);
    assert.ok(bpf.variables.lost.value > 0n);
  });

  test("a queue, a stack and a bloom filter", { skip: requires("5.16", "bloom filters") }, () => {
    const queue = queueMap({ value: u64, maxEntries: 2 });
    const stack = stackMap({ value: struct({ a: u32, b: u32 }), maxEntries: 4 });
    const filter = bloomFilter({ value: u32, maxEntries: 100 });
    const x = variable(u64);
    const run = program("cgroup_skb/egress", { queue, stack, filter, x }, (_skb, { queue, stack, filter, x }) => {
      if (queue.pop()) return 0;
      if (queue.push(11) !== 0 || queue.push(22) !== 0) return 0;
      if (queue.push(33) === 0) return 0;
      if (queue.push(44, "exist") !== 0) return 0;
      const first = queue.peek();
      if (first?.value !== 22) return 0;
      const again = queue.pop();
      x.value = again ? again.value : 0;
      stack.push({ a: 1, b: 2 });
      stack.push({ a: 3 });
      const top = stack.pop();
      if (top?.a !== 3 || top.b !== 0) return 0;
      filter.add(99);
      return filter.has(99) && !filter.has(12345) ? 1 : 0;
    });
    using bpf = load({ run, x });
    assert.equal(bpf.programs.run.test({ data: packet }).returned, 1);
    assert.equal(bpf.variables.x.value, 22n);
  });

  test("a trie finds the longest prefix, an LRU map drops what is old", () => {
    const routes = lpmTrieMap({ key: ipv4Address, value: u32, maxEntries: 8 });
    const recent = lruHashMap({ key: be32, value: u64, maxEntries: 8 });
    const run = program("cgroup_skb/egress", { routes, recent }, (_skb, { routes, recent }, bpf) => {
      const near = routes.lookup(bpf.ipv4("10.1.2.3"));
      const far = routes.lookup(bpf.ipv4("10.9.9.9"));
      if (!near || !far || routes.lookup(bpf.ipv4("192.168.0.1"))) return 0;
      const entry = recent.lookupOrInsert(bpf.ipv4("10.0.0.1"));
      if (entry) entry.value += 1;
      return near.value === 2 && far.value === 1 ? 1 : 0;
    });
    using bpf = load({ run, routes, recent });
    bpf.maps.routes.set("10.0.0.0/8", 1);
    bpf.maps.routes.set("10.1.0.0/16", 2);
    assert.equal(bpf.programs.run.test({ data: packet }).returned, 1);
  });

  test("a tail call goes on elsewhere", () => {
    const next = programArray({ maxEntries: 2 });
    const hits = variable(u64);
    const second = program("cgroup_skb/egress", { hits }, (_skb, { hits }) => {
      hits.value += 1;
      return 1;
    });
    const first = program("cgroup_skb/egress", { next }, (skb, { next }) => {
      next.tailCall(skb, 1);
      return 0;
    });
    using bpf = load({ first, second, next, hits });
    assert.equal(bpf.programs.first.test({ data: packet }).returned, 0, "there is no program yet");
    bpf.maps.next.set(1, bpf.programs.second);
    assert.equal(bpf.programs.first.test({ data: packet }).returned, 1);
    assert.equal(bpf.variables.hits.value, 1n);
  });
});

describe("a record of a ring buffer must go somewhere", () => {
  const events = ringBuffer({ value: event, maxEntries: 4096 });
  // biome-ignore lint/suspicious/noExplicitAny: mistakes on purpose
  type Any = any;
  const rejects = (title: string, message: RegExp, fn: (skb: Any, scope: Any) => Any) =>
    test(title, () => {
      const definition = program("cgroup_skb/egress", { events }, fn as never);
      assert.throws(
        () => compile({ definition }),
        (error) => error instanceof CompileError && error.diagnostics.length === 1 && message.test(error.message),
      );
    });

  rejects("a return without", /YDL2028: the record 'e' is neither submitted/, (skb, { events }) => {
    const e = events.reserve();
    if (!e) return 1;
    if (skb.len > 5) return 0;
    events.submit(e);
    return 1;
  });
  rejects("a branch that forgets it", /YDL2028: the record 'e'/, (skb, { events }) => {
    if (skb.len > 5) {
      const e = events.reserve();
      if (e) e.number = 5;
    }
    return 1;
  });
  rejects("a loop that forgets it", /YDL2028: the record 'e'/, (_skb, { events }) => {
    for (let i = 0; i < 4; i++) {
      const e = events.reserve();
      if (e) e.number = i;
    }
    return 1;
  });
  rejects("a use after it is gone", /YDL2028: 'e' was submitted/, (_skb, { events }) => {
    const e = events.reserve();
    if (!e) return 1;
    events.submit(e);
    e.number = 1;
    return 1;
  });
});
