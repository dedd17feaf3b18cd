// What docs/reference/maps.md says: for each kind of map which operations its handle has, each done in the running kernel, and which
// methods it has in kernel functions.
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import * as yodel from "../../src/index.ts";
import { CompileError, compile, load, type MapDefinition, program, struct, u32, u64 } from "../../src/index.ts";
import { makeTestCgroup, type TestCgroup, withoutKernel } from "../support/kernel.ts";

const skip = withoutKernel;
const value = struct({ packets: u64 });

// biome-ignore lint/suspicious/noExplicitAny: handles of all kinds, whose types other tests look at
type Handle = any;
type Operations = { readonly [name in (typeof operations)[number]]?: (handle: Handle) => void | Promise<void> };

/** The columns of the table. */
const operations = [
  "get",
  "set",
  "has",
  "delete",
  "iterate",
  "size",
  "snapshot, take",
  "sum, totals",
  "other",
] as const;

const one = { packets: 1n };
const same = (actual: unknown, expected: unknown) => assert.deepEqual(actual, expected);

const hash: Operations = {
  set: (m) => m.set(1, one).set(2, one),
  get: (m) => same(m.get(1), one),
  has: (m) => same([m.has(1), m.has(3)], [true, false]),
  iterate: (m) => same([...m.keys()].sort(), [1, 2]),
  size: (m) => same(m.size, 2),
  "snapshot, take": (m) => same([m.snapshot().size, m.take().size, m.size], [2, 2, 0]),
  delete: (m) => same([m.set(1, one).delete(1), m.delete(1)], [true, false]),
  other: (m) => same([m.set(1, one).clear(), m.size], [undefined, 0]),
};
/** Every CPU's value. */
const each = () => Array.from({ length: cpus }, () => one);
let cpus = 1;
const perCpuHash: Operations = {
  set: (m) => m.set(1, each()).set(2, each()),
  get: (m) => same(m.get(1), each()),
  "sum, totals": (m) => same([m.sum(1), m.totals().size], [{ packets: BigInt(cpus) }, 2]),
  ...{ has: hash.has, iterate: hash.iterate, size: hash.size, "snapshot, take": hash["snapshot, take"] },
  delete: (m) => same([m.set(1, each()).delete(1), m.delete(1)], [true, false]),
  other: (m) => same([m.set(1, each()).clear(), m.size], [undefined, 0]),
};
const queue: Operations = {
  other: (m) => same([m.push(one), m.peek(), m.pop(), m.pop()], [undefined, one, one, undefined]),
};
const drained: Operations = { other: (m) => same([m.drain(), m.drain(() => {}), m.lost], [[], 0, 0]) };
const processes: Operations = {
  set: (m) => m.set(process.pid, one),
  get: (m) => same(m.get(process.pid), one),
  has: (m) => same(m.has(process.pid), true),
  delete: (m) => same([m.delete(process.pid), m.delete(process.pid)], [true, false]),
};

let cgroup: TestCgroup;
let socket: ReturnType<typeof createSocket>;

