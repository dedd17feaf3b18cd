import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type CgroupIdentity, identifyCgroup, nameContainer } from "../cgroup-names.ts";
import type { Cgroup } from "../cgroup-tree.ts";
import { addTraffic, noTraffic, type Traffic } from "../traffic-counts.ts";
import type { TrafficReport } from "../traffic-ledger.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { decodeRecord, encodeRecord, headSize, type IntervalRecord } from "./format.ts";
import { Player } from "./player.ts";
import { openRecording } from "./reader.ts";
import { Recorder } from "./recorder.ts";
import { Replay, type ReplayRange } from "./replay.ts";

const largest = Number.MAX_SAFE_INTEGER;

test("numbers, ids and texts come back", () => {
  const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32, 2 ** 49, largest - 1, largest];
  const ids = [0n, 127n, 128n, 2n ** 53n, 2n ** 64n - 1n];
  const texts = ["", "a", "ü/☃", "x".repeat(1000)];
  const writer = new ByteWriter();
  for (const number of numbers)
    writer
      .number(number)
      .signed(Math.floor(number / 2))
      .signed(-Math.floor(number / 2));
  for (const id of ids) writer.id(id);
  for (const text of texts) writer.text(text);
  const reader = new ByteReader(writer.finish());
  for (const number of numbers) {
    assert.equal(reader.number(), number);
    assert.equal(reader.signed(), Math.floor(number / 2));
    assert.equal(reader.signed(), 0 - Math.floor(number / 2));
  }
  for (const id of ids) assert.equal(reader.id(), id);
  for (const text of texts) assert.equal(reader.text(), text);
  assert.throws(() => reader.number(), RangeError);
  assert.throws(() => new ByteReader(new Uint8Array(9).fill(0xff)).number(), RangeError);
  assert.throws(() => new ByteReader(new Uint8Array(11).fill(0xff)).id(), RangeError);
  assert.throws(() => new ByteReader(new Uint8Array([5, 65])).text(), RangeError);
});

const sent = (packets: number): Traffic => ({ ...noTraffic, egress: { packets, bytes: packets * 100, skbs: packets } });

test("a record comes back, and one of an unknown kind is skipped", () => {
  const record: IntervalRecord = {
    kind: "interval",
    duration: 1000,
    appeared: [
      { id: 1n, parent: undefined, name: "/" },
      { id: 2n ** 40n, parent: 0, name: "a b.service" },
    ],
    removed: [1],
    named: [[1, "web"]],
    traffic: [
      [0, sent(5)],
      [300, sent(Math.floor(largest / 100))],
    ],
    unnamed: { ...noTraffic, ingress: { packets: -3, bytes: -300, skbs: -3 } },
    overflow: sent(7),
  };
  assert.deepEqual(decodeRecord(encodeRecord(record).subarray(headSize)), record);
  assert.equal(decodeRecord(new Uint8Array([99, 1, 2, 3])), undefined);
});

/** A counter of cgroups that a test makes, with the reports of a ledger. */
class Counter {
  readonly #cgroups: (Cgroup & { alive: boolean; self: Traffic })[] = [];
  unnamed = noTraffic;
  overflow = noTraffic;

  add(path: string, parent?: Cgroup) {
    const identity: CgroupIdentity = identifyCgroup(path);
    const cgroup = { id: BigInt(this.#cgroups.length + 10), path, parent, identity, alive: true, self: noTraffic };
    this.#cgroups.push(cgroup);
    return cgroup;
  }

  report(): TrafficReport {
    const rows = this.#cgroups.map((cgroup) => ({
      cgroup,
      self: cgroup.self,
      total: noTraffic,
      selfRate: noTraffic,
      totalRate: noTraffic,
    }));
    const { unnamed, overflow } = this;
    return { seconds: 0, rows, unnamed, overflow, all: noTraffic, allRate: noTraffic };
  }
}

