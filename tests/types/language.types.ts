import {
  arrayMap,
  be16,
  be32,
  bits,
  bloomFilter,
  bytes,
  chars,
  context,
  ethernet,
  hashMap,
  icmp,
  ipv4,
  ipv4Address,
  ipv6,
  ipv6Address,
  type ListItem,
  lpmTrieMap,
  lruHashMap,
  lruPerCpuHashMap,
  macAddress,
  perfEventArray,
  program,
  programArray,
  queueMap,
  ringBuffer,
  spinLock,
  stackMap,
  struct,
  subprogram,
  tcp,
  u8,
  u32,
  u64,
  union,
  variable,
} from "../../src/index.ts";

const hits = variable(u64);

// A place of 64 bits takes numbers and bigints, and is a number whatever was stored there before.
const doubles = hashMap({ key: u64, value: u64, maxEntries: 8 });
program("cgroup_skb/egress", { hits, doubles, step: 5n }, (skb, { hits, doubles, step }, bpf) => {
  hits.value = 1n;
  hits.value += step;
  hits.value += skb.len;
  hits.value = skb.len > 5;
  hits.value -= 1;
  const row = doubles.lookup(1n);
  if (row) {
    row.value = 1n << 40n;
    row.value += step;
  }
  // @ts-expect-error text is no integer
  hits.value = "1";
  // @ts-expect-error a variable is no integer
  hits.value = hits;
  // @ts-expect-error undefined is no integer
  hits.value = undefined;
  // @ts-expect-error nothing is done with it, and it may be missing
  hits.value = doubles.lookup(2);
  // @ts-expect-error TypeScript has no sum of a number and a bigint
  hits.value += 1n;
  hits.value += bpf.u64(1n);
  return 1;
});

// Packets.
program("cgroup_skb/egress", { hits, ipv4, ipv6, tcp, be16 }, (skb, { hits, ipv4, ipv6, tcp, be16 }, bpf) => {
  const ip = bpf.header(skb, ipv4, 0);
  if (!ip) return 1;
  if (ip.version === 4 && ip.sourceAddress === bpf.ipv4("10.0.0.1")) hits.value += ip.totalLength;
  const segment = bpf.header(skb, tcp, ip.headerLength * 4);
  if (segment?.syn && segment.destinationPort === 443) return 0;
  const copy = bpf.load(skb, ipv6, 0);
  if (copy) copy.hopLimit = 5;
  if (copy && copy.sourceAddress === bpf.ipv6("::1")) return 0;
  const port = bpf.load(skb, be16, 22);
  if (port && port.value === 53) return 0;
  // @ts-expect-error the packet may be shorter
  hits.value += bpf.header(skb, ipv4, 0).totalLength;
  // @ts-expect-error packets of this program type are read-only
  ip.timeToLive = 5;
  // @ts-expect-error packets of this program type are read-only
  bpf.header(skb, be16, 2).value = 5;
  // @ts-expect-error no such field
  hits.value += ip.ttl;
  // @ts-expect-error a scalar is in a box
  if (port === 53) return 0;
  // @ts-expect-error the context comes first
  bpf.header(ipv4, 0);
  // @ts-expect-error a definition is no schema
  bpf.header(skb, hits, 0);
  return 1;
});

program("xdp", { ethernet, icmp, macAddress }, (frame, { ethernet, icmp, macAddress }, bpf) => {
  const header = bpf.header(frame, ethernet, 0);
  if (!header) return bpf.XDP_DROP;
  header.destination = header.source;
  header.destination[0] = 2;
  if (header.source === bpf.mac("02:00:00:00:00:01")) return bpf.XDP_DROP;
  const ping = bpf.header(frame, icmp, 34);
  if (ping) ping.body.echo.identifier += 1;
  const address = bpf.header(frame, macAddress, 0);
  if (address) address[0] = 2;
  // @ts-expect-error no such member
  if (ping) ping.body.ech.identifier = 1;
  // @ts-expect-error bytes are no text in the kernel
  header.source = "02:00:00:00:00:01";
  return bpf.XDP_TX;
});

program("socket", { tcp }, (skb, { tcp }, bpf) => {
  const segment = bpf.load(skb, tcp, 34);
  // @ts-expect-error socket filters have no direct access
  bpf.header(skb, tcp, 34);
  return segment ? segment.window : 0;
});

program("tracepoint/sched/sched_switch", { tcp }, (event, { tcp }, bpf) => {
  // @ts-expect-error tracepoints have no packet
  bpf.load(event, tcp, 0);
});

