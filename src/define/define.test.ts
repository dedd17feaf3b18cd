import assert from "node:assert/strict";
import { test } from "node:test";
import { YodelError } from "../errors/index.ts";
import { mapLayout } from "../kernel/index.ts";
import { array, be64, bits, bytes, chars, ipv4Address, struct, u8, u32, u64 } from "../schema/index.ts";
import {
  arrayMap,
  bloomFilter,
  cgroupStorage,
  constant,
  context,
  devMap,
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
  type Scope,
  type ScopeValue,
  socketStorage,
  sockHash,
  sockMap,
  stackMap,
  subprogram,
  taskStorage,
  variable,
} from "./index.ts";

const traffic = struct({ packets: u64, bytes: u64 });

test("maps are plain frozen data", () => {
  const map = arrayMap({ value: u64, maxEntries: 4 });
  assert.deepEqual(map, { kind: "map", type: "array", key: undefined, value: u64, maxEntries: 4, flags: 0 });
  assert.equal(Object.isFrozen(map), true);
  assert.equal(arrayMap({ value: u64, maxEntries: 4, flags: 1, mmap: true }).flags, 1 | 1024);
  assert.equal(perCpuArrayMap({ value: u64, maxEntries: 4 }).type, "percpu_array");
  assert.equal(perCpuHashMap({ key: u32, value: traffic, maxEntries: 4 }).type, "percpu_hash");
  assert.deepEqual(hashMap({ key: u32, value: traffic, maxEntries: 4, flags: 1 }), {
    kind: "map",
    type: "hash",
    key: u32,
    value: traffic,
    maxEntries: 4,
    flags: 1,
  });
});

test("each map type has what the kernel demands, and no more", () => {
  const plain = { kind: "map", flags: 0 };
  assert.deepEqual(lruHashMap({ key: u32, value: u64, maxEntries: 4 }).type, "lru_hash");
  assert.deepEqual(lruPerCpuHashMap({ key: u32, value: u64, maxEntries: 4 }).type, "lru_percpu_hash");
  const trie = lpmTrieMap({ key: ipv4Address, value: u64, maxEntries: 4 });
  assert.deepEqual(trie, { ...plain, type: "lpm_trie", key: ipv4Address, value: u64, maxEntries: 4, flags: 1 });
  assert.deepEqual(mapLayout(trie).key, struct({ prefixLength: u32, data: ipv4Address }));
  const ring = ringBuffer({ value: traffic, maxEntries: 4096 });
  assert.deepEqual(ring, { ...plain, type: "ringbuf", key: undefined, value: traffic, maxEntries: 4096 });
  assert.deepEqual(mapLayout(ring), { key: undefined, value: undefined, record: traffic });
  assert.deepEqual(mapLayout(perfEventArray({ value: traffic })), { key: u32, value: u32, record: traffic });
  assert.deepEqual(mapLayout(programArray({ maxEntries: 3 })), { key: u32, value: u32, record: undefined });
  assert.deepEqual(mapLayout(queueMap({ value: u64, maxEntries: 3 })), {
    key: undefined,
    value: u64,
    record: undefined,
  });
  assert.equal(stackMap({ value: u64, maxEntries: 3 }).type, "stack");
  assert.equal(bloomFilter({ value: u64, maxEntries: 3 }).extra, undefined);
  assert.equal(bloomFilter({ value: u64, maxEntries: 3, hashFunctions: 7 }).extra, 7);
});

test("a subprogram keeps its arguments, its scope and the place where it was defined", () => {
  const fn = () => true;
  const definition = subprogram([u32, traffic, context("xdp")], { limit: 5 }, fn);
  assert.deepEqual(definition.arguments, [u32, traffic, { kind: "context", section: "xdp" }]);
  assert.deepEqual(definition.scope, { limit: 5 });
  assert.equal(definition.fn, fn);
  assert.match(definition.origin?.split("\n")[1] ?? "", /define\.test\.ts:\d+:\d+/);
  assert.deepEqual(program("xdp", { definition }, () => 2).scope, { definition });
});

