import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  array,
  arrayMap,
  compile,
  hashMap,
  i32,
  i64,
  load,
  program,
  readElf,
  type Scope,
  u8,
  u32,
  u64,
  variable,
  writeElf,
} from "../../src/index.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { simulate } from "../../src/testing.ts";
import { withoutKernel } from "../support/kernel.ts";
import { requires } from "../support/requires.ts";

// Loops that an iterator of the kernel counts: what they do is compared with the same function as JavaScript.

const skip = requires("6.4", "the kernel's iterators");

const n = variable(i64);
const x = variable(u64);
const y = variable(i64);
const words = variable(array(u32, 8));

// biome-ignore lint/suspicious/noExplicitAny: each case has a scope of its own
type Any = any;
type Function = (skb: Any, scope: Any, bpf: Any) => Any;

/** The instructions of a million rounds. */
const PATIENCE = 60_000_000;

function* range(end: number): Generator<number> {
  for (let round = 0; round < end && round < 2 ** 23; round++) yield round;
}

interface Loaded {
  readonly programs: { readonly run: { test(options: { data: Uint8Array }): { readonly returned: number } } };
  readonly variables: Record<string, { value: Any }>;
  [Symbol.dispose](): void;
}

/** Runs it for each number of rounds in the kernel and in the simulator, and as JavaScript. */
function agrees(title: string, rounds: readonly number[], fn: Function, scope: Scope = {}): void {
  const run = program("cgroup_skb/egress", { n, x, y, words, ...scope }, fn as never);
  const definitions = { run, n, x, y, words, ...scope };
  const check = (loaded: Loaded) => {
    for (const count of rounds) {
      loaded.variables.n!.value = BigInt(count);
      loaded.variables.x!.value = 0n;
      loaded.variables.y!.value = 0n;
      loaded.variables.words!.value = new Array(8).fill(0);
      const { returned } = loaded.programs.run.test({ data: new Uint8Array(64) });
      const plain = { n: { value: count }, x: { value: 0 }, y: { value: 0 }, words: { value: new Array(8).fill(0) } };
      const expected = fn({ len: 50 }, plain, { range });
      const seen = {
        returned,
        x: Number(loaded.variables.x!.value),
        y: Number(loaded.variables.y!.value),
        words: [...loaded.variables.words!.value].map(Number),
      };
      const wanted = { returned: expected, x: plain.x.value, y: plain.y.value, words: plain.words.value };
      assert.deepEqual(seen, wanted, `${count} rounds`);
    }
  };
  test(`${title}, in the simulator`, () => {
    using bpf = simulate(definitions, { instructionLimit: PATIENCE });
    check(bpf as unknown as Loaded);
  });
  test(`${title}, in the kernel`, { skip }, () => {
    using bpf = load(definitions);
    check(bpf as unknown as Loaded);
  });
}

const few = [0, 1, -1, 2, 7, 8, 9, 100, 5000];

