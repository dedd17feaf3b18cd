import assert from "node:assert/strict";
import { test } from "node:test";
import { CObjects } from "../bench/c-objects.ts";
import { benchmarks, slotsOf } from "../bench/programs/index.ts";
import { type Strategy, strategies } from "../bench/strategies.ts";
import { type BpfObject, compile, readElf } from "../src/index.ts";

function slots({ functions }: BpfObject): number {
  return (functions.find(({ name }) => name === "count")?.code.length ?? Number.NaN) / 8;
}

/** At most so many instruction slots, whatever the optimizer does. */
const limits: Readonly<Record<Strategy, number>> = {
  empty: 2,
  "array-map": 5,
  variable: 5,
  "per-cpu-variable": 11,
  "per-cpu-array-map": 13,
  "hash-map": 32,
  "per-cpu-hash-map": 35,
};

for (const [strategy, limit] of Object.entries(limits) as [Strategy, number][]) {
  test(`counting by ${strategy} takes at most ${limit} slots`, () => {
    const taken = slots(compile(strategies[strategy]));
    assert.ok(taken <= limit, `it takes ${taken}`);
  });
}

test("no strategy takes more slots than clang -O2 -mcpu=v3", (context) => {
  using c = new CObjects();
  if (c.compiler === undefined) return context.skip("clang-19 is not installed");
  for (const strategy of Object.keys(limits) as Strategy[]) {
    const [ours, theirs] = [slots(compile(strategies[strategy])), slots(readElf(c.build(strategy)))];
    assert.ok(ours <= theirs, `${strategy}: ${ours}, clang ${theirs}`);
  }
});

test("no program of the benchmark takes more slots than clang's, and all together at most nine tenths", (context) => {
  using c = new CObjects();
  if (c.compiler === undefined) return context.skip("clang-19 is not installed");
  const sum = { ours: 0, theirs: 0 };
  for (const [name, { definitions }] of Object.entries(benchmarks)) {
    const [ours, theirs] = [slotsOf(compile(definitions)), slotsOf(readElf(c.build(name, "programs/c")))];
    assert.ok(ours <= theirs, `${name}: ${ours}, clang ${theirs}`);
    sum.ours += ours;
    sum.theirs += theirs;
  }
  assert.ok(sum.ours <= 0.9 * sum.theirs, `${sum.ours} of ${sum.theirs}`);
});
