import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { compile, hashMap, load, program, u32, u64, variable } from "../../src/index.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";

const CYCLES = 10_000;
/** In bytes. A leak of a page for each cycle would be 20 MB in the second half. */
const NOISE = 8e6;

test(`${CYCLES} times loaded, attached, read and closed, nothing is left`, { skip: withoutKernel }, async () => {
  const hits = variable(u64);
  const byInterface = hashMap({ key: u32, value: u64, maxEntries: 16 });
  const count = program("cgroup_skb/egress", { hits, byInterface }, (skb, { hits, byInterface }) => {
    hits.value += 1;
    const row = byInterface.lookupOrInsert(skb.ifindex);
    if (row) row.value += 1;
    return 1;
  });
  const definitions = { hits, byInterface, count };
  const object = compile(definitions);
  await using cgroup = makeTestCgroup();
  const cycle = () => {
    using bpf = load<typeof definitions>(object);
    bpf.programs.count.attach(cgroup.path);
    assert.equal(bpf.variables.hits.value, 0n);
    assert.equal(bpf.maps.byInterface.size, 0);
  };
  // Caches fill in the first half.
  for (let done = 0; done < CYCLES / 2; done++) cycle();
  const before = inUse();
  for (let done = 0; done < CYCLES / 2; done++) cycle();
  const after = inUse();
  assert.equal(after.descriptors, before.descriptors);
  assert(after.memory - before.memory < NOISE, `grew from ${before.memory} to ${after.memory} bytes`);
});

function inUse(): { descriptors: number; memory: number } {
  return { descriptors: readdirSync("/proc/self/fd").length, memory: process.memoryUsage().rss };
}
