// Bit fields, unions, texts and whole copies, on every kind of memory.
import assert from "node:assert/strict";
import { describe } from "node:test";
import {
  array,
  bits,
  chars,
  hashMap,
  i8,
  i16,
  i32,
  i64,
  perCpuVariable,
  program,
  ringBuffer,
  struct,
  u8,
  u16,
  u32,
  u64,
  union,
  variable,
} from "../../src/index.ts";
import { requires } from "../support/requires.ts";
import { inBoth } from "./both.ts";

const data = new Uint8Array(64);
data.set([8, 0, 0x45], 12);

const sums = variable(array(i64, 16));

describe("bit fields with a sign", () => {
  const cells = struct({
    a: bits(i32, 5),
    b: bits(u32, 3),
    c: bits(i32, 24),
    byte: bits(i8, 8),
    low: bits(i16, 3),
    high: bits(i16, 13),
    wide: bits(i64, 40),
    top: bits(i64, 24),
  });
  const cell = variable(cells, { a: -16, b: 5, c: -1, byte: -128, low: -4, high: 4095, wide: -(2n ** 39n), top: -1n });
  const run = program("cgroup_skb/egress", { cells, cell, sums }, (skb, { cells, cell, sums }, bpf) => {
    const all = cell.value;
    sums.value[0] = all.a;
    sums.value[1] = all.c;
    sums.value[2] = all.byte;
    sums.value[3] = all.low;
    sums.value[4] = all.high;
    sums.value[5] = all.wide;
    sums.value[6] = all.top;
    sums.value[7] = all.b;
    // Stores keep the low bits, and leave the neighbours.
    all.a = skb.len - 50 - 1;
    all.c = all.a * 2;
    all.low = skb.len + 5; // 55 is 7 in three bits: -1
    all.wide = -5;
    all.top = all.a < 0 ? -8388608 : 1;
    sums.value[8] = all.a / 1 + (all.low >> 1);
    const here = bpf.zeroed(cells);
    here.a = -3;
    here.a += 1;
    here.a -= 20; // -22 is 10 in five bits
    here.high = -1;
    here.low = 3;
    here.low ^= 1;
    sums.value[9] = here.a;
    sums.value[10] = here.high * 10 + here.low;
    cell.value = { a: -1, b: 7, c: all.c, byte: all.byte, low: all.low, high: -4096, wide: all.wide, top: all.top };
    return here.a > 0 ? 1 : 0;
  });

  inBoth("are extended when they are read, and cut when they are stored", { run, cell, sums }, (bpf) => {
    assert.equal(bpf.programs.run.test({ data }).returned, 1);
    const seen = bpf.variables.sums.value.slice(0, 11);
    assert.deepEqual(seen, [-16n, -1n, -128n, -4n, 4095n, -(2n ** 39n), -1n, 5n, -2n, 10n, -8n]);
    const { value } = bpf.variables.cell;
    assert.deepEqual(value, { a: -1, b: 7, c: -2, byte: -128, low: -1, high: -4096, wide: -5n, top: -8388608n });
    bpf.variables.cell.value = { ...value, a: 15, c: -8388608 };
    assert.deepEqual(bpf.variables.cell.value, { ...value, a: 15, c: -8388608 });
    assert.throws(() => (bpf.variables.cell.value = { ...value, a: 16 }), /16 does not fit in 5 bits \(-16 to 15\)/);
  });
});