test("a scope takes arrays of values of one kind", () => {
  const maps = [hashMap({ key: u32, value: u64, maxEntries: 1 }), hashMap({ key: u32, value: u32, maxEntries: 9 })];
  const scope = {
    ports: [80, 443],
    names: ["a", "b"],
    flags: [true],
    sizes: [1n],
    maps,
    none: [],
    counters: [variable(u64)],
  };
  assert.deepEqual(program("xdp", scope, () => 2).scope, scope);
});

test("variables keep their encoded first value", () => {
  assert.deepEqual(variable(u32), { kind: "variable", schema: u32, initial: undefined });
  assert.deepEqual(variable(u64, 5).initial, new Uint8Array([5, 0, 0, 0, 0, 0, 0, 0]));
  assert.deepEqual(constant(u8, 0).initial, new Uint8Array([0]));
  assert.deepEqual(variable(array(u8, 2), [1, 2]).initial, new Uint8Array([1, 2]));
  assert.deepEqual(perCpuVariable(traffic), { kind: "perCpuVariable", schema: traffic });
});

test("a program keeps its function, its scope and the place where it was defined", () => {
  const hits = variable(u64);
  const fn = () => 1 as const;
  const scope = { hits, limit: 5, big: 5n, debug: false, name: "x", traffic };
  const definition = program("cgroup_skb/egress", scope, fn, { name: "count" });
  assert.equal(definition.section, "cgroup_skb/egress");
  assert.equal(definition.fn, fn);
  assert.deepEqual(definition.scope, scope);
  assert.equal(definition.name, "count");
  assert.match(definition.origin?.split("\n")[1] ?? "", /define\.test\.ts:\d+:\d+/);
  assert.equal(Object.isFrozen(definition), true);
});

test("defining a program leaves the length of stack traces alone", () => {
  const before = Error.stackTraceLimit;
  program("xdp", {}, () => 2);
  assert.equal(Error.stackTraceLimit, before);
});

