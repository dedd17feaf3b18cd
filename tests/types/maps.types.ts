import {
  arrayMap,
  type ConstantDefinition,
  constant,
  devMap,
  hashMap,
  perCpuArrayMap,
  perCpuHashMap,
  perCpuVariable,
  program,
  socketStorage,
  sockHash,
  sockMap,
  taskStorage,
  type VariableDefinition,
  variable,
} from "../../src/define/index.ts";
import {
  array,
  be16,
  bool,
  bytes,
  chars,
  struct,
  type U32,
  type U64,
  u8,
  u16,
  u32,
  u64,
} from "../../src/schema/index.ts";

const one = arrayMap({ value: u64, maxEntries: 1 });
const three = perCpuArrayMap({ value: u32, maxEntries: 3 });
const many = arrayMap({ value: u64, maxEntries: 256, flags: 0, mmap: true });
const traffic = struct({ packets: u64, bytes: u64 });
const flow = struct({ address: u32, port: be16, protocol: u8 });
const byFlow = hashMap({ key: flow, value: traffic, maxEntries: 100 });
const byPort = perCpuHashMap({ key: u16, value: u64, maxEntries: 100 });
const rows = arrayMap({ value: traffic, maxEntries: 2 });

program("cgroup_skb/egress", { one, three, many, rows }, (skb, { one, three, many, rows }) => {
  one[0] += 1;
  one[0]++;
  one[0] = skb.len;
  three[2] += one[0];
  rows[0].packets += 1;
  rows[1].bytes += skb.len;
  const found = many.lookup(skb.ifindex);
  if (found) found.value += 1;
  const row = rows.lookup(0);
  if (!row) return 1;
  row.packets += 1;
  const status: number = one.update(0, 5n, "any");
  rows.update(0, { packets: 1 });
  // @ts-expect-error the map has one entry
  one[1] += 1;
  // @ts-expect-error the map has one entry
  one[1] = 5;
  // @ts-expect-error the map has three entries
  three[3] += 1;
  // @ts-expect-error an array map is no array
  one.push(1);
  // @ts-expect-error an array map is no array
  three.push(1);
  // @ts-expect-error an array map is no array
  three.map((x: number) => x);
  const index = skb.ifindex % 3;
  three[index]! += 1;
  // @ts-expect-error the index may be out of range
  three[index] += 1;
  // @ts-expect-error an array map's length does not change
  three.length = 4;
  // @ts-expect-error the index may be out of range
  many.lookup(3).value += 1;
  // @ts-expect-error a struct has no value
  row.value += 1;
  // @ts-expect-error no such field
  rows[0].pakets += 1;
  // @ts-expect-error no such flag
  one.update(0, 1, "sometimes");
  // @ts-expect-error a string is no number
  one[0] = "1";
  // @ts-expect-error entries of arrays can't be deleted
  one.delete(0);
  return status === 0 ? 1 : 0;
});

program("cgroup_skb/ingress", { byFlow, byPort }, (skb, { byFlow, byPort }) => {
  const key = { address: skb.remote_ip4, port: skb.remote_port, protocol: 6 };
  const row = byFlow.lookup(key);
  if (row) row.packets += 1;
  const other = byFlow.lookupOrInsert({ address: skb.remote_ip4 });
  if (!other) return 1;
  other.bytes += skb.len;
  byFlow.lookupOrInsert(key, { packets: 1n, bytes: skb.len });
  byFlow.update(key, { bytes: skb.len }, "noexist");
  const count = byPort.lookup(skb.local_port);
  if (count !== undefined) {
    count.value += 1;
    count.value = 5n;
  }
  if (byPort.delete(80) < 0) return 0;
  byPort.lookupOrInsert(443n, 0);
  // @ts-expect-error the entry may be missing
  byFlow.lookup(key).packets += 1;
  // @ts-expect-error the map may be full
  byPort.lookupOrInsert(80).value += 1;
  // @ts-expect-error the value is in the box
  if (count) skb.mark = count + 1;
  // @ts-expect-error the key is a struct
  byFlow.lookup(5);
  // @ts-expect-error the key is a number
  byPort.lookup("http");
  // @ts-expect-error the key has no such field
  byFlow.lookup({ adress: 1 });
  // @ts-expect-error the value has no such field
  byFlow.update(key, { packet: 1 });
  // @ts-expect-error a field of the wrong type
  byFlow.update(key, { packets: "1" });
  // @ts-expect-error the value is missing
  byFlow.update(key);
  // @ts-expect-error hash maps are not indexed
  byPort[0] += 1;
  // @ts-expect-error no such method
  byPort.get(0);
  return 1;
});

