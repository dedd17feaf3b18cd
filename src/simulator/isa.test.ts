// Every opcode of RFC 9669, against arithmetic on bigints that shares nothing with the simulator.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { simulateObject } from "./simulate.ts";
import { exit, machineCode, rawObject, type Slot, set, wide } from "./testing/raw.ts";

const values = [
  0n,
  1n,
  2n,
  7n,
  0x7fn,
  0x80n,
  0x8000n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  0x1234_5678_9abc_def0n,
  0x7fff_ffff_ffff_ffffn,
  0x8000_0000_0000_0000n,
  0xffff_ffff_8000_0000n,
  0xffff_ffff_ffff_fff9n,
  0xffff_ffff_ffff_ffffn,
];
const immediates = [0, 1, 3, 31, 32, 63, 0x7fff_ffff, -1, -7, -0x8000_0000];
const u = (bits: number, value: bigint) => BigInt.asUintN(bits, value);
const s = (bits: number, value: bigint) => BigInt.asIntN(bits, value);

const tested = new Set<number>();
function opcode(code: number): number {
  tested.add(code);
  return code;
}

/** Runs pieces of code, each of which leaves its result in r1, and answers the results. */
function results(pieces: readonly (readonly Slot[])[]): bigint[] {
  const slots: Slot[] = [...wide(9, 0n)];
  for (const [index, piece] of pieces.entries()) {
    slots.push(...piece, { code: 0x7b, destination: 9, source: 1, offset: index * 8 });
  }
  slots.push(set(0, 0), exit);
  const references = [{ kind: "data", slot: 0, section: ".bss", offset: 0 }] as const;
  const object = rawObject({ functions: { main: { slots, references } }, bss: pieces.length * 8 });
  const simulated = simulateObject(object);
  simulated.programs.main.test();
  const bytes: Uint8Array = simulated.variables.out.value;
  return pieces.map((_, index) => new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(index * 8, true));
}

interface Case {
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly expected: bigint;
}

function check(cases: readonly Case[]): void {
  const got = results(cases.map(({ slots }) => slots));
  for (const [index, { name, expected }] of cases.entries()) {
    assert.equal(got[index]?.toString(16), u(64, expected).toString(16), name);
  }
}

type Operation = (a: bigint, b: bigint, bits: 32 | 64) => bigint;

const mask = (bits: number) => BigInt(bits - 1);
const arithmetic: Readonly<
  Record<string, { readonly code: number; readonly offset?: number; readonly of: Operation }>
> = {
  add: { code: 0x00, of: (a, b) => a + b },
  sub: { code: 0x10, of: (a, b) => a - b },
  mul: { code: 0x20, of: (a, b) => a * b },
  div: { code: 0x30, of: (a, b) => (b === 0n ? 0n : a / b) },
  sdiv: { code: 0x30, offset: 1, of: (a, b, bits) => (b === 0n ? 0n : s(bits, a) / s(bits, b)) },
  or: { code: 0x40, of: (a, b) => a | b },
  and: { code: 0x50, of: (a, b) => a & b },
  lsh: { code: 0x60, of: (a, b, bits) => a << (b & mask(bits)) },
  rsh: { code: 0x70, of: (a, b, bits) => a >> (b & mask(bits)) },
  mod: { code: 0x90, of: (a, b) => (b === 0n ? a : a % b) },
  smod: { code: 0x90, offset: 1, of: (a, b, bits) => (b === 0n ? a : s(bits, a) % s(bits, b)) },
  xor: { code: 0xa0, of: (a, b) => a ^ b },
  mov: { code: 0xb0, of: (_a, b) => b },
  arsh: { code: 0xc0, of: (a, b, bits) => s(bits, a) >> (b & mask(bits)) },
};

