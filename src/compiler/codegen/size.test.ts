import assert from "node:assert/strict";
import { test } from "node:test";
import { edge, FunctionBuilder } from "../ir/builder.ts";
import type { Block, IrFunction, Value } from "../ir/ir.ts";
import { optimize } from "../optimize/index.ts";
import { generate } from "./index.ts";

/** Slots of 8 bytes on v3, and what clang-19 -O2 -mcpu=v3 makes of the same in C. */
const programs: [name: string, most: number, clang: number, build: () => IrFunction][] = [
  ["an atomic counter at a known address", 5, 6, atomicCounter],
  ["one padded counter for each processor", 11, 11, processorCounter],
  ["a counter behind a lookup", 11, 12, lookedUpCounter],
  ["packets and bytes by cgroup", 32, 35, byCgroup],
  ["dropping TCP packets to a port", 26, 29, dropPort],
  ["a SYN flood filter", 76, 85, synFlood],
  ["an event for each exec", 32, 32, execEvents],
];
for (const [name, most, clang, build] of programs) {
  test(`${name} takes ${most} slots (clang: ${clang})`, () => {
    const fn = build();
    optimize(fn, { validate: true });
    const slots = generate(fn, { target: "v3" }).code.length / 8;
    assert.ok(slots <= most, `${slots} slots`);
    assert.ok(most <= clang);
  });
}

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
