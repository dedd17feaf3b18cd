import { edge, FunctionBuilder } from "../../ir/builder.ts";
import type { Block, IrFunction, Value } from "../../ir/ir.ts";

/** A map that a program refers to, as `BPF_MAP_CREATE` wants it. */
export interface BaselineMap {
  /** `enum bpf_map_type`. */
  readonly mapType: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
}

export interface BaselineProgram {
  readonly name: string;
  /** Slots of 8 bytes that it may take on v3. */
  readonly slots: number;
  /** What clang-19 -O2 -mcpu=v3 makes of the same in C. */
  readonly clang: number;
  /** `enum bpf_prog_type`. */
  readonly programType: number;
  readonly maps: Readonly<Record<string, BaselineMap>>;
  readonly build: () => IrFunction;
}

const [TRACEPOINT, XDP, CGROUP_SKB] = [5, 6, 8];
const [HASH, ARRAY, PER_CPU_HASH, RING_BUFFER] = [1, 2, 5, 27];

function map(mapType: number, keySize: number, valueSize: number, maxEntries: number): BaselineMap {
  return { mapType, keySize, valueSize, maxEntries };
}

/** The usual small programs, in the IR that a plain front end makes of them. */
export const baselinePrograms: readonly BaselineProgram[] = [
  {
    name: "an atomic counter at a known address",
    slots: 5,
    clang: 6,
    programType: CGROUP_SKB,
    maps: { hits: map(ARRAY, 4, 8, 1) },
    build: atomicCounter,
  },
  {
    name: "one padded counter for each processor",
    slots: 11,
    clang: 11,
    programType: CGROUP_SKB,
    maps: { ".bss": map(ARRAY, 4, 64 * 256, 1) },
    build: processorCounter,
  },
  {
    name: "a counter behind a lookup",
    slots: 11,
    clang: 12,
    programType: CGROUP_SKB,
    maps: { counts: map(ARRAY, 4, 8, 1) },
    build: lookedUpCounter,
  },
  {
    name: "packets and bytes by cgroup",
    slots: 32,
    clang: 35,
    programType: CGROUP_SKB,
    maps: { cgroups: map(PER_CPU_HASH, 8, 16, 64) },
    build: byCgroup,
  },
  { name: "dropping TCP packets to a port", slots: 26, clang: 29, programType: XDP, maps: {}, build: dropPort },
  {
    name: "a SYN flood filter",
    slots: 76,
    clang: 85,
    programType: XDP,
    maps: { stats: map(ARRAY, 4, 8, 3), syns: map(HASH, 4, 8, 64) },
    build: synFlood,
  },
  {
    name: "an event for each exec",
    slots: 32,
    clang: 32,
    programType: TRACEPOINT,
    maps: { events: map(RING_BUFFER, 0, 0, 4096) },
    build: execEvents,
  },
];

function start(): { b: FunctionBuilder; context: Value; number: (value: number) => Value } {
  const b = new FunctionBuilder("program", ["pointer"]);
  return { b, context: b.parameter(0), number: (value) => b.const(value) };
}

function atomicCounter(): IrFunction {
  const { b, number } = start();
  b.atomic("add", 8, b.address({ kind: "mapValue", map: "hits", offset: 0 }), 0, number(1));
  b.return(number(1));
  return b.fn;
}

function processorCounter(): IrFunction {
  const { b, number } = start();
  const processor = b.helper("get_smp_processor_id", 8, [], { pure: true });
  const offset = b.binary("mul", b.binary("and", processor, number(255)), number(64));
  const place = b.binary("add", b.address({ kind: "data", section: ".bss", offset: 0 }), offset);
  b.store(8, place, 0, b.binary("add", b.load(8, place), number(1)));
  b.return(number(1));
  return b.fn;
}

/** Looks a key up; the current block is then the one where it was found, and `missing` the other. */
function lookup(b: FunctionBuilder, map: string, key: Value, missing: Block): Value {
  const value = b.helper("map_lookup_elem", 1, [b.address({ kind: "map", map }), key], { type: "pointer" });
  const found = b.block();
  b.branch("ne", value, b.const(0), found, missing);
  b.switchTo(found);
  return value;
}

/** Adds one to element `index` of an array map, if it is there. */
function bump(b: FunctionBuilder, map: string, index: number): void {
  const key = b.stackSlot(`key${b.fn.stackSlots.length}`, 4, 4);
  b.store(4, b.stackAddress(key), 0, b.const(index));
  const after = b.block();
  b.atomic("add", 8, lookup(b, map, b.stackAddress(key), after), 0, b.const(1));
  b.jump(after);
  b.switchTo(after);
}

function lookedUpCounter(): IrFunction {
  const { b, number } = start();
  bump(b, "counts", 0);
  b.return(number(1));
  return b.fn;
}

