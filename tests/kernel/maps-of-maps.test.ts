import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  arrayMap,
  arrayOfMaps,
  CompileError,
  compile,
  hashMap,
  hashOfMaps,
  load,
  program,
  readElf,
  ringBuffer,
  struct,
  u16,
  u32,
  u64,
  variable,
  writeElf,
} from "../../src/index.ts";
import { simulate } from "../../src/testing.ts";
import { withoutKernel } from "../support/kernel.ts";
import { runTool, withoutTools } from "../support/tools.ts";

const packet = new Uint8Array(64);
const counts = hashMap({ key: u16, value: u64, maxEntries: 2 });
const other = hashMap({ key: u16, value: u64, maxEntries: 2 });
const slots = arrayMap({ value: u64, maxEntries: 4 });
const byMark = arrayOfMaps({ inner: counts, maxEntries: 3 });
const byName = hashOfMaps({ key: struct({ mark: u32, queue: u32 }), inner: slots, maxEntries: 4 });
const missed = variable(u64);

const count = program("cgroup_skb/egress", { byMark, missed }, (skb, { byMark, missed }) => {
  const counts = byMark.lookup(skb.mark);
  if (!counts) {
    missed.value += 1;
    return 0;
  }
  const count = counts.lookupOrInsert(skb.priority, 100);
  if (!count) return 2;
  count.value += 1;
  if (counts.update(9, 1) === 0) counts.delete(9);
  return counts.lookup(9) ? 3 : 1;
});

const slot = program("cgroup_skb/egress", { byName }, (skb, { byName }) => {
  const slots = byName.lookup({ mark: skb.mark, queue: 7 });
  if (!slots) return 0;
  const first = slots.lookup(skb.priority);
  if (!first) return 2;
  first.value += 5;
  return slots.update(0, 1) === 0 ? 1 : 3;
});

const definitions = { counts, other, slots, byMark, byName, missed, count, slot };
type Loaded = ReturnType<typeof load<typeof definitions>>;

/** The same in the kernel and in the simulator. */
function check(bpf: Pick<Loaded, "maps" | "programs" | "variables">): void {
  const run = (mark: number, priority: number) =>
    bpf.programs.count.test({ data: packet, context: { mark, priority } }).returned;
  assert.equal(run(0, 1), 0, "nothing was put in");
  assert.equal(run(5, 1), 0, "there is no such index");
  assert.equal(bpf.variables.missed.value, 2n);
  bpf.maps.byMark.set(0, bpf.maps.counts);
  bpf.maps.byMark.set(2, bpf.maps.other);
  assert.deepEqual([run(0, 1), run(0, 1), run(2, 1), run(1, 1)], [1, 1, 1, 0]);
  assert.deepEqual([...bpf.maps.counts], [[1, 102n]]);
  assert.deepEqual([...bpf.maps.other], [[1, 101n]]);
  // Full: two entries, and one that is not there.
  assert.deepEqual([run(0, 2), run(0, 3)], [1, 2]);
  assert.equal(bpf.maps.byMark.delete(0), true);
  assert.equal(run(0, 1), 0);

  bpf.maps.byName.set({ mark: 3, queue: 7 }, bpf.maps.slots);
  const put = (mark: number, priority: number) =>
    bpf.programs.slot.test({ data: packet, context: { mark, priority } }).returned;
  assert.deepEqual([put(3, 2), put(3, 2), put(3, 4), put(4, 2)], [1, 1, 2, 0]);
  assert.deepEqual([...bpf.maps.slots], [1n, 0n, 10n, 0n]);
}

test("maps are found in maps, in the simulator", () => {
  check(simulate(definitions) as never);
});