describe("arithmetic", () => {
  for (const bits of [32, 64] as const) {
    const group = bits === 64 ? 0x07 : 0x04;
    for (const [name, { code, offset = 0, of }] of Object.entries(arithmetic)) {
      const expected = (a: bigint, b: bigint) => u(bits, of(u(bits, a), u(bits, b), bits));
      test(`${name}, ${bits} bits, by register`, () => {
        const slot = { code: opcode(code | group | 0x08), destination: 1, source: 2, offset };
        check(
          values.flatMap((a) =>
            values.map((b) => ({
              name: `${name} ${a.toString(16)}, ${b.toString(16)}`,
              slots: [...wide(1, a), ...wide(2, b), slot],
              expected: expected(a, b),
            })),
          ),
        );
      });
      test(`${name}, ${bits} bits, of a register with itself`, () => {
        const slot = { code: code | group | 0x08, destination: 1, source: 1, offset };
        check(values.map((a) => ({ name: `${name} ${a}`, slots: [...wide(1, a), slot], expected: expected(a, a) })));
      });
      test(`${name}, ${bits} bits, by immediate`, () => {
        const slot = { code: opcode(code | group), destination: 1, offset };
        check(
          values.flatMap((a) =>
            immediates.map((immediate) => ({
              name: `${name} ${a.toString(16)}, ${immediate}`,
              slots: [...wide(1, a), { ...slot, immediate }],
              expected: expected(a, BigInt(immediate)),
            })),
          ),
        );
      });
    }
    test(`negation, ${bits} bits`, () => {
      const slot = { code: opcode(0x80 | group), destination: 1 };
      check(values.map((a) => ({ name: `-${a}`, slots: [...wide(1, a), slot], expected: u(bits, -a) })));
    });
    for (const from of bits === 64 ? [8, 16, 32] : [8, 16]) {
      test(`mov from ${from} bits with sign, ${bits} bits`, () => {
        const slot = { code: 0xb8 | group, destination: 1, source: 2, offset: from };
        check(values.map((a) => ({ name: `${a}`, slots: [...wide(2, a), slot], expected: u(bits, s(from, a)) })));
      });
    }
  }

  const swapped = (a: bigint, bits: number) => {
    let result = 0n;
    for (let shift = 0n; shift < BigInt(bits); shift += 8n) result = (result << 8n) | ((a >> shift) & 0xffn);
    return result;
  };
  const orders = [
    { name: "le", code: 0xd4, of: (a: bigint, bits: number) => u(bits, a) },
    { name: "be", code: 0xdc, of: swapped },
    { name: "bswap", code: 0xd7, of: swapped },
  ];
  for (const { name, code, of } of orders) {
    for (const bits of [16, 32, 64]) {
      test(`${name}${bits}`, () => {
        const slot = { code: opcode(code), destination: 1, immediate: bits };
        check(values.map((a) => ({ name: `${a}`, slots: [...wide(1, a), slot], expected: of(a, bits) })));
      });
    }
  }
});

describe("jumps", () => {
  type Condition = (a: bigint, b: bigint, bits: number) => boolean;
  const conditions: Readonly<Record<string, { readonly code: number; readonly of: Condition }>> = {
    eq: { code: 0x10, of: (a, b) => a === b },
    gt: { code: 0x20, of: (a, b) => a > b },
    ge: { code: 0x30, of: (a, b) => a >= b },
    set: { code: 0x40, of: (a, b) => (a & b) !== 0n },
    ne: { code: 0x50, of: (a, b) => a !== b },
    sgt: { code: 0x60, of: (a, b, bits) => s(bits, a) > s(bits, b) },
    sge: { code: 0x70, of: (a, b, bits) => s(bits, a) >= s(bits, b) },
    lt: { code: 0xa0, of: (a, b) => a < b },
    le: { code: 0xb0, of: (a, b) => a <= b },
    slt: { code: 0xc0, of: (a, b, bits) => s(bits, a) < s(bits, b) },
    sle: { code: 0xd0, of: (a, b, bits) => s(bits, a) <= s(bits, b) },
  };
  for (const bits of [32, 64]) {
    const group = bits === 64 ? 0x05 : 0x06;
    for (const [name, { code, of }] of Object.entries(conditions)) {
      const taken = (a: bigint, b: bigint) => (of(u(bits, a), u(bits, b), bits) ? 1n : 0n);
      test(`${name}, ${bits} bits`, () => {
        const byRegister = { code: opcode(code | group | 0x08), destination: 2, source: 3, offset: 1 };
        const byImmediate = { code: opcode(code | group), destination: 2, offset: 1 };
        check(
          values.flatMap((a) => [
            ...values.map((b) => ({
              name: `${a.toString(16)} ${name} ${b.toString(16)}`,
              slots: [...wide(2, a), ...wide(3, b), set(1, 1), byRegister, set(1, 0)],
              expected: taken(a, b),
            })),
            ...immediates.map((immediate) => ({
              name: `${a.toString(16)} ${name} ${immediate}`,
              slots: [...wide(2, a), set(1, 1), { ...byImmediate, immediate }, set(1, 0)],
              expected: taken(a, BigInt(immediate)),
            })),
          ]),
        );
      });
    }
  }

  test("ja and gotol", () => {
    check([
      { name: "ja", slots: [set(1, 1), { code: opcode(0x05), offset: 1 }, set(1, 0)], expected: 1n },
      { name: "gotol", slots: [set(1, 1), { code: opcode(0x06), immediate: 2 }, set(1, 0), set(1, 2)], expected: 1n },
    ]);
  });

  test("calls of functions keep r6 to r9 and have a stack of their own", () => {
    const callee = [
      { code: 0xbf, destination: 0, source: 1 },
      { code: 0x0f, destination: 0, source: 2 },
      set(6, 99),
      { code: 0x7b, destination: 10, source: 6, offset: -8 },
      exit,
    ];
    const slots = [
      set(6, 5),
      { code: 0x7b, destination: 10, source: 6, offset: -8 },
      set(1, 30),
      set(2, 7),
      { code: opcode(0x85), source: 1, immediate: -1 },
      { code: 0x0f, destination: 0, source: 6 },
      { code: 0x79, destination: 1, source: 10, offset: -8 },
      { code: 0x0f, destination: 0, source: 1 },
      { code: opcode(0x95) },
    ];
    const references = [{ kind: "call", slot: 4, function: "add" } as const];
    const functions = { main: { slots, references }, add: { slots: callee, section: ".text" } };
    assert.equal(simulateObject(rawObject({ functions })).programs.main.test().returned, 47);
  });
});