describe("a range that nothing limits", () => {
  agrees("sums what it counts", [...few, 1_000_000, -(2 ** 40), -(2 ** 32) + 5], (_, { n, x }, bpf) => {
    let sum = 0;
    for (const i of bpf.range(n.value)) sum += i;
    x.value = sum;
    return 1;
  });

  agrees("ends by break, goes on by continue", few, (_, { n, x, y }, bpf) => {
    let sum = 0;
    for (const i of bpf.range(n.value)) {
      if (i % 3 === 1) continue;
      if (sum > 1000) break;
      sum += i;
    }
    x.value = sum;
    y.value = 5 - sum;
    return 1;
  });

  agrees("is left by return, with what its rounds made", few, (_, { n, x }, bpf) => {
    for (const i of bpf.range(n.value)) {
      x.value = i + 1;
      if (i * i === 49) return 0;
    }
    return 1;
  });

  agrees("in another one, with labels", [0, 1, -5, 2, 7, 30, 100], (_, { n, x, y }, bpf) => {
    let sum = 0;
    let odd = 0;
    outer: for (const i of bpf.range(n.value)) {
      if (i === 3) continue;
      for (const j of bpf.range(n.value)) {
        if (j > i) continue outer;
        if (i === 50) break outer;
        if (sum === 123_456) return 0;
        sum += j;
        odd++;
      }
      odd += 1000;
    }
    x.value = sum;
    y.value = odd > 5 ? odd : -1;
    return odd === 5005 ? 0 : 1;
  });

  agrees("around and in plain loops", [0, 1, 2, 5, 40], (_, { n, x }, bpf) => {
    let sum = 1;
    for (let round = 0; round < 3; round++) {
      for (const i of bpf.range(n.value + round)) {
        for (let j = 0; j < 4; j++) {
          if (j === 2) continue;
          sum += i * j;
        }
        if (sum > 900) break;
      }
      sum += 7;
    }
    x.value = sum;
    return 1;
  });

  agrees("with counters of every kind", few, (_, { n, x, y, words }, bpf) => {
    let next = 0;
    let down = 0;
    let doubled = 1;
    let found = false;
    for (const i of bpf.range(n.value)) {
      words.value[next] += i & 255;
      next = (next + 1) & 7;
      if (i < 8) words.value[i] += 1;
      down--;
      if (doubled < 100_000) doubled *= 2;
      if (down === -5) found = true;
    }
    x.value = doubled + (found ? 1_000_000 : 0);
    y.value = down < -3 ? down : 77;
    return found ? 0 : 1;
  });

  agrees("in local functions that return out of it", few, (_, { n, x, y }, bpf) => {
    const first = (step: number) => {
      for (const i of bpf.range(n.value)) if (i > 3 && i % step === 0) return i;
      return -1;
    };
    y.value = first(5);
    x.value = first(7) + 1;
    return 1;
  });

  const seen = hashMap({ key: u32, value: u64, maxEntries: 16 });
  const slots = arrayMap({ value: u64, maxEntries: 16 });
  test("does what maps do", { skip }, () => {
    const run = program("cgroup_skb/egress", { n, seen, slots }, (_, { n, seen, slots }, bpf) => {
      for (const i of bpf.range(n.value)) {
        const row = seen.lookupOrInsert(i % 10);
        if (!row) return 0;
        row.value += i;
        const slot = slots.lookup(i);
        if (!slot) continue;
        slot.value = i * 2;
      }
      return 1;
    });
    using kernel = load({ run, n, seen, slots });
    using simulated = simulate({ run, n, seen, slots });
    for (const bpf of [kernel, simulated]) {
      bpf.variables.n.value = 25n;
      assert.equal(bpf.programs.run.test({ data: new Uint8Array(64) }).returned, 1);
      const sums = Array.from({ length: 10 }, (_, key) => BigInt(key + key + 10 + (key < 5 ? key + 20 : 0)));
      assert.deepEqual(
        [...bpf.maps.seen.entries()].sort(([a], [b]) => a - b),
        sums.map((sum, key) => [key, sum]),
      );
      assert.deepEqual(
        [...bpf.maps.slots.entries()].map(([, value]) => value),
        Array.from({ length: 16 }, (_, index) => BigInt(index * 2)),
      );
    }
  });

  test("stops after 2^23 rounds", { skip }, () => {
    const end = variable(u64, 0xffff_ffff_ffff_ffffn);
    const run = program("cgroup_skb/egress", { end, x }, (_, { end, x }, bpf) => {
      let rounds = 0;
      for (const _round of bpf.range(end.value)) rounds++;
      x.value = rounds;
      return 1;
    });
    using bpf = load({ run, end, x });
    bpf.programs.run.test({ data: new Uint8Array(64) });
    assert.equal(bpf.variables.x.value, 1n << 23n);
  });

  test("evaluates its end once", { skip }, () => {
    const run = program("cgroup_skb/egress", { n, x }, (_, { n, x }, bpf) => {
      for (const i of bpf.range(n.value)) {
        n.value = 0;
        x.value += i;
      }
      return 1;
    });
    using bpf = load({ run, n, x });
    bpf.variables.n.value = 5n;
    bpf.programs.run.test({ data: new Uint8Array(64) });
    assert.equal(bpf.variables.x.value, 10n);
  });
});