function inFolder(t: { after(fn: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), "yodel-recording-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const began = Date.parse("2026-11-25T08:00:00Z");

/** Three intervals after the first record, of a second each: 10 packets, 20 and 40. */
function sample(path: string): void {
  const counter = new Counter();
  const root = counter.add("/");
  const slice = counter.add("/system.slice", root);
  const web = counter.add(`/system.slice/docker-${"ab".repeat(32)}.scope`, slice);
  web.self = sent(1_000_000);
  using recorder = new Recorder(path, { cgroup: "/sys/fs/cgroup", interval: 1000 });
  recorder.add(counter.report(), began);
  web.self = addTraffic(web.self, sent(10));
  counter.unnamed = sent(2);
  recorder.add(counter.report(), began + 1000);
  const short = counter.add("/short", root);
  short.self = sent(20);
  counter.unnamed = noTraffic;
  counter.overflow = sent(3);
  nameContainer(web.identity, "web-1");
  recorder.add(counter.report(), began + 2000);
  short.alive = false;
  web.self = addTraffic(web.self, sent(40));
  recorder.add(counter.report(), began + 3000);
}

function replayed(path: string, range?: ReplayRange) {
  using recording = openRecording(path);
  const replay = new Replay(recording, range);
  const reports: TrafficReport[] = [];
  while (replay.advance()) reports.push(replay.report());
  return { reports, cutOff: recording.cutOff, last: reports.at(-1) };
}

const row = (report: TrafficReport | undefined, name: string) =>
  report?.rows.find(({ cgroup }) => cgroup.identity.name === name);

test("a recording gives the intervals, with totals and rates", (t) => {
  const path = join(inFolder(t), "traffic");
  sample(path);
  const { reports, cutOff } = replayed(path);
  assert.equal(cutOff, 0);
  assert.deepEqual(
    reports.map(({ seconds, all, allRate, unnamed }) => [
      seconds,
      all.egress.packets,
      allRate.egress.packets,
      unnamed.egress.packets,
    ]),
    [
      [1, 12, 12, 2],
      [2, 33, 21, 0],
      [3, 73, 40, 0],
    ],
  );
  const [first, second, third] = reports;
  assert.equal(row(first, "docker web-1")?.self.egress.packets, 10, "what came before is not counted");
  assert.equal(row(second, "docker web-1")?.selfRate.egress.packets, 0);
  assert.equal(row(third, "system.slice")?.total.egress.packets, 50);
  assert.equal(row(third, "/")?.totalRate.egress.packets, 40);
  assert.equal(row(third, "short")?.cgroup.alive, false);
  assert.equal(row(replayed(path, { to: began + 2000 }).last, "short")?.cgroup.alive, true);
  assert.equal(row(third, "short")?.cgroup.id, 13n);
  assert.equal(third?.overflow.egress.packets, 3);
});

test("a range counts from its beginning", (t) => {
  const path = join(inFolder(t), "traffic");
  sample(path);
  const { reports } = replayed(path, { from: began + 1000, to: began + 2500 });
  assert.deepEqual(
    reports.map(({ seconds, all }) => [seconds, all.egress.packets]),
    [[1, 21]],
  );
  assert.equal(row(reports[0], "short")?.self.egress.packets, 20);
  assert.deepEqual(replayed(path, { from: began + 9000 }).reports, []);
});

test("a recording is played as time goes by, and from any moment", (t) => {
  const path = join(inFolder(t), "traffic");
  sample(path);
  using player = new Player(path);
  const shown = () => {
    const { seconds, all, allRate } = player.report();
    return [seconds, all.egress.packets, allRate.egress.packets];
  };
  player.play(500);
  assert.deepEqual(shown(), [1, 12, 12]);
  player.play(500);
  assert.deepEqual(shown(), [1, 12, 0], "nothing new");
  player.play(2000);
  assert.deepEqual(shown(), [3, 73, 30.5]);
  player.seek(-1000);
  assert.deepEqual(shown(), [2, 33, 21]);
  player.seek(-60_000);
  assert.deepEqual(shown(), [0, 0, 0]);
  player.seek(60_000);
  assert.deepEqual(shown(), [3, 73, 40]);
  player.play(60_000);
  player.seek(-1000);
  assert.deepEqual(shown(), [2, 33, 21], "time stands still at the end");
});

test("cut off anywhere, what is whole is replayed", (t) => {
  const folder = inFolder(t);
  const path = join(folder, "traffic");
  sample(path);
  const bytes = readFileSync(path);
  const cut = join(folder, "cut");
  let last = -1;
  for (let length = 0; length < bytes.length; length++) {
    writeFileSync(cut, bytes.subarray(0, length));
    let intervals: number;
    try {
      const { reports, cutOff } = replayed(cut);
      intervals = reports.length;
      assert.ok(cutOff < bytes.length / 2);
    } catch (error) {
      assert.equal((error as { code?: string }).code, "YDL7071");
      intervals = -1;
    }
    assert.ok(intervals >= last, `${length} bytes have ${intervals} intervals`);
    last = intervals;
  }
  assert.equal(last, 2, "without the last byte, all but the last interval");
});

test("damage is noticed, wherever it is", (t) => {
  const folder = inFolder(t);
  const path = join(folder, "traffic");
  sample(path);
  const bytes = readFileSync(path);
  const damaged = join(folder, "damaged");
  for (let at = 0; at < bytes.length; at++) {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 0x10;
    writeFileSync(damaged, copy);
    try {
      const { reports, cutOff } = replayed(damaged);
      assert.ok(reports.length < 3 && cutOff > 0, `byte ${at}`);
    } catch (error) {
      assert.equal((error as { code?: string }).code, "YDL7071", `byte ${at}: ${error}`);
    }
  }
});

test("what is no recording, and what is newer", (t) => {
  const folder = inFolder(t);
  const path = join(folder, "traffic");
  writeFileSync(path, "hello\n");
  assert.throws(() => openRecording(path), { code: "YDL7071", message: /is no recording: it does not begin as one/ });
  const start = encodeRecord({ kind: "start", version: 2, time: 0, interval: 1, cgroup: "/" });
  writeFileSync(path, Buffer.concat([Buffer.from("YODELREC"), start]));
  assert.throws(() => openRecording(path), { code: "YDL7072", message: /a recording of version 2; this is known: 1/ });
  assert.throws(() => new Recorder(path, { cgroup: "/", interval: 1 }), { code: "YDL7070" });
});

test("a file that has its size makes room for the next, which is complete", (t) => {
  const path = join(inFolder(t), "traffic");
  const counter = new Counter();
  const root = counter.add("/");
  const a = counter.add("/a", root);
  using recorder = new Recorder(path, { cgroup: "/", interval: 1000, maxSize: 300 });
  for (let second = 0; second < 100; second++) {
    a.self = addTraffic(a.self, sent(1));
    recorder.add(counter.report(), began + second * 1000);
  }
  const [older, newer] = [`${path}.1`, path].map((file) => replayed(file));
  assert.ok(statSync(path).size < 400 && statSync(`${path}.1`).size < 400);
  assert.ok((older?.reports.length ?? 0) > 5);
  assert.equal(newer?.last?.all.egress.packets, newer?.reports.length, "a packet for each interval");
  assert.equal(row(newer?.last, "a")?.cgroup.path, "/a");
});

test("thousands of removed cgroups leave their traffic in the totals", (t) => {
  const path = join(inFolder(t), "traffic");
  const counter = new Counter();
  const root = counter.add("/");
  {
    using recorder = new Recorder(path, { cgroup: "/", interval: 1000 });
    recorder.add(counter.report(), began);
    for (let second = 1; second <= 3; second++) {
      const made = Array.from({ length: 800 }, (_, index) => counter.add(`/job-${second}-${index}`, root));
      for (const one of made) one.self = sent(1);
      recorder.add(counter.report(), began + second * 2000 - 1000);
      for (const one of made) one.alive = false;
      recorder.add(counter.report(), began + second * 2000);
    }
  }
  const { last } = replayed(path);
  assert.equal(last?.all.egress.packets, 2400);
  assert.ok((last?.rows.length ?? 0) < 2000);
});
