// Each map type: what programs get from helpers is in tests/simulator; here is what the handles of tests do.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BtfBuilder } from "../../btf/index.ts";
import type { BpfObject, ObjectMap } from "../../object/object.ts";
import { type AnySchema, be32, bytes, ipv4Address, struct, u8, u32, u64 } from "../../schema/index.ts";
import { simulateObject } from "../simulate.ts";
import { copy, exit, helper, rawObject, type Slot, set, wide } from "../testing/raw.ts";

interface TypedMap {
  readonly type: number;
  readonly key?: AnySchema;
  readonly value?: AnySchema;
  readonly maxEntries: number;
  readonly program?: readonly Slot[];
}

const KEY_STORE = { code: 0x7a, destination: 10, offset: -8 };

/** An object with one map, and a program whose 16-byte loads are the map's address. */
function objectWith({ type, key, value, maxEntries, program = [set(0, 0), exit] }: TypedMap): BpfObject {
  const types = new BtfBuilder();
  const map: ObjectMap = {
    name: "map",
    type,
    keySize: key?.size ?? 0,
    valueSize: value?.size ?? 0,
    maxEntries,
    flags: 0,
    keyType: key ? types.addSchema(key, key.kind === "struct" ? "map_key" : undefined) : 0,
    valueType: value ? types.addSchema(value, value.kind === "struct" ? "map_value" : undefined) : 0,
  };
  const references = program.flatMap(({ code }, slot) => {
    return code === 0x18 ? [{ kind: "map", slot, map: "map" } as const] : [];
  });
  const object = rawObject({ functions: { main: { slots: program, references } }, maps: [map] });
  return { ...object, btf: types.build() };
}

const simulateMap = (map: TypedMap, cpus = 2) => simulateObject(objectWith(map), { cpus }).maps.map;

describe("array", () => {
  test("has all elements from the beginning", () => {
    const map = simulateMap({ type: 2, key: u32, value: struct({ a: u32, b: u64 }), maxEntries: 2 });
    assert.deepEqual(
      [...map.entries()],
      [
        [0, { a: 0, b: 0n }],
        [1, { a: 0, b: 0n }],
      ],
    );
    map.set(1, { a: 5, b: 7n });
    assert.deepEqual(map.get(1), { a: 5, b: 7n });
    assert.equal(map.length, 2);
    assert.throws(() => map.get(2), { code: "YDL4405" });
    assert.throws(() => map.set(0, { a: 2 ** 32, b: 0n }), RangeError);
    const { type, keySize, valueSize, maxEntries } = map.info();
    assert.deepEqual({ type, keySize, valueSize, maxEntries }, { type: 2, keySize: 4, valueSize: 16, maxEntries: 2 });
    map.close();
    assert.throws(() => map.get(0), { code: "YDL4400" });
  });

  test("with values of each CPU", () => {
    const map = simulateMap({ type: 6, key: u32, value: u64, maxEntries: 2 }, 3);
    map.set(0, [1n, 2n, 3n]);
    assert.deepEqual(
      [...map],
      [
        [1n, 2n, 3n],
        [0n, 0n, 0n],
      ],
    );
    assert.equal(map.sum(0), 6n);
    assert.deepEqual(map.totals(), [6n, 0n]);
    assert.throws(() => map.set(0, [1n]), { code: "YDL4407" });
  });
});