function byCgroup(): IrFunction {
  const { b, context, number } = start();
  const id = b.stackSlot("id", 8, 8);
  b.store(8, b.stackAddress(id), 0, b.helper("skb_cgroup_id", 79, [context]));
  const [count, insert, leave] = [b.block(["pointer"]), b.block(), b.block()];
  const first = lookup(b, "cgroups", b.stackAddress(id), insert);
  b.jump(count, [first]);
  b.switchTo(insert);
  const zero = b.stackSlot("zero", 16, 8);
  for (const offset of [0, 8]) b.store(8, b.stackAddress(zero), offset, number(0));
  const map = b.address({ kind: "map", map: "cgroups" });
  b.helper("map_update_elem", 2, [map, b.stackAddress(id), b.stackAddress(zero), number(1)]);
  const second = lookup(b, "cgroups", b.stackAddress(id), leave);
  b.jump(count, [second]);
  b.switchTo(leave);
  b.return(number(1));
  b.switchTo(count);
  const [row] = count.parameters as [Value];
  b.store(8, row, 0, b.binary("add", b.load(8, row, 0), number(1)));
  b.store(8, row, 8, b.binary("add", b.load(8, row, 8), b.load(4, context, 0)));
  b.return(number(1));
  return b.fn;
}

/** The usual steps to the TCP header; what does not fit passes. */
function tcpHeader(b: FunctionBuilder, context: Value, pass: Block, afterEthernet: () => void = () => {}) {
  const data = b.load(4, context, 0, { type: "pointer" });
  const end = b.load(4, context, 4, { type: "pointer" });
  const proceed = (predicate: "ugt" | "ne" | "ult", left: Value, right: Value) => {
    const next = b.block();
    b.branch(predicate, left, right, pass, next);
    b.switchTo(next);
  };
  afterEthernet();
  proceed("ugt", b.binary("add", data, b.const(14)), end);
  proceed("ne", b.swap(b.load(2, data, 12), 16), b.const(0x800));
  const ip = b.binary("add", data, b.const(14));
  proceed("ugt", b.binary("add", ip, b.const(20)), end);
  proceed("ne", b.load(1, ip, 9), b.const(6));
  const length = b.binary("mul", b.binary("and", b.load(1, ip, 0), b.const(15)), b.const(4));
  proceed("ult", length, b.const(20));
  const tcp = b.binary("add", ip, length);
  proceed("ugt", b.binary("add", tcp, b.const(20)), end);
  return { ip, tcp, proceed };
}

function dropPort(): IrFunction {
  const { b, context, number } = start();
  const pass = b.block();
  const { tcp } = tcpHeader(b, context, pass);
  const result = b.block(["integer"]);
  const port = b.swap(b.load(2, tcp, 2), 16);
  b.branch("eq", port, number(9999), edge(result, [number(1)]), edge(result, [number(2)]));
  b.switchTo(result);
  b.return(result.parameters[0]);
  b.switchTo(pass);
  b.return(number(2));
  return b.fn;
}

function synFlood(): IrFunction {
  const { b, context, number } = start();
  const pass = b.block();
  const { ip, tcp, proceed } = tcpHeader(b, context, pass, () => bump(b, "stats", 0));
  const flags = b.load(1, tcp, 13);
  const isSyn = b.block();
  b.branch("set", flags, number(2), isSyn, pass);
  b.switchTo(isSyn);
  proceed("ne", b.binary("and", flags, number(16)), number(0));
  bump(b, "stats", 1);
  const source = b.stackSlot("source", 4, 4);
  b.store(4, b.stackAddress(source), 0, b.load(4, ip, 12));
  const isNew = b.block();
  const count = lookup(b, "syns", b.stackAddress(source), isNew);
  b.atomic("add", 8, count, 0, number(1));
  const flood = b.block();
  b.branch("ugt", b.load(8, count, 0), number(100), flood, pass);
  b.switchTo(flood);
  bump(b, "stats", 2);
  b.return(number(1));
  b.switchTo(isNew);
  const one = b.stackSlot("one", 8, 8);
  b.store(8, b.stackAddress(one), 0, number(1));
  const map = b.address({ kind: "map", map: "syns" });
  b.helper("map_update_elem", 2, [map, b.stackAddress(source), b.stackAddress(one), number(0)]);
  b.jump(pass);
  b.switchTo(pass);
  b.return(number(2));
  return b.fn;
}

function execEvents(): IrFunction {
  const { b, context, number } = start();
  const none = b.block();
  const ring = b.address({ kind: "map", map: "events" });
  const event = b.helper("ringbuf_reserve", 131, [ring, number(160), number(0)], { type: "pointer" });
  const filled = b.block();
  b.branch("ne", event, number(0), filled, none);
  b.switchTo(filled);
  b.store(4, event, 0, b.binary("lshr", b.helper("get_current_pid_tgid", 14, []), number(32)));
  b.store(4, event, 4, b.helper("get_current_uid_gid", 15, []));
  b.store(8, event, 8, b.helper("ktime_get_ns", 5, []));
  b.helper("get_current_comm", 16, [b.binary("add", event, number(16)), number(16)]);
  const location = b.binary("and", b.load(4, context, 8), number(0xffff));
  const name = b.binary("add", event, number(32));
  b.helper("probe_read_kernel_str", 115, [name, number(128), b.binary("add", context, location)]);
  b.helper("ringbuf_submit", 132, [event, number(0)], { type: undefined });
  b.jump(none);
  b.switchTo(none);
  b.return(number(0));
  return b.fn;
}