describe("memory", () => {
  const sizes = [
    { bytes: 1, load: 0x71, signed: 0x91, store: 0x73, immediate: 0x72 },
    { bytes: 2, load: 0x69, signed: 0x89, store: 0x6b, immediate: 0x6a },
    { bytes: 4, load: 0x61, signed: 0x81, store: 0x63, immediate: 0x62 },
    { bytes: 8, load: 0x79, signed: undefined, store: 0x7b, immediate: 0x7a },
  ];
  const fill = [...wide(3, 0x5555_5555_5555_5555n), { code: 0x7b, destination: 10, source: 3, offset: -8 }];
  const readAll = { code: 0x79, destination: 1, source: 10, offset: -8 };
  const kept = (bytes: number) => 0x5555_5555_5555_5555n & ~u(bytes * 8, -1n);

  for (const { bytes, load, signed, store, immediate } of sizes) {
    test(`${bytes} bytes`, () => {
      const bits = bytes * 8;
      const whole = (a: bigint) => [...wide(2, a), { code: 0x7b, destination: 10, source: 2, offset: -8 }];
      check([
        ...values.map((a) => ({
          name: `load of ${a.toString(16)}`,
          slots: [...whole(a), { code: opcode(load), destination: 1, source: 10, offset: -8 }],
          expected: u(bits, a),
        })),
        ...values.map((a) => ({
          name: `store of ${a.toString(16)}`,
          slots: [...fill, ...wide(2, a), { code: opcode(store), destination: 10, source: 2, offset: -8 }, readAll],
          expected: kept(bytes) | u(bits, a),
        })),
        ...immediates.map((value) => ({
          name: `store of the immediate ${value}`,
          slots: [...fill, { code: opcode(immediate), destination: 10, offset: -8, immediate: value }, readAll],
          expected: kept(bytes) | u(bits, BigInt(value)),
        })),
        ...(signed === undefined ? [] : values).map((a) => ({
          name: `signed load of ${a.toString(16)}`,
          slots: [...whole(a), { code: opcode(signed ?? 0), destination: 1, source: 10, offset: -8 }],
          expected: s(bits, a),
        })),
      ]);
    });
  }

  const operations: Readonly<
    Record<string, { readonly code: number; readonly of: (old: bigint, b: bigint) => bigint }>
  > = {
    add: { code: 0x00, of: (old, b) => old + b },
    or: { code: 0x40, of: (old, b) => old | b },
    and: { code: 0x50, of: (old, b) => old & b },
    xor: { code: 0xa0, of: (old, b) => old ^ b },
    exchange: { code: 0xe0, of: (_old, b) => b },
  };
  for (const bits of [32, 64]) {
    const code = bits === 64 ? 0xdb : 0xc3;
    for (const [name, { code: operation, of }] of Object.entries(operations)) {
      test(`atomic ${name}, ${bits} bits`, () => {
        const before = (a: bigint, b: bigint) => [
          ...wide(2, a),
          { code: 0x7b, destination: 10, source: 2, offset: -8 },
          ...wide(1, b),
        ];
        const atomic = { code: opcode(code), destination: 10, source: 1, offset: -8 };
        const after = (a: bigint, b: bigint) => (a & ~u(bits, -1n)) | u(bits, of(u(bits, a), u(bits, b)));
        const cases = values.flatMap((a) =>
          values.flatMap((b) => [
            {
              name: `memory after ${name} of ${a.toString(16)}, ${b.toString(16)}, fetching`,
              slots: [...before(a, b), { ...atomic, immediate: operation | 1 }, readAll],
              expected: after(a, b),
            },
            {
              name: `fetched by ${name} of ${a.toString(16)}, ${b.toString(16)}`,
              slots: [...before(a, b), { ...atomic, immediate: operation | 1 }],
              expected: u(bits, a),
            },
          ]),
        );
        check(cases);
        if (name === "exchange") return;
        check(
          values.flatMap((a) =>
            values.map((b) => ({
              name: `memory after ${name} of ${a.toString(16)}, ${b.toString(16)}`,
              slots: [...before(a, b), { ...atomic, immediate: operation }, readAll],
              expected: after(a, b),
            })),
          ),
        );
      });
    }
    test(`atomic compare and exchange, ${bits} bits`, () => {
      const some = values.slice(6);
      check(
        some.flatMap((a) =>
          some.flatMap((expected) => {
            const slots = [
              ...wide(2, a),
              { code: 0x7b, destination: 10, source: 2, offset: -8 },
              ...wide(0, expected),
              set(3, 0x1234),
              { code: opcode(code), destination: 10, source: 3, offset: -8, immediate: 0xf1 },
            ];
            const stored = u(bits, a) === u(bits, expected) ? (a & ~u(bits, -1n)) | 0x1234n : a;
            return [
              {
                name: `memory, ${a.toString(16)}, ${expected.toString(16)}`,
                slots: [...slots, readAll],
                expected: stored,
              },
              {
                name: `r0, ${a.toString(16)}, ${expected.toString(16)}`,
                slots: [...slots, { code: 0xbf, destination: 1, source: 0 }],
                expected: u(bits, a),
              },
            ];
          }),
        ),
      );
    });
  }

  test("64-bit immediates", () => {
    opcode(0x18);
    check(values.map((a) => ({ name: `${a}`, slots: wide(1, a), expected: a })));
  });
});