describe("hash", () => {
  test("is a JavaScript map", () => {
    const map = simulateMap({ type: 1, key: struct({ port: u32 }), value: u64, maxEntries: 2 });
    map.set({ port: 1 }, 10n).set({ port: 2 }, 20n);
    assert.throws(() => map.set({ port: 3 }, 0n), { code: "YDL4408" });
    map.set({ port: 1 }, 11n);
    assert.equal(map.get({ port: 1 }), 11n);
    assert.equal(map.get({ port: 9 }), undefined);
    assert.equal(map.has({ port: 2 }), true);
    assert.equal(map.size, 2);
    assert.equal(map.delete({ port: 2 }), true);
    assert.equal(map.delete({ port: 2 }), false);
    assert.deepEqual([...map], [[{ port: 1 }, 11n]]);
    assert.deepEqual([...map.keys()], [{ port: 1 }]);
    assert.deepEqual([...map.values()], [11n]);
    const seen: unknown[] = [];
    map.forEach((value: bigint, key: object) => {
      seen.push(key, value);
    });
    assert.deepEqual(seen, [{ port: 1 }, 11n]);
    assert.equal(map.snapshot().size, 1);
    assert.equal(map.take().size, 1);
    assert.equal(map.size, 0);
  });

  test("with values of each CPU", () => {
    const map = simulateMap({ type: 5, key: u32, value: u64, maxEntries: 2 });
    map.set(1, [1n, 2n]);
    assert.deepEqual(map.get(1), [1n, 2n]);
    assert.equal(map.sum(1), 3n);
    assert.equal(map.sum(9), undefined);
    assert.deepEqual(map.totals(), new Map([[1, 3n]]));
    assert.throws(() => map.set(1, [1n, 2n, 3n]), { code: "YDL4407" });
  });

  test("least recently used: what a program looks up stays", () => {
    const lookup = [
      { ...KEY_STORE, immediate: 1 },
      ...wide(1, 0n),
      copy(2, 10),
      { code: 0x07, destination: 2, immediate: -8 },
    ];
    const program = [...lookup, helper(1), set(0, 0), exit];
    const object = objectWith({ type: 9, key: u32, value: u64, maxEntries: 2, program });
    const simulated = simulateObject(object);
    const { map } = simulated.maps;
    map.set(1, 1n).set(2, 2n);
    simulated.programs.main.test();
    map.set(3, 3n);
    assert.deepEqual([...map.keys()].sort(), [1, 3]);
  });
});

describe("LPM trie", () => {
  test("has addresses as text", () => {
    const key = struct({ prefixLength: u32, data: ipv4Address });
    const map = simulateMap({ type: 11, key, value: u8, maxEntries: 3 });
    map.set("10.0.0.0/8", 1).set("10.1.2.3/24", 2);
    assert.deepEqual(
      [...map],
      [
        ["10.0.0.0/8", 1],
        ["10.1.2.0/24", 2],
      ],
    );
    assert.equal(map.get("10.1.2.99/24"), 2);
    assert.equal(map.get("10.1.2.0/23"), undefined);
    assert.deepEqual([map.match("10.1.2.77"), map.match("10.9.9.9"), map.match("11.0.0.0")], [2, 1, undefined]);
    assert.equal(map.delete("10.0.0.0/8"), true);
    assert.throws(() => map.set("10.0.0.0/33", 1), { code: "YDL7025" });
    assert.throws(() => map.set("10.0.0.0", 1), { code: "YDL7025" });
  });

  test("has other data as prefixes", () => {
    const map = simulateMap({ type: 11, key: struct({ prefixLength: u32, data: be32 }), value: u8, maxEntries: 1 });
    map.set({ prefixLength: 16, data: 0xabcd_0000 }, 1);
    assert.deepEqual([...map.keys()], [{ prefixLength: 16, data: 0xabcd_0000 }]);
    assert.throws(() => map.set({ prefixLength: 17, data: 0 }, 1), { code: "YDL4408" });
  });

  test("without a type has bytes", () => {
    const object = rawObject({
      functions: {},
      maps: [{ name: "map", type: 11, keySize: 6, valueSize: 1, maxEntries: 4 }],
    });
    const { map } = simulateObject(object).maps;
    map.set({ prefixLength: 9, data: Uint8Array.of(1, 0xff) }, Uint8Array.of(3));
    assert.deepEqual([...map], [[{ prefixLength: 9, data: Uint8Array.of(1, 0x80) }, Uint8Array.of(3)]]);
  });
});

describe("queue, stack and bloom filter", () => {
  for (const { type, order } of [
    { type: 22, order: [1n, 2n] },
    { type: 23, order: [2n, 1n] },
  ]) {
    test(type === 22 ? "first in, first out" : "last in, first out", () => {
      const map = simulateMap({ type, value: u64, maxEntries: 2 });
      assert.equal(map.pop(), undefined);
      map.push(1n);
      map.push(2n);
      assert.throws(() => map.push(3n), { code: "YDL4408" });
      assert.equal(map.peek(), order[0]);
      assert.deepEqual([map.pop(), map.pop(), map.pop()], [...order, undefined]);
    });
  }

  test("knows what was added", () => {
    const map = simulateMap({ type: 30, value: bytes(4), maxEntries: 10 });
    map.add(Uint8Array.of(1, 2, 3, 4));
    assert.equal(map.has(Uint8Array.of(1, 2, 3, 4)), true);
    assert.equal(map.has(Uint8Array.of(1, 2, 3, 5)), false);
  });
});

