import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  array,
  CompileError,
  compile,
  context,
  hashMap,
  i64,
  load,
  program,
  readElf,
  struct,
  subprogram,
  u8,
  u16,
  u32,
  u64,
  variable,
  writeElf,
} from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";

const traffic = struct({ packets: u64, bytes: u64 });
const rows = hashMap({ key: u32, value: traffic, maxEntries: 8 });
const total = variable(i64);

const clamp = subprogram([i64, u8, u16], {}, (value, low, high) => {
  if (value < low) return low;
  return value > high ? high : value;
});
const add = subprogram([traffic, u32], { total }, (row, length, { total }) => {
  row.packets += 1;
  row.bytes += length;
  total.value += length;
});
const lengthOf = subprogram([context("cgroup_skb/egress")], { clamp }, (skb, { clamp }) =>
  clamp(skb.len - 60, 0, 1000),
);

describe("subprograms", () => {
  const count = program("cgroup_skb/egress", { rows, clamp, add, lengthOf }, (skb, scope) => {
    const row = scope.rows.lookupOrInsert(7);
    if (row) scope.add(row, skb.len);
    const clamped = scope.clamp(skb.len, 100, 200) + scope.clamp(-5, skb.len + 210, 9);
    if (row) row.bytes += clamped;
    return scope.lengthOf(skb) === 0 ? 1 : 0;
  });

  test("are called with numbers, references and contexts", { skip: withoutKernel }, () => {
    using bpf = load({ count, rows, total });
    assert.equal(bpf.programs.count.test({ data: new Uint8Array(64) }).returned, 1);
    // An argument is cut to its type: 260 is 4 in a u8.
    assert.deepEqual([...bpf.maps.rows.entries()], [[7, { packets: 1n, bytes: 50n + 100n + 4n }]]);
    assert.equal(bpf.variables.total.value, 50n);
    assert.equal(bpf.programs.count.test({ data: new Uint8Array(100) }).returned, 0);
  });

  test("stand once in the object, in .text, and survive a file", () => {
    const object = compile({ count });
    const names = object.functions.map(({ name, section, isProgram }) => ({ name, section, isProgram }));
    assert.deepEqual(names, [
      { name: "add", section: ".text", isProgram: false },
      { name: "clamp", section: ".text", isProgram: false },
      { name: "lengthOf", section: ".text", isProgram: false },
      { name: "count", section: "cgroup_skb/egress", isProgram: true },
    ]);
    assert.deepEqual(
      new Set(readElf(writeElf(object)).functions.map(({ name }) => name)),
      new Set(["add", "clamp", "lengthOf", "count"]),
    );
  });

  test("are compiled again for programs of another type", { skip: withoutKernel }, () => {
    const pass = program("xdp", { clamp }, (_ctx, { clamp }, bpf) =>
      clamp(5, 1, 2) === 2 ? bpf.XDP_PASS : bpf.XDP_DROP,
    );
    using bpf = load({ count, pass });
    assert.equal(bpf.programs.pass.test({ data: new Uint8Array(64) }).returned, 2);
  });

  test("report mistakes where they are, once", () => {
    const wrong = subprogram([u32], {}, (value) => {
      // @ts-expect-error: the mistake that is tested
      return value.nothing;
    });
    const one = program("cgroup_skb/egress", { wrong }, (skb, { wrong }) => (wrong(skb.len) > 0 ? 1 : 0));
    const two = program("cgroup_skb/egress", { wrong }, (skb, { wrong }) => (wrong(skb.mark) > 0 ? 1 : 0));
    assert.throws(
      () => compile({ one, two }),
      (error) => {
        assert.ok(error instanceof CompileError);
        assert.deepEqual(
          error.diagnostics.map((each) => each.code),
          ["YDL2002"],
        );
        assert.equal(error.diagnostics[0]?.location?.lineText.trim(), "return value.nothing;");
        return true;
      },
    );
  });

  test("share the stack with what calls them", () => {
    const line = struct({ words: array(u64, 32) });
    const lines = hashMap({ key: u32, value: line, maxEntries: 1 });
    const inner = subprogram([u64], { lines, line }, (n, { lines, line }, bpf) => {
      const text = bpf.zeroed(line);
      text.words[3] = n;
      lines.update(1, text);
    });
    const outer = program("cgroup_skb/egress", { inner, lines, line }, (skb, { inner, lines, line }, bpf) => {
      const text = bpf.zeroed(line);
      inner(skb.len);
      lines.update(2, text);
      return 1;
    });
    assert.throws(() => compile({ outer }), /'outer' and what it calls need \d+ bytes of stack, and there are 512/);
  });

  test("what only a call needs is used again by the next one", () => {
    const counts = hashMap({ key: struct({ words: array(u64, 16) }), value: u64, maxEntries: 1 });
    const many = program("cgroup_skb/egress", { counts }, (_skb, { counts }) => {
      counts.update({}, 1);
      counts.update({}, 2);
      counts.update({}, 3);
      counts.update({}, 4);
      return counts.delete({}) === 0 ? 0 : 1;
    });
    assert.doesNotThrow(() => compile({ many }));
  });
});