describe("maps of maps", { skip: withoutKernel }, () => {
  test("maps are found in maps", () => {
    using bpf = load(definitions);
    check(bpf);
  });

  test("the handle tells which maps are in it", () => {
    using bpf = load(definitions);
    const { byMark, byName, counts, slots } = bpf.maps;
    byMark.set(1, counts);
    assert.deepEqual([...byMark.keys()], [1]);
    assert.equal(byMark.id(1), counts.info().id);
    assert.equal(byMark.id(0), undefined);
    byName.set({ mark: 1, queue: 2 }, slots);
    assert.deepEqual([...byName.keys()], [{ mark: 1, queue: 2 }]);
    assert.equal(byName.has({ mark: 1, queue: 2 }), true);
    assert.equal(byName.delete({ mark: 1, queue: 2 }), true);
    assert.equal(byName.delete({ mark: 1, queue: 2 }), false);
    assert.throws(() => byMark.set(0, slots), { code: "YDL4422" });
    assert.throws(() => byMark.set(3, counts), { code: "YDL4408" });
  });

  test("a ring buffer of many", () => {
    const events = ringBuffer({ value: struct({ mark: u32 }), maxEntries: 4096 });
    const byQueue = arrayOfMaps({ inner: events, maxEntries: 2 });
    const emit = program("cgroup_skb/egress", { byQueue }, (skb, { byQueue }) => {
      const events = byQueue.lookup(skb.priority);
      if (!events) return 0;
      const event = events.reserve();
      if (!event) return 2;
      event.mark = skb.mark;
      events.submit(event);
      return events.output({ mark: 9 }) === 0 ? 1 : 3;
    });
    using bpf = load({ events, byQueue, emit });
    bpf.maps.byQueue.set(1, bpf.maps.events);
    const run = (priority: number) => bpf.programs.emit.test({ data: packet, context: { mark: 4, priority } }).returned;
    assert.deepEqual([run(0), run(1)], [0, 1]);
    assert.deepEqual(bpf.maps.events.drain(), [{ mark: 4 }, { mark: 9 }]);
  });

  test("a file with them is loaded by us and by bpftool", { skip: withoutTools("bpftool") }, () => {
    const folder = mkdtempSync(join(tmpdir(), "yodel-maps-"));
    const pins = join(folder, "pins");
    try {
      const file = writeElf(compile(definitions, { portable: true }));
      const object = readElf(file);
      assert.equal(object.maps.find(({ name }) => name === "byMark")?.inner?.maxEntries, 2);
      load(object).close();
      writeFileSync(join(folder, "maps.bpf.o"), file);
      runTool("mkdir", [pins]);
      assert.equal(runTool("mount", ["-t", "bpf", "bpf", pins]).status, 0);
      const { status, stderr } = runTool("bpftool", ["prog", "loadall", join(folder, "maps.bpf.o"), join(pins, "all")]);
      assert.equal(status, 0, stderr);
    } finally {
      runTool("umount", [pins]);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test("what a map of maps gives is a map, and may be missing", () => {
  const failing = (fn: Parameters<typeof program<"xdp", { byMark: typeof byMark }>>[2]) => {
    try {
      compile({ bad: program("xdp", { byMark }, fn) });
    } catch (error) {
      assert(error instanceof CompileError);
      return error.diagnostics.map(({ code }) => code);
    }
    return [];
  };
  assert.deepEqual(
    failing((_ctx, { byMark }) => {
      const counts = byMark.lookup(0) as NonNullable<ReturnType<typeof byMark.lookup>>;
      return counts.lookup(1) ? 1 : 2;
    }),
    ["YDL2004"],
  );
  assert.deepEqual(
    failing((_ctx, { byMark }) => {
      const counts = byMark.lookup(0);
      if (!counts) return 1;
      return (counts as unknown as { value: number }).value > 1 ? 1 : 2;
    }),
    ["YDL2008"],
  );
  assert.throws(() => arrayOfMaps({ inner: byMark, maxEntries: 1 }), { code: "YDL3002" });
  assert.throws(() => hashOfMaps({ key: u32, inner: u32 as never, maxEntries: 1 }), { code: "YDL3002" });
});