describe("texts in memory", () => {
  const names = struct({ short: chars(4), long: chars(16), other: chars(16) });
  const both = variable(names);
  const here = variable(u32);
  const run = program("cgroup_skb/egress", { names, both, here }, (_skb, { names, both, here }, bpf) => {
    const all = both.value;
    const mine = bpf.zeroed(names);
    mine.long = "nginx";
    mine.short = "ab";
    here.value = mine.long === all.long ? 1 : 0;
    if (mine.short !== all.short) here.value += 2;
    const inOrder = all.long === all.other && all.short === all.other;
    return inOrder || all.short === all.other ? 1 : 0;
  });

  inBoth("are equal up to their NUL", { run, both, here }, ({ programs, variables }) => {
    const result = (short: string, long: string, other: string) => {
      variables.both.value = { short, long, other };
      return [programs.run.test({ data }).returned, variables.here.value];
    };
    assert.deepEqual(result("ab", "nginx", "ab"), [1, 1]);
    assert.deepEqual(result("ab", "nginy", "abc"), [0, 0]);
    assert.deepEqual(result("abc", "nginx1", "abc"), [1, 2]);
    assert.deepEqual(result("", "", ""), [1, 2]);
    assert.deepEqual(result("abc", "ngin", "abcd"), [0, 2]);
  });
});

describe("copies", () => {
  const inner = struct({ kind: u32, either: union({ small: u16, large: u64 }), name: chars(8), list: array(u16, 3) });
  const a = variable(inner, { kind: 1, either: { large: 0x1122334455n }, name: "first", list: [1, 2, 3] });
  const b = variable(inner);
  const mine = perCpuVariable(inner);
  const outer = variable(struct({ one: inner, many: array(inner, 2), byte: u8 }));
  const rows = hashMap({ key: u32, value: inner, maxEntries: 4 });
  const events = ringBuffer({ value: inner, maxEntries: 4096 });

  const scope = { inner, a, b, mine, outer, rows, events };
  const run = program("cgroup_skb/egress", scope, (_skb, { inner, a, b, mine, outer, rows, events }, bpf) => {
    b.value = a.value;
    b.value.kind = 2; // a copy
    const alias = b.value;
    alias.kind += 1; // the same
    mine.value = b.value;
    outer.value.one = mine.value;
    outer.value.many[1] = outer.value.one;
    outer.value.many[1]!.list = [7, 8, 9];
    outer.value.one.list = outer.value.many[1]!.list;
    rows.update(1, a.value);
    rows.update(2, { either: a.value.either, list: b.value.list });
    rows.update(3, { either: { small: 5 }, name: "third" });
    const row = rows.lookup(3);
    if (!row) return 0;
    row.either.large |= bpf.u64(1n << 40n);
    row.list[2] = 77;
    outer.value.many[0] = row;
    const local = bpf.zeroed(inner);
    local.name = "local";
    local.either = row.either;
    rows.update(4, local);
    const event = events.reserve();
    if (event) {
      event.kind = row.either.small;
      events.discard(event);
    }
    return events.output(local) === 0 ? 1 : 0;
  });

  inBoth(
    "of structs, unions and arrays, between all kinds of memory",
    { run, a, b, outer, rows, events },
    (bpf) => {
      assert.equal(bpf.programs.run.test({ data }).returned, 1);
      const plain = (value: { either: { large: bigint } }) => ({ ...value, either: value.either.large });
      const first = { kind: 1, either: 0x1122334455n, name: "first", list: [1, 2, 3] };
      assert.deepEqual(plain(bpf.variables.a.value), first);
      assert.deepEqual(plain(bpf.variables.b.value), { ...first, kind: 3 });
      const { one, many } = bpf.variables.outer.value;
      assert.deepEqual(plain(one), { ...first, kind: 3, list: [7, 8, 9] });
      assert.deepEqual(plain(many[1]!), { ...first, kind: 3, list: [7, 8, 9] });
      const third = { kind: 0, either: (1n << 40n) + 5n, name: "third", list: [0, 0, 77] };
      assert.deepEqual(plain(many[0]!), third);
      const expected = [
        first,
        { kind: 0, either: 0x1122334455n, name: "", list: [1, 2, 3] },
        third,
        { kind: 0, either: third.either, name: "local", list: [0, 0, 0] },
      ];
      assert.deepEqual(
        [1, 2, 3, 4].map((key) => plain(bpf.maps.rows.get(key)!)),
        expected,
      );
    },
    requires("5.12", "atomic operations that fetch"),
  );
});
