// Spin locks: what they allow runs, and what the verifier would refuse is a mistake of ours to report.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  arrayMap,
  CompileError,
  compile,
  hashMap,
  perCpuVariable,
  program,
  type Scope,
  spinLock,
  struct,
  subprogram,
  u32,
  u64,
  variable,
} from "../../src/index.ts";
import { inBoth } from "./both.ts";

const data = new Uint8Array(64);
data.set([8, 0, 0x45], 12);

const bucket = struct({ tokens: u64, lock: spinLock, last: u32 });
const buckets = hashMap({ key: u32, value: bucket, maxEntries: 4 });
const only = arrayMap({ value: bucket, maxEntries: 1 });
const several = arrayMap({ value: bucket, maxEntries: 4 });
const counter = perCpuVariable(u64);
const plain = variable(u64);

describe("spin locks", () => {
  const run = program(
    "cgroup_skb/egress",
    { bucket, buckets, only, several },
    (skb, { bucket, buckets, only, several }, bpf) => {
      const row = buckets.lookupOrInsert(skb.len & 1, { tokens: 100 });
      if (!row) return 0;
      bpf.spin_lock(row.lock);
      const enough = row.tokens >= 40;
      if (enough) row.tokens -= 40;
      row.last = enough ? 1 : 2;
      bpf.spin_unlock(row.lock);
      bpf.spin_lock(only[0].lock);
      only[0].tokens += 1;
      only[0].last = skb.len;
      if (only[0].tokens > 2) {
        bpf.spin_unlock(only[0].lock);
        return 0;
      }
      bpf.spin_unlock(only[0].lock);
      const third = several.lookup(2);
      if (third) {
        bpf.spin_lock(third.lock);
        third.tokens = row.tokens;
        bpf.spin_unlock(third.lock);
      }
      const mine = bpf.zeroed(bucket);
      mine.tokens = 7;
      several.update(1, mine);
      buckets.update(9, { last: 3 });
      return 1;
    },
  );

  inBoth("keep others out while several fields change", { run, buckets, only, several }, ({ programs, maps }) => {
    assert.deepEqual(
      [1, 2, 3].map(() => programs.run.test({ data }).returned),
      [1, 1, 0],
    );
    assert.deepEqual(maps.buckets.get(0), { tokens: 20n, last: 2 });
    assert.deepEqual(maps.buckets.get(9), { tokens: 0n, last: 3 });
    assert.deepEqual(maps.only.get(0), { tokens: 3n, last: 50 });
    assert.deepEqual(maps.several.get(1), { tokens: 7n, last: 0 });
    assert.deepEqual(maps.several.get(2), { tokens: 20n, last: 0 });
    maps.buckets.set(0, { tokens: 5, last: 6 });
    assert.deepEqual(maps.buckets.get(0), { tokens: 5n, last: 6 });
  });

  const spend = subprogram([bucket, u32], {}, (row, tokens, _scope, bpf) => {
    bpf.spin_lock(row.lock);
    const enough = row.tokens >= tokens;
    if (enough) row.tokens -= tokens;
    bpf.spin_unlock(row.lock);
    return enough;
  });
  const twice = program("cgroup_skb/egress", { buckets, spend }, (_skb, { buckets, spend }, bpf) => {
    const row = buckets.lookupOrInsert(1, { tokens: 50 });
    if (!row) return 0;
    for (let i = 0; i < 3; i++) {
      bpf.spin_lock(row.lock);
      if (row.last > 1) {
        bpf.spin_unlock(row.lock);
        break;
      }
      row.last += 1;
      bpf.spin_unlock(row.lock);
    }
    return spend(row, 30) ? 1 : 0;
  });
  inBoth("are taken in loops and in subprograms", { twice, buckets }, ({ programs, maps }) => {
    assert.deepEqual(
      [1, 2].map(() => programs.twice.test({ data }).returned),
      [1, 0],
    );
    assert.deepEqual(maps.buckets.get(1), { tokens: 20n, last: 2 });
  });

  // biome-ignore lint/suspicious/noExplicitAny: each case has a scope of its own
  type Any = any;

  function refused(
    title: string,
    expected: RegExp,
    fn: (skb: Any, scope: Any, bpf: Any) => Any,
    section = "cgroup_skb/egress",
  ): void {
    test(`refused: ${title}`, () => {
      const scope: Scope = { bucket, buckets, only, several, counter, plain };
      const run = program(section as "cgroup_skb/egress", scope, fn as never);
      assert.throws(
        () => compile({ run }),
        (error) => error instanceof CompileError && expected.test(error.message),
      );
    });
  }

  refused(
    "a way without giving it back",
    /YDL2040: the lock that is taken here is still held/,
    (skb, { only }, bpf) => {
      bpf.spin_lock(only[0].lock);
      if (skb.len > 100) return 0;
      bpf.spin_unlock(only[0].lock);
      return 1;
    },
  );
  refused(
    "held on one of two ways",
    /YDL2040: the lock that is taken here is held on one way and free/,
    (skb, { only }, bpf) => {
      if (skb.len > 100) bpf.spin_lock(only[0].lock);
      only[0].tokens = 1;
      bpf.spin_unlock(only[0].lock);
      return 1;
    },
  );
  refused("two at once", /YDL2040: a second lock is taken/, (_skb, { only, buckets }, bpf) => {
    const row = buckets.lookup(1);
    if (!row) return 1;
    bpf.spin_lock(only[0].lock);
    bpf.spin_lock(row.lock);
    bpf.spin_unlock(row.lock);
    bpf.spin_unlock(only[0].lock);
    return 1;
  });
  refused("another one given back", /YDL2040: this is not the lock that is held/, (_skb, { only, buckets }, bpf) => {
    const row = buckets.lookup(1);
    if (!row) return 1;
    bpf.spin_lock(only[0].lock);
    bpf.spin_unlock(row.lock);
    return 1;
  });
  refused("none to give back", /YDL2040: no lock is held here/, (_skb, { only }, bpf) => {
    bpf.spin_unlock(only[0].lock);
    return 1;
  });
  refused("a helper in between", /YDL2040: 'ktime_get_ns' is called while a lock is held/, (_skb, { only }, bpf) => {
    bpf.spin_lock(only[0].lock);
    only[0].tokens = bpf.ktime_get_ns();
    bpf.spin_unlock(only[0].lock);
    return 1;
  });
  refused(
    "an element of an array in between",
    /YDL2040: 'map_lookup_elem' is called while/,
    (_skb, { only, several }, bpf) => {
      bpf.spin_lock(only[0].lock);
      several[1].tokens = 3;
      bpf.spin_unlock(only[0].lock);
      return 1;
    },
  );
  refused(
    "a per-CPU variable in between",
    /YDL2040: 'get_smp_processor_id' is called while/,
    (_skb, { only, counter }, bpf) => {
      bpf.spin_lock(only[0].lock);
      counter.value += 1;
      bpf.spin_unlock(only[0].lock);
      return 1;
    },
  );
  refused("the lock of an element", /YDL2003: each mention of an element finds it again/, (_skb, { several }, bpf) => {
    bpf.spin_lock(several[1].lock);
    bpf.spin_unlock(several[1].lock);
    return 1;
  });
  refused("the lock of a copy", /YDL2003: only the lock in a map's value/, (_skb, { bucket }, bpf) => {
    const mine = bpf.zeroed(bucket);
    bpf.spin_lock(mine.lock);
    bpf.spin_unlock(mine.lock);
    return 1;
  });
  refused("something else", /YDL2003: spin_lock needs the lock/, (_skb, { only }, bpf) => {
    bpf.spin_lock(only[0].tokens);
    return 1;
  });
  refused("reading it", /YDL2003: a lock has no value/, (_skb, { only, plain }) => {
    plain.value = only[0].lock;
    return 1;
  });
  refused("a copy of the whole", /YDL2003: memory with a lock in it can't be copied/, (_skb, { only, buckets }) => {
    buckets.update(1, only[0]);
    return 1;
  });
  refused("a copy over the whole", /YDL2003: memory with a lock in it can't be copied/, (_skb, { only }) => {
    only[0] = { tokens: 1 };
    return 1;
  });
  refused(
    "socket filters",
    /YDL2009: the kernel lets no socket_filter program hold a lock/,
    (_skb, { only }, bpf) => {
      bpf.spin_lock(only[0].lock);
      bpf.spin_unlock(only[0].lock);
      return 1;
    },
    "socket",
  );

  test("refused: locks where the kernel has none", () => {
    assert.throws(() => variable(bucket), /variable: the first argument holds a lock/);
    assert.throws(() => hashMap({ key: bucket, value: u32, maxEntries: 1 }), /hashMap: key holds a lock/);
    const two = struct({ a: spinLock, b: spinLock });
    assert.throws(() => hashMap({ key: u32, value: two, maxEntries: 1 }), /must have one lock/);
    const inner = struct({ inner: bucket });
    assert.throws(() => hashMap({ key: u32, value: inner, maxEntries: 1 }), /as a field of the struct itself/);
  });
});
