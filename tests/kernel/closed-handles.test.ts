import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arrayMap,
  bloomFilter,
  hashMap,
  hashOfMaps,
  ipv4Address,
  load,
  lpmTrieMap,
  lruHashMap,
  perCpuArrayMap,
  perCpuHashMap,
  perCpuVariable,
  perfEventArray,
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
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";

// Every public method and property of every handle after close(): an error with the code for that, or on the list of what is
// allowed. What a class gains later is tested without a change here.

const event = struct({ pid: u32 });
const inner = hashMap({ key: u32, value: u32, maxEntries: 2 });

const definitions = {
  array: arrayMap({ value: u64, maxEntries: 2 }),
  mapped: arrayMap({ value: u64, maxEntries: 2, mmap: true }),
  perCpuArray: perCpuArrayMap({ value: u64, maxEntries: 2 }),
  hash: hashMap({ key: u32, value: u64, maxEntries: 4 }),
  lru: lruHashMap({ key: u32, value: u64, maxEntries: 4 }),
  perCpuHash: perCpuHashMap({ key: u32, value: u64, maxEntries: 4 }),
  trie: lpmTrieMap({ key: ipv4Address, value: u64, maxEntries: 4 }),
  queue: queueMap({ value: u64, maxEntries: 4 }),
  stack: stackMap({ value: u64, maxEntries: 4 }),
  bloom: bloomFilter({ value: u64, maxEntries: 4 }),
  ring: ringBuffer({ value: event, maxEntries: 4096 }),
  perf: perfEventArray({ value: event }),
  programs: programArray({ maxEntries: 2 }),
  outer: hashOfMaps({ key: u32, inner, maxEntries: 2 }),
  total: variable(u64),
  counts: perCpuVariable(u64),
  pass: program("cgroup_skb/egress", {}, () => 1),
};

/** What may be used after close(): names and sizes that never change, closing again, and the end of a loop over events. */
const allowed = new Set(["name", "section", "length", "close", "isOpen", "readable", "countLostIn", "lost"]);

/** Arguments that would be right were the handle open. */
const given: Readonly<Record<string, readonly unknown[]>> = {
  get: [0],
  set: [0, 0n],
  has: [0],
  delete: [0],
  sum: [0],
  push: [0n],
  add: [0n],
  id: [0],
  forEach: [() => {}],
  scan: [() => {}],
  update: [{ name: "other", fd: 0 }],
  pin: ["/sys/fs/bpf/never"],
};
const givenTo: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  trie: {
    get: ["10.0.0.0/8"],
    set: ["10.0.0.0/8", 0n],
    has: ["10.0.0.0/8"],
    delete: ["10.0.0.0/8"],
    match: ["10.0.0.1"],
  },
  bloom: { has: [0n] },
  perCpuArray: { set: [0, []] },
  perCpuHash: { set: [0, []] },
  programs: { set: [0, { name: "other", fd: 0 }] },
  outer: { set: [0, { name: "other", fd: 0 }] },
};

/** All members that a handle's classes declare. */
function* membersOf(handle: object): Generator<[name: string | symbol, descriptor: PropertyDescriptor]> {
  const seen = new Set<string | symbol>();
  for (let type = Object.getPrototypeOf(handle); type !== Object.prototype; type = Object.getPrototypeOf(type)) {
    for (const key of Reflect.ownKeys(type)) {
      const descriptor = Object.getOwnPropertyDescriptor(type, key);
      if (key === "constructor" || seen.has(key) || !descriptor) continue;
      seen.add(key);
      yield [key, descriptor];
    }
  }
}

/** Protected in TypeScript: not for users. */
const internal = new Set(
  "access accessAt accessIndex batches checkIndex next descriptors unmap readKey readEntry writeEntry cpus".split(" "),
);

/** The members that can be used though the handle is closed. */
function usable(handle: object, name: string): string[] {
  const found: string[] = [];
  for (const [key, { get, value }] of membersOf(handle)) {
    if (typeof key === "symbol" ? key === Symbol.dispose || key === Symbol.asyncIterator : allowed.has(key)) continue;
    if (internal.has(String(key))) continue;
    const parameters = givenTo[name]?.[String(key)] ?? given[String(key)] ?? [];
    try {
      const result = get ? get.call(handle) : value.apply(handle, parameters);
      // What is lazy fails when it is asked.
      if (typeof result?.next === "function") result.next();
      found.push(`${name}.${String(key)}`);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code !== "YDL4400") found.push(`${name}.${String(key)}: ${message}`);
    }
  }
  return found;
}

test("whatever is done with a closed handle is an error that says so", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const bpf = load(definitions);
  const link = bpf.programs.pass.attach(cgroup.path);
  const handles: Record<string, object> = { ...bpf.maps, ...bpf.variables, ...bpf.programs, link };
  assert.equal(Object.keys(handles).length, Object.keys(definitions).length + 1);
  bpf.close();
  bpf.close();
  assert.deepEqual(
    Object.entries(handles).flatMap(([name, handle]) => usable(handle, name)),
    [],
  );
  for await (const event of bpf.maps.ring) assert.fail(`an event of a closed map: ${event.pid}`);
  assert.equal(await bpf.maps.ring.readable(), false);
});

test("a map that is closed in the middle of an iteration ends it with an error", { skip: withoutKernel }, () => {
  const many = hashMap({ key: u32, value: u64, maxEntries: 10_000 });
  using bpf = load({ many });
  for (let key = 0; key < 10_000; key++) bpf.maps.many.set(key, 1n);
  let seen = 0;
  assert.throws(
    () => {
      for (const _ of bpf.maps.many) {
        seen += 1;
        bpf.close();
      }
    },
    { code: "YDL4400" },
  );
  // The batch that was read is given; no other is read by a number that may be another file's.
  assert(seen > 0 && seen <= 4096, `${seen} entries`);
});