const cases: Readonly<Record<string, { readonly make: () => MapDefinition; readonly operations: Operations }>> = {
  arrayMap: {
    make: () => yodel.arrayMap({ value, maxEntries: 2 }),
    operations: {
      set: (m) => m.set(1, one),
      get: (m) => same(m.get(1), one),
      iterate: (m) => same([...m], [{ packets: 0n }, one]),
      size: (m) => same(m.length, 2),
    },
  },
  perCpuArrayMap: {
    make: () => yodel.perCpuArrayMap({ value, maxEntries: 2 }),
    operations: {
      set: (m) => m.set(1, each()),
      get: (m) => same(m.get(1), each()),
      iterate: (m) => same([...m].length, 2),
      size: (m) => same(m.length, 2),
      "sum, totals": (m) => same([m.sum(1), m.totals()[1]], [{ packets: BigInt(cpus) }, { packets: BigInt(cpus) }]),
    },
  },
  hashMap: { make: () => yodel.hashMap({ key: u32, value, maxEntries: 8 }), operations: hash },
  lruHashMap: { make: () => yodel.lruHashMap({ key: u32, value, maxEntries: 256 }), operations: hash },
  perCpuHashMap: { make: () => yodel.perCpuHashMap({ key: u32, value, maxEntries: 8 }), operations: perCpuHash },
  lruPerCpuHashMap: {
    make: () => yodel.lruPerCpuHashMap({ key: u32, value, maxEntries: 256 }),
    operations: perCpuHash,
  },
  lpmTrieMap: {
    make: () => yodel.lpmTrieMap({ key: yodel.ipv4Address, value, maxEntries: 8 }),
    operations: {
      set: (m) => m.set("10.0.0.0/8", one),
      get: (m) => same(m.get("10.0.0.0/8"), one),
      has: (m) => same([m.has("10.0.0.0/8"), m.has("10.0.0.0/9")], [true, false]),
      iterate: (m) => same([...m.keys()], ["10.0.0.0/8"]),
      size: (m) => same(m.size, 1),
      "snapshot, take": (m) => same([m.snapshot().size], [1]),
      other: (m) => same([m.match("10.1.2.3"), m.match("11.0.0.0")], [one, undefined]),
      delete: (m) => same([m.delete("10.0.0.0/8"), m.size], [true, 0]),
    },
  },
  queueMap: { make: () => yodel.queueMap({ value, maxEntries: 2 }), operations: queue },
  stackMap: { make: () => yodel.stackMap({ value, maxEntries: 2 }), operations: queue },
  bloomFilter: {
    make: () => yodel.bloomFilter({ value: u32, maxEntries: 100 }),
    operations: { has: (m) => same([m.add(7), m.has(7)].at(-1), true), other: (m) => void m.add(8) },
  },
  ringBuffer: { make: () => yodel.ringBuffer({ value, maxEntries: 4096 }), operations: drained },
  perfEventArray: { make: () => yodel.perfEventArray({ value }), operations: drained },
  programArray: {
    make: () => yodel.programArray({ maxEntries: 2 }),
    operations: {
      size: (m) => same(m.length, 2),
      delete: (m) => same(m.delete(0), false),
      other: (m) => same(m.id(0), undefined),
    },
  },
  stackTraceMap: {
    make: () => yodel.stackTraceMap({ maxEntries: 8 }),
    operations: {
      get: (m) => same(m.get(1), undefined),
      iterate: (m) => same([...m.ids()], []),
      delete: (m) => same(m.delete(1), false),
    },
  },
  arrayOfMaps: { make: () => yodel.arrayOfMaps({ inner: innerMap, maxEntries: 2 }), operations: mapsIn(1) },
  hashOfMaps: { make: () => yodel.hashOfMaps({ key: u32, inner: innerMap, maxEntries: 2 }), operations: mapsIn(7) },
  devMap: {
    make: () => yodel.devMap({ maxEntries: 2 }),
    operations: {
      set: (m) => m.set(1, "lo"),
      get: (m) => assert.notEqual(m.get(1), undefined),
      size: (m) => same(m.length, 2),
      delete: (m) => same(m.delete(1), true),
    },
  },
  devMapHash: {
    make: () => yodel.devMapHash({ maxEntries: 2 }),
    operations: {
      set: (m) => m.set(9, "lo"),
      get: (m) => assert.notEqual(m.get(9), undefined),
      size: (m) => same(m.length, 2),
      delete: (m) => same(m.delete(9), true),
    },
  },
  cpuMap: {
    make: () => yodel.cpuMap({ maxEntries: 1 }),
    operations: {
      set: (m) => m.set(0, { queueSize: 64 }),
      get: (m) => assert.notEqual(m.get(0), undefined),
      size: (m) => same(m.length, 1),
      delete: (m) => same(m.delete(0), true),
    },
  },
  sockMap: {
    make: () => yodel.sockMap({ maxEntries: 2 }),
    operations: {
      set: (m) => m.set(0, socket),
      has: (m) => same([m.has(0), m.has(1)], [true, false]),
      size: (m) => same(m.length, 2),
      other: (m) => assert(m.cookie(0) > 0n),
      delete: (m) => same(m.delete(0), true),
    },
  },
  sockHash: {
    make: () => yodel.sockHash({ key: u32, maxEntries: 2 }),
    operations: {
      set: (m) => m.set(5, socket),
      has: (m) => same([m.has(5), m.has(6)], [true, false]),
      size: (m) => same(m.length, 2),
      other: (m) => assert(m.cookie(5) > 0n),
      delete: (m) => same(m.delete(5), true),
    },
  },
  socketStorage: {
    make: () => yodel.socketStorage({ value }),
    operations: {
      set: (m) => m.set(socket, one),
      get: (m) => same(m.get(socket), one),
      has: (m) => same(m.has(socket), true),
      delete: (m) => same([m.delete(socket), m.delete(socket)], [true, false]),
    },
  },
  taskStorage: { make: () => yodel.taskStorage({ value }), operations: processes },
  inodeStorage: {
    make: () => yodel.inodeStorage({ value }),
    operations: {
      set: (m) => m.set(import.meta.filename, one),
      get: (m) => same(m.get(import.meta.filename), one),
      has: (m) => same(m.has(import.meta.filename), true),
      delete: (m) => same(m.delete(import.meta.filename), true),
    },
  },
  cgroupStorage: {
    make: () => yodel.cgroupStorage({ value }),
    operations: {
      set: (m) => m.set(cgroup.path, one),
      get: (m) => same(m.get(cgroup.path), one),
      has: (m) => same(m.has(cgroup.path), true),
      delete: (m) => same(m.delete(cgroup.path), true),
    },
  },
};

