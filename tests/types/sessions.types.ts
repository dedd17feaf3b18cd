import {
  arrayMap,
  type BpfObject,
  bloomFilter,
  constant,
  hashMap,
  lpmTrieMap,
  lruHashMap,
  lruPerCpuHashMap,
  perCpuArrayMap,
  perCpuHashMap,
  perCpuVariable,
  perfEventArray,
  program,
  programArray,
  queueMap,
  ringBuffer,
  variable,
} from "../../src/index.ts";
import { bytes, ipv4Address, ipv6Address, struct, u16, u32, u64, union } from "../../src/schema/index.ts";
import { load, withSession } from "../../src/session/index.ts";

const traffic = struct({ packets: u64, bytes: u32 });
const definitions = {
  counts: arrayMap({ value: u64, maxEntries: 4 }),
  rows: perCpuArrayMap({ value: traffic, maxEntries: 4 }),
  byFlow: hashMap({ key: struct({ port: u16 }), value: traffic, maxEntries: 4 }),
  byPort: perCpuHashMap({ key: u16, value: u64, maxEntries: 4 }),
  total: variable(traffic),
  limit: constant(u32, 5),
  slots: perCpuVariable(u64),
  onEgress: program("cgroup_skb/egress", {}, () => 1),
  onFrame: program("xdp", {}, () => 2, { name: "on_frame" }),
  onSwitch: program("tracepoint/sched/sched_switch", {}, () => 0),
  onRaw: program("raw_tp/sched_switch", {}, () => 0),
  onSocket: program("socket", {}, () => 0),
  license: "GPL",
} as const;

{
  using bpf = load(definitions, { constants: { limit: 7 }, target: "v3" });
  const count: bigint = bpf.maps.counts.get(0);
  const row: { packets: bigint; bytes: number }[] = bpf.maps.rows.get(0);
  const sum: bigint = bpf.maps.rows.sum(0).packets;
  const bytes: number | undefined = bpf.maps.byFlow.get({ port: 5 })?.bytes;
  const perPort: bigint[] | undefined = bpf.maps.byPort.get(80);
  for (const [key, value] of bpf.maps.byFlow) console.log(key.port, value.packets + 1n);
  bpf.variables.total.value = { packets: 1n, bytes: 2 };
  const limit: number = bpf.variables.limit.value;
  const slots: bigint = bpf.variables.slots.sum();
  bpf.programs.onEgress.attach("/sys/fs/cgroup").close();
  bpf.programs.onFrame.attach("lo");
  bpf.programs.onFrame.attach("lo", { mode: "generic" });
  bpf.programs.onSwitch.attach();
  bpf.programs.onRaw.attach();
  bpf.programs.onSocket.attach(5);
  bpf.programs.onEgress.test({ data: new Uint8Array(64) });
  console.log(count, row, sum, bytes, perPort, limit, slots);
  // @ts-expect-error no such map
  bpf.maps.missing;
  // @ts-expect-error a variable is no map
  bpf.maps.total;
  // @ts-expect-error 64-bit values are bigints in user space
  const wrong: number = bpf.maps.counts.get(0);
  // @ts-expect-error the entry may be missing
  bpf.maps.byFlow.get({ port: 5 }).packets;
  // @ts-expect-error the key is a struct
  bpf.maps.byFlow.get(5);
  // @ts-expect-error arrays have indexes
  bpf.maps.counts.get("0");
  // @ts-expect-error a field is missing
  bpf.variables.total.value = { packets: 1n };
  // @ts-expect-error constants are fixed when they are loaded
  bpf.variables.limit.value = 5;
  // @ts-expect-error a per-CPU variable has no single value
  bpf.variables.slots.value;
  // @ts-expect-error the cgroup is missing
  bpf.programs.onEgress.attach();
  // @ts-expect-error cgroups have no XDP mode
  bpf.programs.onEgress.attach("/sys/fs/cgroup", { mode: "generic" });
  // @ts-expect-error no such mode
  bpf.programs.onFrame.attach("lo", { mode: "fast" });
  // @ts-expect-error the section says it all
  bpf.programs.onSwitch.attach("sched_switch");
  // @ts-expect-error a socket is attached to by its file descriptor
  bpf.programs.onSocket.attach("5");
  // @ts-expect-error a text is no definition
  bpf.programs.license;
  return_(wrong);
}

// @ts-expect-error no such constant
load(definitions, { constants: { limits: 7 } });
// @ts-expect-error a constant of the wrong type
load(definitions, { constants: { limit: "7" } });
// @ts-expect-error no such instruction set
load(definitions, { target: "v9" });
// @ts-expect-error a function is no definition
load({ count: () => 1 });