describe("the code of a range", () => {
  const sum = program("cgroup_skb/egress", { x }, (skb, { x }, bpf) => {
    let sum = 0;
    for (const i of bpf.range(skb.len)) sum += i;
    x.value = sum;
    return 1;
  });

  test("is no longer than that of bpf_for in C: clang makes 29 slots", () => {
    const { functions, externs } = compile({ sum, x });
    assert.ok(functions[0]!.code.length / 8 <= 23, `${functions[0]!.code.length / 8} slots`);
    assert.deepEqual(
      externs?.map(({ name, kind, weak }) => ({ name, kind, weak })),
      ["bpf_iter_num_destroy", "bpf_iter_num_new", "bpf_iter_num_next"].map((name) => {
        return { name, kind: "function", weak: false };
      }),
    );
  });

  test("survives a file", { skip }, () => {
    const object = compile({ sum, x });
    const read = readElf(writeElf(object));
    assert.deepEqual(
      read.externs?.map(({ name }) => name).sort(),
      object.externs?.map(({ name }) => name),
    );
    using bpf = load<{ sum: typeof sum; x: typeof x }>(read);
    bpf.programs.sum.test({ data: new Uint8Array(64) });
    assert.equal(bpf.variables.x.value, 1225n);
  });

  test("is refused by name where the running kernel has no iterators", { skip: withoutKernel }, () => {
    if (isAtLeast(kernelVersion(), [6, 4])) {
      using bpf = load({ sum, x });
      assert.ok(bpf.programs.sum);
      return;
    }
    assert.throws(() => load({ sum, x }), /YDL2030.*has no iterators \(they come with 6\.4\)/s);
    assert.throws(() => load(compile({ sum, x })), { code: "YDL4430", message: /'sum' calls .*'bpf_iter_num_/ });
  });

  test("needs no iterator where the end is seen to be small", () => {
    const byte = variable(u8);
    const small = program("cgroup_skb/egress", { byte, x }, (_, { byte, x }, bpf) => {
      for (const i of bpf.range(byte.value)) x.value += i;
      return 1;
    });
    assert.equal(compile({ small }).externs, undefined);
  });

  test("is a plain loop for kernels without iterators, as far as the verifier can walk through it", () => {
    const many = program("cgroup_skb/egress", { x }, (skb, { x }, bpf) => {
      for (const i of bpf.range(skb.len & 0x1fff)) x.value += i;
      return 1;
    });
    assert.equal(compile({ many }, { iterators: false }).externs, undefined);
    assert.equal(compile({ many }).externs?.length, 3);
    assert.throws(() => compile({ sum }, { iterators: false }), /YDL2030.*has no iterators \(they come with 6\.4\)/s);
  });

  test("reads a packet at the place of the round", { skip }, () => {
    const bytes = variable(i32);
    const run = program("cgroup_skb/egress", { n, bytes, u8 }, (skb, { n, bytes, u8 }, bpf) => {
      let sum = 0;
      for (const i of bpf.range(n.value & 0xfff)) {
        const byte = bpf.load(skb, u8, i);
        if (!byte) break;
        sum += byte.value;
      }
      bytes.value = sum;
      return 1;
    });
    using kernel = load({ run, n, bytes });
    using simulated = simulate({ run, n, bytes });
    const data = Uint8Array.from({ length: 64 }, (_, index) => (index < 14 ? 0 : index));
    for (const bpf of [kernel, simulated]) {
      bpf.variables.n.value = 3000n;
      bpf.programs.run.test({ data });
      assert.equal(bpf.variables.bytes.value, ((14 + 63) * 50) / 2);
    }
  });
});
