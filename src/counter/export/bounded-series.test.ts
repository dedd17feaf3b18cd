import assert from "node:assert/strict";
import { test } from "node:test";
import { type CgroupIdentity, identifyCgroup, nameContainer } from "../cgroup-names.ts";
import { addTraffic, noTraffic, type Traffic } from "../traffic-counts.ts";
import type { TrafficReport } from "../traffic-ledger.ts";
import { BoundedSeries } from "./bounded-series.ts";

const sent = (bytes: number): Traffic => ({ ...noTraffic, egress: { packets: 1, bytes, skbs: 1 } });

/** Cgroups that a test makes, removes and lets send. */
class Machine {
  readonly #cgroups = new Map<
    string,
    { id: bigint; path: string; parent: undefined; identity: CgroupIdentity; alive: boolean; self: Traffic }
  >();
  #next = 1n;
  unnamed = noTraffic;
  overflow = noTraffic;

  add(path: string) {
    const identity: CgroupIdentity = identifyCgroup(path);
    const cgroup = { id: this.#next++, path, parent: undefined, identity, alive: true, self: noTraffic };
    this.#cgroups.set(String(cgroup.id), cgroup);
    return cgroup;
  }

  send(cgroup: { self: Traffic }, bytes: number): void {
    cgroup.self = addTraffic(cgroup.self, sent(bytes));
  }

  forget(cgroup: { id: bigint }): void {
    this.#cgroups.delete(String(cgroup.id));
  }

  report(): TrafficReport {
    const rows = [...this.#cgroups.values()].map((cgroup) => ({
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

const bytesBy = (series: BoundedSeries) =>
  Object.fromEntries(series.series().map(({ labels, traffic }) => [labels.cgroup, traffic.egress.bytes]));

test("the largest are listed, the others are one, and the sum is exact", () => {
  const machine = new Machine();
  const [a, b, c] = ["/a", "/b", "/c"].map((path) => machine.add(path));
  assert.ok(a && b && c);
  const series = new BoundedSeries(2);
  machine.send(a, 100);
  machine.send(b, 10);
  machine.send(c, 1000);
  machine.overflow = sent(7);
  series.update(machine.report(), 0);
  assert.deepEqual(bytesBy(series), { "/c": 1000, "/a": 100, "(other)": 10, "(unnamed)": 0, "(overflow)": 7 });
});

test("who sends more for some time takes a place, and numbers go on", () => {
  const machine = new Machine();
  const [a, b] = [machine.add("/a"), machine.add("/b")];
  const series = new BoundedSeries(1);
  machine.send(a, 100);
  series.update(machine.report(), 0);
  machine.send(b, 150);
  series.update(machine.report(), 70_000);
  assert.deepEqual(
    bytesBy(series),
    { "/b": 150, "(other)": 0, "(unnamed)": 0, "(overflow)": 0 },
    "b, that is now more",
  );
  machine.send(a, 5000);
  series.update(machine.report(), 80_000);
  assert.equal(bytesBy(series)["(other)"], 5000, "places don't change so soon");
  machine.send(a, 5000);
  machine.send(b, 1);
  series.update(machine.report(), 140_000);
  assert.deepEqual(bytesBy(series), { "/a": 5100, "(other)": 5001, "(unnamed)": 0, "(overflow)": 0 });
});

test("a service that starts again goes on with its series; one that is gone is let go", () => {
  const machine = new Machine();
  const first = machine.add("/web.service");
  const series = new BoundedSeries(5);
  machine.send(first, 100);
  series.update(machine.report(), 0);
  first.alive = false;
  const second = machine.add("/web.service");
  machine.send(second, 10);
  series.update(machine.report(), 1000);
  assert.equal(bytesBy(series)["/web.service"], 110);
  second.alive = false;
  series.update(machine.report(), 200_000);
  assert.equal(bytesBy(series)["/web.service"], 110, "it says goodbye");
  series.update(machine.report(), 400_000);
  assert.equal(bytesBy(series)["/web.service"], undefined);
  const third = machine.add("/web.service");
  machine.send(third, 1);
  series.update(machine.report(), 401_000);
  assert.equal(bytesBy(series)["/web.service"], 111);
});

test("labels say who it is, and a container's name when it is known", () => {
  const machine = new Machine();
  const id = "ab".repeat(32);
  const container = machine.add(`/system.slice/docker-${id}.scope`);
  const session = machine.add("/user.slice/user-1000.slice/session-3.scope");
  const series = new BoundedSeries(5);
  for (const cgroup of [container, session]) machine.send(cgroup, 1);
  series.update(machine.report(), 0);
  const labels = () => series.series().map((one) => one.labels);
  const where = { cgroup: container.path, slice: "system.slice", container_id: id };
  assert.deepEqual(labels().slice(0, 2), [
    { ...where, container: "abababababab" },
    { cgroup: session.path, unit: "session-3.scope", slice: "user-1000.slice", user: "1000" },
  ]);
  nameContainer(container.identity, "web-1");
  series.update(machine.report(), 1000);
  assert.deepEqual(labels()[0], { ...where, container: "web-1" });
});

test("whatever comes and goes: no number becomes less, none is lost, and places are bounded", () => {
  const limit = 8;
  let seed = 42;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  const machine = new Machine();
  let live = Array.from({ length: 30 }, (_, index) => machine.add(`/unit-${index}.service`));
  const series = new BoundedSeries(limit);
  const highest = new Map<string, number>();
  let [total, time] = [0, 0];
  for (let round = 0; round < 2000; round++) {
    time += random(20_000);
    for (const cgroup of live) {
      if (random(3) > 0) continue;
      const bytes = random(2) === 0 ? random(100) : random(100_000);
      machine.send(cgroup, bytes);
      total += bytes;
    }
    const leaving = live[random(live.length)];
    if (leaving && random(4) === 0) {
      leaving.alive = false;
      live = live.filter((one) => one !== leaving);
      live.push(machine.add(random(2) === 0 ? leaving.path : `/unit-${random(60)}.service`));
      series.update(machine.report(), time);
      machine.forget(leaving);
    } else {
      series.update(machine.report(), time);
    }
    const now = series.series();
    assert.ok(now.length <= limit + 3);
    for (const { labels, traffic } of now) {
      const name = labels.cgroup ?? "";
      assert.ok(traffic.egress.bytes >= (highest.get(name) ?? 0), `${name} in round ${round}`);
      highest.set(name, traffic.egress.bytes);
    }
    assert.equal(new Set(now.map(({ labels }) => labels.cgroup)).size, now.length);
  }
  const sum = [...highest.values()].reduce((a, b) => a + b);
  assert.equal(sum, total, "each byte is in one series");
});

test("what finds a name does not make the number of the nameless less", () => {
  const machine = new Machine();
  const series = new BoundedSeries(1);
  machine.unnamed = sent(50);
  series.update(machine.report(), 0);
  machine.unnamed = sent(20);
  series.update(machine.report(), 1000);
  assert.equal(bytesBy(series)["(unnamed)"], 50);
  machine.unnamed = sent(60);
  series.update(machine.report(), 2000);
  assert.equal(bytesBy(series)["(unnamed)"], 60);
});