{
  using bpf = load<typeof definitions>("counters.bpf.o", { constants: { limit: 5 } });
  const count: bigint = bpf.maps.counts.get(0);
  bpf.programs.onEgress.attach("/sys/fs/cgroup");
  // @ts-expect-error no such map
  bpf.maps.missing;
  return_(count);
}
{
  using bpf = load<typeof import("../../examples/cgroup-count.bpf.ts")>("cgroup-count.bpf.o");
  const count: bigint = bpf.maps.pkt_count.get(0);
  bpf.programs.count_egress.attach("/sys/fs/cgroup");
  // @ts-expect-error nothing is attached to nothing
  bpf.programs.count_egress.attach();
  return_(count);
}
{
  using bpf = load("counters.bpf.o");
  bpf.programs.whatever.attach("/sys/fs/cgroup");
  return_(bpf.maps.whatever.get(0));
}
declare const object: BpfObject;
// @ts-expect-error what is compiled already has its instruction set
load("counters.bpf.o", { target: "v4" });
load(object).close();
load(new Uint8Array(5)).close();

{
  const address = union({ v4: ipv4Address, v6: ipv6Address });
  const others = {
    flows: lruHashMap({ key: struct({ address }), value: traffic, maxEntries: 4 }),
    perCpu: lruPerCpuHashMap({ key: u16, value: u64, maxEntries: 4 }),
    routes: lpmTrieMap({ key: ipv4Address, value: u64, maxEntries: 4 }),
    names: lpmTrieMap({ key: bytes(6), value: u64, maxEntries: 4 }),
    events: ringBuffer({ value: traffic, maxEntries: 4096 }),
    perf: perfEventArray({ value: traffic }),
    next: programArray({ maxEntries: 4 }),
    queue: queueMap({ value: u64, maxEntries: 4 }),
    seen: bloomFilter({ value: ipv4Address, maxEntries: 4 }),
    last: variable(address),
    onFrame: program("xdp", {}, () => 2),
  } as const;
  using bpf = load(others);
  bpf.maps.flows.set({ address: { v4: "10.0.0.1" } }, { packets: 1, bytes: 2 });
  for (const [key, { packets }] of bpf.maps.flows) console.log(key.address.v6, packets + 1n);
  const sum: bigint | undefined = bpf.maps.perCpu.sum(5);
  bpf.maps.routes.set("10.0.0.0/8", 5).delete("10.0.0.0/9");
  const route: bigint | undefined = bpf.maps.routes.match("10.0.0.1");
  for (const prefix of bpf.maps.routes.keys()) console.log(prefix.split("/"));
  bpf.maps.names.set({ prefixLength: 5, data: new Uint8Array(6) }, 5n);
  for await (const event of bpf.maps.events) console.log(event.packets + 1n, bpf.maps.events.lost);
  const drained: { bytes: number }[] = bpf.maps.events.drain();
  for await (const event of bpf.maps.perf) drained.push(event);
  const count: number = bpf.maps.events.drain((view, offset, length) => console.log(view.getUint8(offset), length));
  bpf.maps.next.set(0, bpf.programs.onFrame);
  bpf.maps.queue.push(5);
  const popped: bigint | undefined = bpf.maps.queue.pop();
  const seen: boolean = bpf.maps.seen.has("10.0.0.1");
  bpf.variables.last.value = { v6: "::1" };
  const text: string = bpf.variables.last.value.v4;
  return_([sum, route, drained, count, popped, seen, text, bpf.maps.perf.info()]);
  // @ts-expect-error a union takes one member
  bpf.maps.flows.get({ address: { v4: "10.0.0.1", v6: "::1" } });
  // @ts-expect-error the length is missing
  bpf.maps.routes.get("10.0.0.1");
  // @ts-expect-error data has no length
  bpf.maps.routes.match(5);
  // @ts-expect-error what is no address is an object
  bpf.maps.names.get("00/5");
  // @ts-expect-error a ring buffer has no keys
  bpf.maps.events.get(5);
  // @ts-expect-error a number is no program
  bpf.maps.next.set(0, 5);
  // @ts-expect-error a filter gives nothing back
  bpf.maps.seen.get("10.0.0.1");
}

const result: Promise<bigint> = withSession(definitions, async (bpf) => {
  bpf.programs.onEgress.attach("/sys/fs/cgroup");
  // @ts-expect-error no such program
  bpf.programs.onIngress.attach("/sys/fs/cgroup");
  return bpf.maps.counts.get(0);
});
withSession("counters.bpf.o", (bpf) => bpf.maps.whatever.get(0));
// @ts-expect-error what to do with it is missing
withSession(definitions);

function return_(value: unknown): void {
  console.log(value);
}

export { result };