// Memory, constants and loops.
const event = struct({ pid: u32, name: chars(16), kind: bits(u8, 3), more: bits(u8, 5) });
const address = union({ v4: ipv4Address, v6: ipv6Address });
program("cgroup_skb/egress", { hits, event, u64, address }, (skb, { hits, event, u64, address }, bpf) => {
  const row = bpf.zeroed(event);
  row.kind = 5;
  row.kind += row.more;
  const big = bpf.scratch(event);
  big.pid = row.pid;
  const box = bpf.zeroed(u64);
  box.value = 5;
  for (const i of bpf.range(skb.len)) hits.value += i;
  const end = bpf.zeroed(address);
  end.v4 = bpf.ipv4("1.2.3.4");
  end.v6[0] = 1;
  // @ts-expect-error a bit field is a number
  row.kind = "x";
  // @ts-expect-error no such member
  end.v5 = 1;
  return 1;
});

// Maps.
const byAddress = lruHashMap({ key: ipv4Address, value: u64, maxEntries: 10 });
const perCpu = lruPerCpuHashMap({ key: struct({ address }), value: event, maxEntries: 10 });
const networks = lpmTrieMap({ key: ipv4Address, value: event, maxEntries: 10 });
const prefixes = lpmTrieMap({ key: struct({ interface: be32, address: ipv6Address }), value: u32, maxEntries: 10 });
program(
  "cgroup_skb/egress",
  { byAddress, perCpu, networks, prefixes },
  (skb, { byAddress, perCpu, networks, prefixes }, bpf) => {
    const count = byAddress.lookupOrInsert(skb.remote_ip4);
    if (count) count.value += 1;
    const row = perCpu.lookup({ address: { v4: skb.remote_ip4 } });
    if (row) row.pid = 1;
    const network = networks.lookup(skb.remote_ip4);
    if (network) network.pid += 1;
    const prefix = prefixes.lookup({ interface: skb.ifindex, address: bpf.ipv6("::1") });
    if (prefix) prefix.value += 1;
    // @ts-expect-error a union has one member
    perCpu.lookup({ address: { v4: 1, v6: bpf.ipv6("::1") } });
    // @ts-expect-error the entry may be missing
    networks.lookup(skb.remote_ip4).pid += 1;
    // @ts-expect-error kernel functions look up, user space fills
    networks.update(skb.remote_ip4, row);
    // @ts-expect-error the key is a number
    networks.lookup("10.0.0.1");
    return 1;
  },
);

const events = ringBuffer({ value: event, maxEntries: 4096 });
const pids = ringBuffer({ value: u32, maxEntries: 4096 });
const perf = perfEventArray({ value: event });
const next = programArray({ maxEntries: 2 });
const queue = queueMap({ value: u64, maxEntries: 4 });
const stack = stackMap({ value: event, maxEntries: 4 });
const seen = bloomFilter({ value: u32, maxEntries: 4 });
program(
  "tracepoint/sched/sched_process_exec",
  { events, pids, perf, next, queue, stack, seen },
  (context, { events, pids, perf, next, queue, stack, seen }, bpf) => {
    const record = events.reserve();
    if (!record) return 0;
    record.pid = context.pid;
    bpf.get_current_comm(record.name);
    if (record.pid === 0) events.discard(record);
    else events.submit(record);
    const pid = pids.reserve();
    if (pid) {
      pid.value = 5;
      pids.submit(pid);
    }
    const status: number = pids.output(5) + events.output({ pid: 1 }) + perf.output(context, { pid: 5 });
    const popped = queue.pop();
    if (popped) queue.push(popped.value + 1, "exist");
    const top = stack.peek();
    if (top) stack.push(top);
    if (!seen.has(5)) seen.add(5);
    next.tailCall(context, 1);
    // @ts-expect-error the buffer may be full
    events.reserve().pid = 5;
    // @ts-expect-error a record of another buffer
    events.submit(pid);
    // @ts-expect-error a perf buffer needs the context
    perf.output({ pid: 5 });
    // @ts-expect-error the queue may be empty
    queue.push(queue.pop().value);
    // @ts-expect-error queues have no such flag
    queue.push(5, "noexist");
    // @ts-expect-error a ring buffer has no keys
    events.lookup(5);
    // @ts-expect-error a filter can't be asked for a value
    seen.lookup(5);
    // @ts-expect-error the context is missing
    next.tailCall(1);
    return status;
  },
);

// Lists, subprograms.
const ports = [80, 443];
const maps = [hashMap({ key: u32, value: u64, maxEntries: 1 }), hashMap({ key: u32, value: u64, maxEntries: 2 })];
program(
  "cgroup_skb/egress",
  { ports, sizes: [1n, 2n], names: ["a", "b"], maps },
  (skb, { ports, sizes, names, maps }) => {
    for (const port of ports) if (skb.remote_port === port) return 0;
    for (const size of sizes) if (skb.len === size) return 0;
    for (const name of names) if (name === "a") return 1;
    for (const map of maps) {
      const row = map.lookup(5);
      if (row) row.value += 1;
    }
    // @ts-expect-error a list is fixed
    ports.push(5);
    return 1;
  },
);
const mixed: readonly ListItem[] = ports;
// @ts-expect-error lists of lists have no use
program("xdp", { lists: [[1]] }, () => 2);
// @ts-expect-error a list of objects
program("xdp", { list: [{ a: 1 }] }, () => 2);