const innerMap = yodel.hashMap({ key: u32, value, maxEntries: 4 });

function mapsIn(key: number): Operations {
  const put = (m: Handle) => {
    using inner = load({ innerMap });
    m.set(key, inner.maps.innerMap);
  };
  return {
    set: put,
    has: (m) => same(m.has(key), true),
    iterate: (m) => same([...m.keys()], [key]),
    other: (m) => assert(m.id(key) > 0),
    delete: (m) => same([m.delete(key), m.has(key)], [true, false]),
  };
}

describe("operations of maps", { skip }, () => {
  before(async () => {
    cgroup = makeTestCgroup();
    socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    using counter = load({ perCpu: yodel.perCpuArrayMap({ value, maxEntries: 1 }) });
    cpus = counter.maps.perCpu.get(0).length;
  });
  after(async () => {
    socket.close();
    await cgroup[Symbol.asyncDispose]();
  });

  for (const [name, { make, operations }] of Object.entries(cases)) {
    test(name, async () => {
      const map = make();
      using bpf: { maps: Handle; close(): void } & Disposable = load({ map });
      for (const action of Object.values(operations)) await action(bpf.maps.map);
      assert(bpf.maps.map.info().id > 0);
      bpf.close();
      const first = operations.set ?? operations.delete ?? operations.other;
      if (first)
        await assert.rejects(async () => first(bpf.maps.map), { code: "YDL4400" }, "a closed map can't be used");
    });
  }
});

/** What the compiler lists when a method does not exist. */
function methodsInKernel(map: MapDefinition): string {
  // biome-ignore lint/suspicious/noExplicitAny: the method does not exist
  const run = program("xdp", { map }, (_ctx, { map }: any) => map.noSuchMethodOfAnyMap());
  try {
    compile({ run });
    return "";
  } catch (error) {
    assert(error instanceof CompileError);
    return /it has (.*)$/.exec(error.diagnostics[0]?.hint ?? "")?.[1] ?? "";
  }
}

test("the reference has a row for each kind of map, which says what was seen here", () => {
  const text = readFileSync(resolve(import.meta.dirname, "../../docs/reference/maps.md"), "utf8");
  const rows = Object.entries(cases).map(([name, { make, operations: done }]) => {
    const methods = methodsInKernel(make())
      .split(", ")
      .filter((method) => method !== "");
    const indexed = /^(perCpuA|a)rrayMap$/.test(name) ? ["`map[i]`"] : [];
    const inKernel = [...indexed, ...methods.map((method) => `\`${method}\``)].join(", ");
    return `| \`${name}\` | ${inKernel} | ${operations.map((column) => (done[column] ? "●" : "○")).join(" | ")} |`;
  });
  const written = text.split("\n").filter((line) => line.startsWith("| `"));
  assert.deepEqual(written, rows, `docs/reference/maps.md should have\n${rows.join("\n")}`);
});

test("every kind of map that can be defined is in the table", () => {
  const makers = Object.keys(yodel).filter((name) => /(Map|Maps|Hash|Array|Storage|Filter|Buffer)$/.test(name));
  const known = new Set([...Object.keys(cases), "xskMap"]);
  assert.deepEqual(
    makers.filter((name) => /^[a-z]/.test(name) && !known.has(name) && !/^(find|write|read)/.test(name)),
    [],
  );
});
