import assert from "node:assert/strict";
import { test } from "node:test";
import {
  be32,
  bloomFilter,
  bytes,
  ipv4Address,
  ipv6Address,
  load,
  lpmTrieMap,
  lruHashMap,
  lruPerCpuHashMap,
  program,
  programArray,
  queueMap,
  stackMap,
  struct,
  u32,
  u64,
} from "../../src/index.ts";
import { possibleCpus } from "../../src/sys/machine.ts";
import { withoutKernel } from "../support/kernel.ts";
import { requires } from "../support/requires.ts";

const skip = withoutKernel;
const row = struct({ packets: u64, interface: u32 });

test("a trie of IPv4 addresses is a Map of networks", { skip }, () => {
  using bpf = load({ routes: lpmTrieMap({ key: ipv4Address, value: row, maxEntries: 8 }) });
  const { routes } = bpf.maps;
  routes.set("10.0.0.0/8", { packets: 1n, interface: 1 }).set("10.1.0.0/16", { packets: 2n, interface: 1 });
  routes.set("0.0.0.0/0", { packets: 3n, interface: 9 }).set("10.1.2.3/32", { packets: 4n, interface: 1 });
  assert.deepEqual([...routes.keys()].sort(), ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32"]);
  assert.equal(routes.size, 4);
  assert.equal(routes.match("10.1.2.3")?.packets, 4n);
  assert.equal(routes.match("10.1.2.4")?.packets, 2n);
  assert.equal(routes.match("10.200.0.1")?.packets, 1n);
  assert.equal(routes.match("192.168.0.1")?.interface, 9);
  assert.deepEqual(routes.get("10.1.0.0/16"), { packets: 2n, interface: 1 });
  assert.equal(routes.get("10.1.0.0/17"), undefined);
  assert.equal(routes.has("10.0.0.0/9"), false);
  assert.equal(routes.delete("10.0.0.0/9"), false);
  assert.equal(routes.delete("0.0.0.0/0"), true);
  assert.equal(routes.match("192.168.0.1"), undefined);
  assert.equal(routes.take().size, 3);
  assert.equal(routes.size, 0);
});

test("bits of a key behind its prefix do not count", { skip }, () => {
  using bpf = load({ routes: lpmTrieMap({ key: ipv4Address, value: u32, maxEntries: 8 }) });
  const { routes } = bpf.maps;
  routes.set("10.255.255.255/9", 5);
  assert.deepEqual([...routes], [["10.128.0.0/9", 5]]);
  assert.equal(routes.get("10.200.1.1/9"), 5);
});

test("a prefix is told from a shorter one with an equal value", { skip }, () => {
  using bpf = load({ routes: lpmTrieMap({ key: ipv4Address, value: u32, maxEntries: 8 }) });
  const { routes } = bpf.maps;
  routes.set("10.0.0.0/8", 7);
  assert.equal(routes.has("10.0.0.0/16"), false);
  routes.set("10.0.0.0/16", 7);
  assert.equal(routes.get("10.0.0.0/16"), 7);
  assert.equal(routes.get("10.0.0.0/24"), undefined);
});

test("tries of other data", { skip }, () => {
  const key = struct({ interface: be32, address: ipv6Address });
  using bpf = load({
    v6: lpmTrieMap({ key: ipv6Address, value: u32, maxEntries: 8 }),
    names: lpmTrieMap({ key: bytes(6), value: u32, maxEntries: 8 }),
    both: lpmTrieMap({ key, value: u32, maxEntries: 8 }),
  });
  const { v6, names, both } = bpf.maps;
  v6.set("2001:db8::/32", 1).set("::/0", 2);
  assert.deepEqual(new Set(v6.keys()), new Set(["2001:db8::/32", "::/0"]));
  assert.equal(v6.match("2001:db8::5"), 1);
  assert.equal(v6.match("fe80::1"), 2);
  names.set({ prefixLength: 16, data: new Uint8Array([1, 2, 3, 4, 5, 6]) }, 5);
  assert.deepEqual([...names], [[{ prefixLength: 16, data: new Uint8Array([1, 2, 0, 0, 0, 0]) }, 5]]);
  assert.equal(names.match(new Uint8Array([1, 2, 9, 9, 9, 9])), 5);
  both.set({ prefixLength: 64, data: { interface: 3, address: "2001:db8::" } }, 6);
  assert.equal(both.match({ interface: 3, address: "2001:db8::1" }), 6);
  assert.equal(both.match({ interface: 4, address: "2001:db8::1" }), undefined);
});

test("what is no prefix is an error", { skip }, () => {
  using bpf = load({ routes: lpmTrieMap({ key: ipv4Address, value: u32, maxEntries: 1 }) });
  const { routes } = bpf.maps;
  assert.throws(() => routes.get("10.0.0.1" as never), { code: "YDL4419", hint: /"10\.0\.0\.0\/8"/ });
  assert.throws(() => routes.get("10.0.0.0/33"), { code: "YDL4419", message: /0 to 32 bits, not 33/ });
  assert.throws(() => routes.get({ prefixLength: -1, data: "10.0.0.0" } as never), { code: "YDL4419" });
  assert.throws(() => routes.get("10.0.0/8"), RangeError);
  assert.throws(() => routes.get(5 as never), { code: "YDL4419" });
  routes.set("10.0.0.0/8", 1);
  assert.throws(() => routes.set("11.0.0.0/8", 1), { code: "YDL4408" });
});

test("a queue, a stack and a bloom filter", { skip: requires("5.16", "bloom filters") }, () => {
  using bpf = load({
    queue: queueMap({ value: row, maxEntries: 2 }),
    stack: stackMap({ value: u32, maxEntries: 2 }),
    filter: bloomFilter({ value: ipv4Address, maxEntries: 1000, hashFunctions: 7 }),
  });
  const { queue, stack, filter } = bpf.maps;
  assert.equal(queue.pop(), undefined);
  assert.equal(queue.peek(), undefined);
  queue.push({ packets: 1n, interface: 1 });
  queue.push({ packets: 2n, interface: 2 });
  assert.throws(() => queue.push({ packets: 3n, interface: 3 }), { code: "YDL4408" });
  assert.equal(queue.peek()?.packets, 1n);
  assert.equal(queue.pop()?.packets, 1n);
  assert.equal(queue.pop()?.interface, 2);
  assert.equal(queue.pop(), undefined);
  stack.push(1);
  stack.push(2);
  assert.deepEqual([stack.peek(), stack.pop(), stack.pop(), stack.pop()], [2, 2, 1, undefined]);
  for (let index = 0; index < 200; index += 1) filter.add(`10.0.0.${index}`);
  for (let index = 0; index < 200; index += 1) assert.equal(filter.has(`10.0.0.${index}`), true);
  const wrong = Array.from({ length: 200 }, (_, index) => filter.has(`10.9.9.${index}`)).filter((yes) => yes);
  assert.ok(wrong.length < 20, `${wrong.length} of 200`);
});

test("a map that drops what was not used for long", { skip }, () => {
  using bpf = load({
    flows: lruHashMap({ key: u32, value: u64, maxEntries: 64 }),
    perCpu: lruPerCpuHashMap({ key: u32, value: u64, maxEntries: 64 }),
  });
  const { flows, perCpu } = bpf.maps;
  for (let key = 0; key < 1000; key += 1) flows.set(key, BigInt(key));
  assert.ok(flows.size > 0 && flows.size <= 64, `${flows.size} entries`);
  assert.equal(flows.get(999), 999n);
  assert.equal(flows.get(0), undefined);
  perCpu.set(
    5,
    Array.from({ length: possibleCpus() }, () => 2n),
  );
  assert.equal(perCpu.sum(5), BigInt(2 * possibleCpus()));
});

test("a program array takes programs of one type", { skip }, () => {
  using bpf = load({
    next: programArray({ maxEntries: 2 }),
    drop: program("xdp", {}, (_frame, _scope, bpf) => bpf.XDP_DROP),
    egress: program("cgroup_skb/egress", {}, () => 1),
  });
  const { next } = bpf.maps;
  assert.equal(next.length, 2);
  assert.equal(next.delete(0), false);
  next.set(0, bpf.programs.drop);
  assert.equal(next.id(0), bpf.programs.drop.info().id);
  assert.equal(next.id(1), undefined);
  assert.throws(() => next.set(1, bpf.programs.egress), { code: "YDL4420" });
  assert.throws(() => next.set(2, bpf.programs.drop), { code: "YDL4405" });
  assert.equal(next.delete(0), true);
  assert.equal(next.id(0), undefined);
});

test("tail calls go on with what user space put in", { skip }, () => {
  const next = programArray({ maxEntries: 2 });
  using bpf = load({
    next,
    drop: program("xdp", {}, (_frame, _scope, bpf) => bpf.XDP_DROP),
    start: program("xdp", { next }, (frame, { next }, bpf) => {
      next.tailCall(frame, 1);
      return bpf.XDP_PASS;
    }),
  });
  const data = new Uint8Array(64);
  assert.equal(bpf.programs.start.test({ data }).returned, 2);
  bpf.maps.next.set(1, bpf.programs.drop);
  assert.equal(bpf.programs.start.test({ data }).returned, 1);
});
