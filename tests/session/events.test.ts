import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  bits,
  compile,
  ipv4,
  ipv4Address,
  ipv6Address,
  load,
  lpmTrieMap,
  lruHashMap,
  macAddress,
  perfEventArray,
  program,
  readElf,
  ringBuffer,
  struct,
  u8,
  u32,
  u64,
  union,
  variable,
  writeElf,
} from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";

const skip = withoutKernel;
const timeout = 20_000;

const event = struct({ address: ipv4Address, kind: bits(u8, 3), more: bits(u8, 5), length: u32 });
const events = ringBuffer({ value: event, maxEntries: 4096 });
const events_lost = variable(u64);
const emit = program("cgroup_skb/egress", { events, events_lost, ipv4 }, (skb, { events, events_lost, ipv4 }, bpf) => {
  const header = bpf.header(skb, ipv4, 0);
  if (!header) return 1;
  const record = events.reserve();
  if (!record) {
    events_lost.value += 1;
    return 1;
  }
  record.address = header.destinationAddress;
  record.kind = 5;
  record.more = 17;
  record.length = header.totalLength;
  events.submit(record);
  return 1;
});

/** An Ethernet frame with an IPv4 header for 10.1.2.3. */
const frame = new Uint8Array(14 + 40);
frame.set([0x08, 0x00], 12);
frame.set([0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 1, 2, 3], 14);
const expected = { address: "10.1.2.3", kind: 5, more: 17, length: 40 };

test("records reach user space as their schema says", { skip, timeout }, async () => {
  using bpf = load({ events, events_lost, emit });
  setTimeout(() => bpf.programs.emit.test({ data: frame, repeat: 3 }), 10);
  let count = 0;
  for await (const record of bpf.maps.events) {
    assert.deepEqual(record, expected);
    count += 1;
    if (count === 3) break;
  }
  assert.equal(bpf.maps.events.lost, 0);
  bpf.programs.emit.test({ data: frame, repeat: 400 });
  assert.ok(bpf.maps.events.lost > 100);
  const { length } = bpf.maps.events.drain();
  assert.equal(length + bpf.maps.events.lost, 400);
});

test("a file keeps the types of records, and their loss", { skip, timeout }, async () => {
  const object = readElf(writeElf(compile({ events, events_lost, emit })));
  using bpf = load<{ events: typeof events; events_lost: typeof events_lost; emit: typeof emit }>(object);
  bpf.programs.emit.test({ data: frame, repeat: 200 });
  assert.ok(bpf.maps.events.lost > 0);
  for await (const record of bpf.maps.events) {
    assert.deepEqual(record, expected);
    break;
  }
  await sleep(1);
});

test("tries, LRU maps and unions, from both sides", { skip }, () => {
  const routes = lpmTrieMap({ key: ipv4Address, value: u32, maxEntries: 8 });
  const address = union({ v4: ipv4Address, v6: ipv6Address });
  const flows = lruHashMap({ key: struct({ address }), value: u64, maxEntries: 64 });
  const last = variable(address);
  const route = variable(u32);
  const scope = { routes, flows, last, route, ipv4 };
  const look = program("cgroup_skb/egress", scope, (skb, { routes, flows, last, route, ipv4 }, bpf) => {
    const header = bpf.header(skb, ipv4, 0);
    if (!header) return 1;
    const found = routes.lookup(header.destinationAddress);
    route.value = found ? found.value : 0;
    last.value.v4 = header.destinationAddress;
    const count = flows.lookupOrInsert({ address: { v4: header.destinationAddress } });
    if (count) count.value += 1;
    return 1;
  });
  using bpf = load({ routes, flows, last, route, look });
  bpf.maps.routes.set("10.1.0.0/16", 7).set("0.0.0.0/0", 1);
  bpf.programs.look.test({ data: frame, repeat: 2 });
  assert.equal(bpf.variables.route.value, 7);
  assert.equal(bpf.variables.last.value.v4, "10.1.2.3");
  assert.equal(bpf.maps.flows.get({ address: { v4: "10.1.2.3" } }), 2n);
  bpf.maps.routes.delete("10.1.0.0/16");
  bpf.programs.look.test({ data: frame });
  assert.equal(bpf.variables.route.value, 1);
});

test("addresses are text in user space, numbers and bytes in the kernel", { skip }, () => {
  const seen = variable(struct({ v4: ipv4Address, v6: ipv6Address, mac: macAddress, same: u8 }), {
    ...{ v4: "192.0.2.1", v6: "2001:db8::1", mac: "02:00:00:00:00:01", same: 0 },
  });
  const compare = program("cgroup_skb/egress", { seen }, (_skb, { seen }, bpf) => {
    const row = seen.value;
    if (row.v4 === bpf.ipv4("192.0.2.1")) row.same = row.same | 1;
    if (row.v6 === bpf.ipv6("2001:db8::1")) row.same = row.same | 2;
    if (row.mac === bpf.mac("02:00:00:00:00:01")) row.same = row.same | 4;
    row.v4 = row.v4 + 1;
    return 1;
  });
  using bpf = load({ seen, compare });
  bpf.programs.compare.test({ data: frame });
  assert.deepEqual(bpf.variables.seen.value, {
    v4: "192.0.2.2",
    v6: "2001:db8::1",
    mac: "02:00:00:00:00:01",
    same: 7,
  });
});

test("a perf buffer gives records of all CPUs, and tells what was lost", { skip, timeout }, async () => {
  const number = variable(u64);
  const records = perfEventArray({ value: struct({ number: u64, kind: u8 }) });
  const write = program("cgroup_skb/egress", { number, records }, (skb, { number, records }) => {
    number.value += 1;
    return records.output(skb, { number: number.value, kind: 3 }) === 0 ? 1 : 0;
  });
  using bpf = load({ number, records, write });
  assert.equal(bpf.programs.write.test({ data: frame }).returned, 0);
  assert.deepEqual(bpf.maps.records.drain(), []);
  setTimeout(() => bpf.programs.write.test({ data: frame, repeat: 3 }), 10);
  const seen: bigint[] = [];
  for await (const record of bpf.maps.records) {
    assert.equal(record.kind, 3);
    seen.push(record.number);
    if (seen.length === 3) break;
  }
  assert.deepEqual(seen, [2n, 3n, 4n]);
  // Far more than 16 pages hold; the loss is known of with the next record of the same CPU.
  bpf.programs.write.test({ data: frame, repeat: 5000 });
  let written = 5000;
  let kept = bpf.maps.records.drain().length;
  for (let tries = 0; tries < 1000 && kept + bpf.maps.records.lost !== written; tries += 1) {
    bpf.programs.write.test({ data: frame });
    written += 1;
    kept += bpf.maps.records.drain().length;
    await sleep(1);
  }
  assert.ok(bpf.maps.records.lost > 1000, `${bpf.maps.records.lost} lost`);
  assert.equal(kept + bpf.maps.records.lost, written);
});