test("defining a program takes microseconds", () => {
  const once = () => program("cgroup_skb/egress", {}, () => 1);
  for (let i = 0; i < 2000; i++) once();
  const times = Array.from({ length: 200 }, () => {
    const start = performance.now();
    once();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  assert.ok((times[100] ?? 0) < 0.1, `median ${times[100]} ms`);
});

/** JavaScript users have no type checker: what it would refuse, and more, must fail with a message that helps. */
const loose = {
  arrayMap: arrayMap as (options?: unknown) => unknown,
  hashMap: hashMap as (options?: unknown) => unknown,
  perCpuArrayMap: perCpuArrayMap as (options?: unknown) => unknown,
  variable: variable as (...values: unknown[]) => unknown,
  constant: constant as (...values: unknown[]) => unknown,
  perCpuVariable: perCpuVariable as (...values: unknown[]) => unknown,
  program: program as unknown as (...values: unknown[]) => unknown,
  subprogram: subprogram as unknown as (...values: unknown[]) => unknown,
  context: context as (section: unknown) => unknown,
  lpmTrieMap: lpmTrieMap as (options?: unknown) => unknown,
  ringBuffer: ringBuffer as (options?: unknown) => unknown,
  perfEventArray: perfEventArray as (options?: unknown) => unknown,
  programArray: programArray as (options?: unknown) => unknown,
  queueMap: queueMap as (options?: unknown) => unknown,
  bloomFilter: bloomFilter as (options?: unknown) => unknown,
  sockMap: sockMap as (options?: unknown) => unknown,
  sockHash: sockHash as (options?: unknown) => unknown,
  devMap: devMap as (options?: unknown) => unknown,
  socketStorage: socketStorage as (options?: unknown) => unknown,
  taskStorage: taskStorage as (options?: unknown) => unknown,
  cgroupStorage: cgroupStorage as (options?: unknown) => unknown,
};
const pass = () => 1;

const mistakes: readonly (readonly [what: string, define: () => unknown, message: RegExp])[] = [
  ["no options", () => loose.arrayMap(), /arrayMap: options are missing/],
  ["no entries", () => loose.arrayMap({ value: u64, maxEntries: 0 }), /maxEntries must be an integer .* got 0/],
  ["half an entry", () => loose.arrayMap({ value: u64, maxEntries: 1.5 }), /got 1\.5/],
  ["entries as a bigint", () => loose.hashMap({ key: u32, value: u64, maxEntries: 5n }), /got 5n/],
  ["too many entries", () => loose.arrayMap({ value: u64, maxEntries: 2 ** 32 }), /got 4294967296/],
  ["no number of entries", () => loose.arrayMap({ value: u64 }), /maxEntries must be .* got undefined/],
  ["a key for an array", () => loose.arrayMap({ key: u32, value: u64, maxEntries: 1 }), /an array map has no key/],
  ["the kernel's spelling", () => loose.arrayMap({ value: u64, max_entries: 1 }), /no option 'max_entries'/],
  [
    "a value that is no schema",
    () => loose.arrayMap({ value: Number, maxEntries: 1 }),
    /value must be a schema, got a f/,
  ],
  ["no key", () => loose.hashMap({ value: u64, maxEntries: 1 }), /key must be a schema, got undefined/],
  ["a key too large", () => loose.hashMap({ key: bytes(513), value: u64, maxEntries: 1 }), /key of 513 bytes/],
  ["a per-CPU value too large", () => loose.perCpuArrayMap({ value: bytes(32769), maxEntries: 1 }), /32769 bytes/],
  ["flags that are no number", () => loose.arrayMap({ value: u64, maxEntries: 1, flags: "x" }), /flags must be/],
  ["a first value out of range", () => loose.variable(u8, 256), /variable: value: 256 is not a u8/],
  ["a first value of the wrong type", () => loose.variable(u64, "5"), /variable: value: u64 needs an integer/],
  ["text too long", () => loose.variable(chars(4), "nginx"), /take 6 of 4 bytes/],
  ["a field too much", () => loose.variable(traffic, { packets: 1, bytes: 1, flows: 1 }), /no field 'flows'/],
  ["a variable without schema", () => loose.variable(5), /must be a schema, got 5/],
  ["a constant without value", () => loose.constant(u32), /constant: the value is missing/],
  ["a per-CPU variable without schema", () => loose.perCpuVariable(), /must be a schema, got undefined/],
  ["no function", () => loose.program("xdp", {}), /the third argument must be a function, got undefined/],
  ["a bound function", () => loose.program("xdp", {}, pass.bind(null)), /no source text/],
  ["a native function", () => loose.program("xdp", {}, Math.max), /no source text/],
  ["no scope", () => loose.program("xdp", pass), /the scope must be an object, got a function/],
  [
    "an undefined value in the scope",
    () => loose.program("xdp", { hits: undefined }, pass),
    /'hits' in the scope is un/,
  ],
  ["a function in the scope", () => loose.program("xdp", { now: Date.now }, pass), /'now' in the scope is a function/],
  ["an object in the scope", () => loose.program("xdp", { limits: {} }, pass), /'limits' in the scope is an object/],
  ["a bad name", () => loose.program("xdp", {}, pass, { name: "a-b" }), /the name "a-b"/],
  ["an unknown option", () => loose.program("xdp", {}, pass, { nam: "a" }), /no option 'nam'/],
  ["an unknown section", () => loose.program("xpd", {}, pass), /no program type has the section "xpd"/],
  [
    "a list of mixed values",
    () => loose.program("xdp", { a: [1, "x"] }, pass),
    /'a' in the scope mixes number and string/,
  ],
  [
    "a list of different maps",
    () => {
      const maps = [arrayMap({ value: u64, maxEntries: 1 }), queueMap({ value: u64, maxEntries: 1 })];
      loose.program("xdp", { maps }, pass);
    },
    /mixes array maps and queue maps/,
  ],
  ["a list of lists", () => loose.program("xdp", { a: [[1]] }, pass), /'a\[0\]' in the scope is an array/],
  ["a list of schemas", () => loose.program("xdp", { a: [u64] }, pass), /'a\[0\]' in the scope is a schema/],
  ["a list with a hole", () => loose.program("xdp", { a: [1, undefined] }, pass), /'a\[1\]' in the scope is undefined/],
  ["a bit field as a value", () => loose.variable(bits(u8, 3)), /got a bit field, which stands only in structs/],
  ["a trie in host order", () => loose.lpmTrieMap({ key: u32, value: u64, maxEntries: 1 }), /least significant/],
  ["a trie of 64 bits", () => loose.lpmTrieMap({ key: be64, value: u64, maxEntries: 1 }), /64-bit part/],
  ["a trie of long data", () => loose.lpmTrieMap({ key: bytes(300), value: u64, maxEntries: 1 }), /limit is 256/],
  ["a ring of no size", () => loose.ringBuffer({ value: u64 }), /maxEntries must be .* got undefined/],
  ["a ring of an odd size", () => loose.ringBuffer({ value: u64, maxEntries: 5000 }), /power of two .* not 5000/],
  ["a ring that is too small", () => loose.ringBuffer({ value: u64, maxEntries: 16 }), /from 4096 on, not 16/],
  ["a record too large", () => loose.ringBuffer({ value: bytes(4090), maxEntries: 4096 }), /4090 bytes does not fit/],
  ["a ring with keys", () => loose.ringBuffer({ key: u32, value: u64, maxEntries: 4096 }), /a ring buffer has no key/],
  ["a perf array of a size", () => loose.perfEventArray({ value: u64, maxEntries: 5 }), /for each CPU, not 5/],
  ["programs of a schema", () => loose.programArray({ value: u32, maxEntries: 5 }), /has no schema for values/],
  ["a queue with keys", () => loose.queueMap({ key: u32, value: u32, maxEntries: 5 }), /a queue has no keys/],
  [
    "too many hashes",
    () => loose.bloomFilter({ value: u32, maxEntries: 5, hashFunctions: 16 }),
    /from 1 to 15, got 16/,
  ],
  ["sockets with a schema", () => loose.sockMap({ value: u32, maxEntries: 5 }), /no schema for them/],
  ["sockets without a size", () => loose.sockMap({}), /sockMap: maxEntries must be .* got undefined/],
  ["a socket hash without keys", () => loose.sockHash({ maxEntries: 5 }), /sockHash: key must be a schema/],
  ["devices with keys", () => loose.devMap({ key: u32, maxEntries: 5 }), /the keys of such a map are numbers/],
  ["a storage with a limit", () => loose.socketStorage({ value: u32, maxEntries: 5 }), /a storage has no limit/],
  ["a storage with keys", () => loose.taskStorage({ key: u32, value: u32 }), /what it belongs to is the key/],
  ["a storage of nothing", () => loose.cgroupStorage({}), /cgroupStorage: value must be a schema/],
  ["arguments without array", () => loose.subprogram(u32, {}, pass), /must be an array of types/],
  ["an argument of no type", () => loose.subprogram([Number], {}, pass), /argument 1 must be a schema or context/],
  ["six arguments", () => loose.subprogram([u8, u8, u8, u8, u8, u8], {}, pass), /6 arguments are too many/],
  ["two contexts", () => loose.subprogram([context("xdp"), context("xdp")], {}, pass), /only one context/],
  ["a subprogram without function", () => loose.subprogram([u8], {}), /the third argument must be a function/],
  ["a context of no section", () => loose.context("xpd"), /no program type has the section "xpd"/],
  ["no section", () => loose.program(undefined, {}, pass), /the section must be text, got undefined/],
];

for (const [what, define, message] of mistakes) {
  test(`refused at once: ${what}`, () => {
    assert.throws(define, (error: unknown) => {
      assert.ok(error instanceof YodelError);
      assert.match(error.message, message);
      return true;
    });
  });
}

test("a program in a scope is refused by its name", () => {
  const other = program("xdp", {}, () => 2);
  const scope: Scope = { other: other as unknown as ScopeValue };
  assert.throws(() => program("xdp", scope, () => 2), /'other' in the scope is a program/);
});
