import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CgroupTree } from "./cgroup-tree.ts";
import { noTraffic, type Traffic } from "./traffic-counts.ts";
import { TrafficLedger, type TrafficReport } from "./traffic-ledger.ts";
import type { TrafficMeter } from "./traffic-meter.ts";

/** A meter whose clock and counts a test sets, over a tree of ordinary directories. */
function bench(t: { after(fn: () => void): void }, ...folders: string[]) {
  const root = mkdtempSync(join(tmpdir(), "yodel-ledger-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  const counts = new Map<bigint, Traffic>();
  const forgotten: bigint[] = [];
  const clock = { now: Math.ceil(performance.now()) };
  const meter: TrafficMeter = {
    started: new Date(),
    adopted: false,
    runs: () => ({ count: 0n, time: 0n }),
    read: () => ({ time: clock.now, cgroups: new Map(counts), overflow: noTraffic, earlier: noTraffic }),
    forget: (id) => {
      forgotten.push(id);
      counts.delete(id);
    },
    [Symbol.dispose]() {},
  };
  const ledger = new TrafficLedger(meter, new CgroupTree(root, root, { share: Number.POSITIVE_INFINITY }), 100);
  const id = (path: string) => statSync(join(root, path), { bigint: true }).ino;
  return { root, counts, forgotten, clock, ledger, id };
}

const sent = (packets: number): Traffic => ({ ...noTraffic, egress: { packets, bytes: packets * 100, skbs: packets } });
const rowOf = ({ rows }: TrafficReport, path: string) => rows.find(({ cgroup }) => cgroup.path === path);

test("adds up the tree, in all and per second", (t) => {
  const { counts, clock, ledger, id } = bench(t, "a/b", "a/c", "d");
  counts.set(id("a"), sent(1)).set(id("a/b"), sent(10)).set(id("d"), sent(100));
  ledger.report();
  counts.set(id("a/b"), sent(30)).set(id("a/c"), sent(4));
  clock.now += 2000;
  const report = ledger.report();
  const a = rowOf(report, "/a");
  assert.deepEqual([a?.self.egress.packets, a?.total.egress.packets], [1, 35]);
  assert.deepEqual([a?.selfRate.egress.packets, a?.totalRate.egress.packets], [0, 12]);
  assert.deepEqual([report.all.egress.bytes, report.allRate.egress.bytes], [13500, 1200]);
  assert.deepEqual(report.rows[0]?.total, report.all);
  assert.deepEqual([...report.rows.map(({ cgroup }) => cgroup.path)].sort(), ["/", "/a", "/a/b", "/a/c", "/d"]);
});

test("a removed cgroup keeps its count; its place in the kernel is given up once it is silent", (t) => {
  const { root, counts, forgotten, clock, ledger, id } = bench(t, "a/b", "keep");
  const b = id("a/b");
  counts.set(b, sent(5));
  ledger.report();
  rmdirSync(join(root, "a/b"));
  clock.now += 9000;
  counts.set(b, sent(7));
  ledger.report();
  clock.now += 9000;
  ledger.report();
  assert.deepEqual(forgotten, [], "its socket was heard 9 seconds ago");
  clock.now += 1001;
  assert.equal(rowOf(ledger.report(), "/a/b")?.self.egress.packets, 7);
  assert.deepEqual(forgotten, [b]);
  counts.set(b, sent(2));
  clock.now += 1000;
  const report = ledger.report();
  const row = rowOf(report, "/a/b");
  assert.deepEqual([row?.self.egress.packets, row?.selfRate.egress.packets, row?.cgroup.alive], [9, 2, false]);
  assert.equal(report.all.egress.packets, 9);
});

test("what nobody saw by name is counted without", (t) => {
  const { counts, clock, forgotten, ledger } = bench(t, "a");
  const id = 12345678901234567890n;
  counts.set(id, sent(3));
  const report = ledger.report();
  assert.deepEqual([report.unnamed, report.all], [sent(3), sent(3)]);
  clock.now += 11_000;
  ledger.report();
  assert.deepEqual(forgotten, [id]);
  counts.set(id, sent(1));
  assert.deepEqual(ledger.report().all, sent(4));
});

test("of many removed cgroups the first are listed no more, but stay in the totals", (t) => {
  const names = Array.from({ length: 110 }, (_, index) => `a/${index}`);
  const { root, counts, clock, ledger, id } = bench(t, ...names);
  for (const name of names) counts.set(id(name), sent(1));
  ledger.report();
  rmSync(join(root, "a"), { recursive: true });
  for (const seconds of [0, 11]) {
    clock.now += seconds * 1000;
    ledger.report();
  }
  const report = ledger.report();
  assert.ok(report.rows.length <= 103, `${report.rows.length} rows`);
  assert.equal(rowOf(report, "/a")?.total.egress.packets, 110);
  assert.equal(report.all.egress.packets, 110);
  assert.equal(report.allRate.egress.packets, 0);
});