const classify = subprogram([u32, ipv4, bytes(4)], { hits }, (port, header, data, { hits }, bpf) => {
  hits.value += bpf.ktime_get_ns();
  data[0] = 1;
  // @ts-expect-error a number is no struct
  port.version;
  return header.version === 4 && port > 5;
});
const onFrame = subprogram([context("xdp"), u8], {}, (frame, size, _scope, bpf) => {
  if (frame.rx_queue_index > size) return;
  bpf.xdp_adjust_head(frame, 5);
  // @ts-expect-error a helper of packets in the network stack
  bpf.skb_cgroup_id(frame);
});
const none = subprogram([], { classify }, () => 5);
program(
  "xdp",
  { classify, onFrame, none, ipv4, bytes4: bytes(4) },
  (frame, { classify, onFrame, none, ipv4, bytes4 }, bpf) => {
    const header = bpf.header(frame, ipv4, 14);
    const data = bpf.header(frame, bytes4, 0);
    if (!header || !data) return bpf.XDP_PASS;
    const verdict: boolean = classify(443, header, data);
    onFrame(frame, 5n);
    const five: number = none();
    // @ts-expect-error an argument is missing
    classify(443, header);
    // @ts-expect-error text is no number
    classify("443", header, data);
    // @ts-expect-error a context is no struct
    classify(443, frame, data);
    // @ts-expect-error it returns nothing
    const nothing: number = onFrame(frame, 5);
    return verdict && nothing < five ? 1 : 2;
  },
);
// @ts-expect-error there are five registers for arguments
subprogram([u8, u8, u8, u8, u8, u8], {}, () => 0);
// @ts-expect-error text is no result
subprogram([], {}, () => "x");
// @ts-expect-error no such section
context("xpd");

// Schemas in user space.
const flow = struct({
  from: ipv4Address,
  to: ipv6Address,
  mac: macAddress,
  tos: bits(be16, 3),
  rest: bits(be16, 13),
  address,
});
const decoded = flow.decode(new Uint8Array(64));
const texts: string[] = [decoded.from, decoded.to, decoded.mac, decoded.address.v4, decoded.address.v6];
const wide = struct({ a: bits(u64, 60), b: bits(u64, 4) });
const sum: bigint = wide.decode(new Uint8Array(8)).a;
address.encode({ v4: "1.2.3.4" });
variable(struct({ kind: u8, address }), { kind: 4, address: { v6: "::1" } });
variable(address, address.decode(new Uint8Array(16)));
// @ts-expect-error a union takes one member
variable(address, { v4: "1.2.3.4", v6: "::1" });
// @ts-expect-error a union takes one member
variable(address, {});
// @ts-expect-error what is read from a union can't be changed in place
address.decode(new Uint8Array(16)).v4 = "1.2.3.4";
// @ts-expect-error an address is text
variable(ipv4Address, 0x0a000001);
// @ts-expect-error only unsigned integers have bit fields
bits(chars(4), 3);
// @ts-expect-error a ring buffer has no keys
ringBuffer({ key: u32, value: u32, maxEntries: 4096 });
// @ts-expect-error a trie has keys
lpmTrieMap({ value: u32, maxEntries: 5 });
// @ts-expect-error arrays of maps are no maps
arrayMap({ value: maps, maxEntries: 4 });

export { mixed, sum, texts };

// Locks are the kernel's alone.
const locked = hashMap({ key: u32, value: struct({ lock: spinLock, tokens: u64 }), maxEntries: 8 });
program("cgroup_skb/egress", { locked }, (_skb, { locked }, bpf) => {
  const row = locked.lookup(1);
  if (!row) return 1;
  bpf.spin_lock(row.lock);
  bpf.spin_unlock(row.lock);
  // @ts-expect-error no lock
  bpf.spin_lock(row.tokens);
  // @ts-expect-error a lock is no number
  row.tokens = row.lock;
  locked.update(1, { tokens: 5 });
  // @ts-expect-error nobody writes a lock
  locked.update(1, { lock: 0, tokens: 5 });
  return 1;
});
const lockedValue = locked.value.decode(new Uint8Array(16));
const lockedTokens: bigint = lockedValue.tokens;
// @ts-expect-error user space has no locks
lockedValue.lock;
locked.value.encode({ tokens: lockedTokens });