const event = struct({
  name: chars(16),
  address: bytes(4),
  parts: array(u32, 4),
  valid: bool,
  inner: struct({ port: be16 }),
});
const last = variable(event);
const flag = variable(bool, true);
const counter = variable(u64, 5);
const limit = constant(u32, 100);
const perCpu = perCpuVariable(traffic);
const perCpuCount = perCpuVariable(u64);

program(
  "cgroup_skb/egress",
  { last, flag, counter, limit, perCpu, perCpuCount, traffic, big: 5n, debug: false, text: "x" },
  (skb, { last, flag, counter, limit, perCpu, perCpuCount, traffic, big, debug, text }) => {
    counter.value += 1;
    counter.value = 2n ** 63n;
    counter.value = true;
    perCpu.value.packets += 1;
    perCpuCount.value++;
    last.value.inner.port = skb.remote_port;
    last.value.parts[3] = skb.len;
    last.value.address[0] = 1;
    last.value.valid = skb.len > limit.value;
    last.value = { name: "nginx", inner: { port: 1 } };
    if (last.value.name === "nginx") flag.value = false;
    if (flag.value && debug) return 1;
    const size: 16 | number = traffic.size;
    const literal: "x" = text;
    // @ts-expect-error a load-time constant is read-only
    limit.value = 5;
    // @ts-expect-error the array has four elements
    last.value.parts[4] = 1;
    // @ts-expect-error no such field
    last.value.inner.prt = 1;
    // @ts-expect-error the value is behind .value
    perCpu.packets += 1;
    // @ts-expect-error text is no number
    last.value.name = 5;
    // @ts-expect-error not in the scope
    counter.value += skb.missing;
    return counter.value > big + size && literal === "x" ? 1 : 0;
  },
);

const definition: VariableDefinition<U64> = counter;
const constantDefinition: ConstantDefinition<U32> = limit;
variable(traffic, { packets: 1, bytes: 2n });
// @ts-expect-error the wrong type of value
variable(u64, "5");
// @ts-expect-error the field is missing
variable(traffic, { packets: 1 });
// @ts-expect-error a constant needs its value
constant(u32);
// @ts-expect-error array maps have no key
arrayMap({ key: u32, value: u64, maxEntries: 1 });
// @ts-expect-error hash maps have a key
hashMap({ value: u64, maxEntries: 1 });
// @ts-expect-error the kernel's name for it is not ours
arrayMap({ value: u64, max_entries: 1 });
// @ts-expect-error only array maps can be mapped into memory
hashMap({ key: u32, value: u64, maxEntries: 1, mmap: true });
// @ts-expect-error a type is no schema
arrayMap({ value: Number, maxEntries: 1 });

export { constantDefinition, definition };

// Maps of sockets, devices and CPUs, and storages.
const sockets = sockMap({ maxEntries: 4 });
const peers = sockHash({ key: struct({ address: u32, port: u16 }), maxEntries: 4 });
const ports = devMap({ maxEntries: 4 });
const bySocket = socketStorage({ value: struct({ packets: u64 }) });
const byTask = taskStorage({ value: u32 });
program("sk_msg", { sockets, peers }, (message, { sockets, peers }) => {
  // @ts-expect-error the keys of the hash are structs
  peers.redirect(message, 5);
  if (message.size > 10) return sockets.redirect(message, 0);
  return peers.redirect(message, { address: message.remote_ip4, port: message.remote_port });
});
program("xdp", { ports }, (_frame, { ports }, bpf) => {
  // @ts-expect-error nothing to look up
  ports.lookup(0);
  return ports.redirect(0, bpf.XDP_PASS);
});
program("cgroup_skb/egress", { bySocket, byTask }, (skb, { bySocket, byTask }) => {
  const row = bySocket.lookupOrInsert(skb, { packets: 5 });
  // @ts-expect-error there may be no socket
  row.packets += 1;
  const count = byTask.lookupOrInsert(1);
  if (count) count.value += 1;
  return 1;
});
// @ts-expect-error sockets have no schema
sockMap({ maxEntries: 4, value: u32 });
// @ts-expect-error a storage has no limit
socketStorage({ value: u32, maxEntries: 4 });