describe("classic packet access", () => {
  const data = Uint8Array.from({ length: 64 }, (_, index) => index + 1);
  const read = (slots: readonly Slot[]): number => {
    const object = rawObject({ functions: { main: { slots, section: "socket" } } });
    return simulateObject(object).programs.main.test({ data }).returned;
  };
  const start = [{ code: 0xbf, destination: 6, source: 1 }];
  // The packet starts behind the Ethernet header, with the byte 15.
  const sizes = [
    { absolute: 0x30, indirect: 0x50, at2: 17, at5: 20 },
    { absolute: 0x28, indirect: 0x48, at2: 0x1112, at5: 0x1415 },
    { absolute: 0x20, indirect: 0x40, at2: 0x1112_1314, at5: 0x1415_1617 },
  ];
  for (const { absolute, indirect, at2, at5 } of sizes) {
    test(`0x${absolute.toString(16)} and 0x${indirect.toString(16)}`, () => {
      assert.equal(read([...start, { code: opcode(absolute), immediate: 2 }, exit]), at2);
      assert.equal(read([...start, set(7, 3), { code: opcode(indirect), source: 7, immediate: 2 }, exit]), at5);
      assert.equal(read([...start, { code: absolute, immediate: 50 }, set(0, 7), exit]), 0);
      assert.equal(read([...start, set(7, 49), { code: indirect, source: 7, immediate: 1 }, set(0, 7), exit]), 0);
    });
  }
  test("from the network header and from the link layer", () => {
    assert.equal(read([...start, { code: 0x30, immediate: -0x10_0000 + 2 }, exit]), 17);
    assert.equal(read([...start, { code: 0x30, immediate: -0x20_0000 + 2 }, exit]), 3);
  });
});

test("what is no instruction is an error", () => {
  for (const code of [0x00, 0x08, 0x8c, 0xe7, 0xfd, 0x99]) {
    const object = rawObject({ functions: { main: { slots: [{ code }, exit] } } });
    assert.throws(() => simulateObject(object).programs.main.test(), { code: "YDL7009" }, `0x${code.toString(16)}`);
  }
  assert.equal(machineCode([exit]).length, 8);
});

after(() => {
  const both = (codes: readonly number[], ...groups: readonly number[]) =>
    codes.flatMap((code) => groups.flatMap((group) => [code | group, code | group | 0x08]));
  const alu = [0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x90, 0xa0, 0xb0, 0xc0];
  const jumps = [0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0xa0, 0xb0, 0xc0, 0xd0];
  const all = [
    ...both(alu, 0x04, 0x07),
    ...[0x84, 0x87, 0xd4, 0xdc, 0xd7],
    ...both(jumps, 0x05, 0x06),
    ...[0x05, 0x06, 0x85, 0x95],
    ...[0x18, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50],
    ...[0x61, 0x69, 0x71, 0x79, 0x81, 0x89, 0x91],
    ...[0x62, 0x6a, 0x72, 0x7a, 0x63, 0x6b, 0x73, 0x7b, 0xc3, 0xdb],
  ];
  assert.deepEqual(
    [...tested].sort((a, b) => a - b),
    all.sort((a, b) => a - b),
    "every opcode of RFC 9669 is tested",
  );
});