describe("ring buffer", () => {
  const output = (value: number) => [
    { ...KEY_STORE, immediate: value },
    ...wide(1, 0n),
    copy(2, 10),
    { code: 0x07, destination: 2, immediate: -8 },
    set(3, 8),
    set(4, 0),
    helper(130),
  ];
  const program = [...output(5), ...output(6), exit];

  test("gives its events, in order", async () => {
    using simulated = simulateObject(objectWith({ type: 27, maxEntries: 4096, value: u64, program }));
    simulated.programs.main.test();
    assert.deepEqual(simulated.maps.map.drain(), [5n, 6n]);
    const events: bigint[] = [];
    const reading = (async () => {
      for await (const event of simulated.maps.map) if (events.push(event) === 4) break;
    })();
    simulated.programs.main.test({ repeat: 2 });
    await reading;
    assert.deepEqual(events, [5n, 6n, 5n, 6n]);
  });

  test("ends when it is closed, and counts what was lost", async () => {
    const simulated = simulateObject(objectWith({ type: 27, maxEntries: 32, value: u64, program }));
    assert.equal(simulated.programs.main.test().returned, 0xffff_fff5);
    assert.equal(simulated.maps.map.lost, 1);
    assert.deepEqual(simulated.maps.map.drain(), [5n]);
    const reading = (async () => {
      for await (const event of simulated.maps.map) assert.fail(String(event));
    })();
    setImmediate(() => simulated.close());
    await reading;
  });
});

describe("maps of programs and maps", () => {
  test("tail calls end after 33, and keep the context", () => {
    const main = [copy(6, 1), ...wide(2, 0n), set(3, 0), ...count(), copy(1, 6), helper(12), set(0, 7), exit];
    const simulated = simulateObject(
      rawObject({
        functions: { main: { slots: main, references: [programs(1), bss(4)] } },
        maps: [{ name: "programs", type: 3, valueSize: 4, maxEntries: 2 }],
        bss: 8,
      }),
    );
    assert.equal(simulated.programs.main.test().returned, 7);
    assert.equal(simulated.variables.out.value[0], 1);
    simulated.maps.programs.set(0, simulated.programs.main);
    assert.equal(simulated.programs.main.test().returned, 7);
    assert.equal(simulated.variables.out.value[0], 1 + 34);
    assert.equal(simulated.maps.programs.delete(0), true);
    assert.throws(() => simulated.maps.programs.set(2, simulated.programs.main), { code: "YDL4405" });
    assert.throws(() => simulated.maps.programs.set(0, "main"), { code: "YDL7026" });
  });

  /** Adds one to the first byte of `.bss`. */
  function count(): Slot[] {
    return [
      ...wide(5, 0n),
      { code: 0x71, destination: 4, source: 5 },
      { code: 0x07, destination: 4, immediate: 1 },
      { code: 0x73, destination: 5, source: 4 },
    ];
  }
  function programs(slot: number) {
    return { kind: "map", slot, map: "programs" } as const;
  }
  function bss(slot: number) {
    return { kind: "data", slot, section: ".bss", offset: 0 } as const;
  }

  test("a lookup in a map of maps gives a map", () => {
    const at = (register: number) => [copy(register, 10), { code: 0x07, destination: register, immediate: -8 }];
    const found = { code: 0x55, destination: 0, offset: 2 };
    const slots = [
      KEY_STORE,
      ...wide(1, 0n),
      ...at(2),
      helper(1),
      found,
      set(0, 99),
      exit,
      copy(1, 0),
      ...at(2),
      helper(1),
    ];
    const main = [...slots, { code: 0x79, destination: 0, source: 0 }, exit];
    const inner = { name: "inner", type: 2, keySize: 4, valueSize: 8, maxEntries: 1 };
    const object = rawObject({
      functions: { main: { slots: main, references: [{ kind: "map", slot: 1, map: "outer" }] } },
      maps: [{ name: "outer", type: 13, valueSize: 4, maxEntries: 1 }, inner],
    });
    const simulated = simulateObject(object);
    assert.equal(simulated.programs.main.test().returned, 99);
    simulated.maps.inner.set(0, Uint8Array.of(42, 0, 0, 0, 0, 0, 0, 0));
    simulated.maps.outer.set(new Uint8Array(4), simulated.maps.inner);
    assert.equal(simulated.programs.main.test().returned, 42);
    assert.throws(() => simulated.maps.outer.set(Uint8Array.of(1, 0, 0, 0), simulated.maps.inner), { code: "YDL4408" });
    assert.equal(simulated.maps.outer.delete(new Uint8Array(4)), true);
  });
});

test("a type that is not simulated is an error", () => {
  assert.throws(() => simulateMap({ type: 14, key: u32, value: u32, maxEntries: 1 }), { code: "YDL7022" });
});
