import assert from "node:assert/strict";
import { test } from "node:test";
import { identifyCgroup } from "../cgroup-names.ts";
import { noTraffic } from "../traffic-counts.ts";
import type { TrafficReport } from "../traffic-ledger.ts";
import { TrafficExporter } from "./exporter.ts";
import { serveMetrics } from "./server.ts";

/** A counter that a test breaks and mends. */
function source() {
  const counter = { readings: 0, broken: false };
  const cgroup = { id: 1n, path: "/web", parent: undefined, identity: identifyCgroup("/web"), alive: true };
  return {
    counter,
    report(): TrafficReport {
      counter.readings += 1;
      if (counter.broken) throw new Error("the map is closed");
      const counts = { packets: counter.readings, bytes: 100, skbs: 1 };
      const self = { egress: counts, ingress: counts };
      const row = { cgroup, self, total: self, selfRate: noTraffic, totalRate: noTraffic };
      const rest = { unnamed: noTraffic, overflow: noTraffic, all: self, allRate: noTraffic };
      return { seconds: 1, rows: [row], ...rest };
    },
  };
}

const options = { limit: 10, version: "1.2.3", interval: 60_000 };

async function get(url: string) {
  const response = await fetch(url);
  return [response.status, await response.text()] as const;
}

test("health is that of the last reading", async () => {
  const { counter, report } = source();
  const exporter = new TrafficExporter({ report }, options);
  await using server = await serveMetrics(exporter, { host: "127.0.0.1", port: 0 });
  assert.deepEqual(await get(`${server.url}/healthz`), [503, "nothing has been read yet\n"]);
  const [status, text] = await get(`${server.url}/metrics`);
  assert.equal(status, 200);
  assert.match(text, /^yodel_cgroup_network_packets_total\{cgroup="\/web",direction="egress"\} 1$/m);
  assert.deepEqual(await get(`${server.url}/healthz`), [200, "ok\n"]);
  counter.broken = true;
  assert.throws(() => exporter.readNow(), /the map is closed/);
  assert.deepEqual(await get(`${server.url}/healthz`), [503, "the last reading failed: the map is closed\n"]);
  counter.broken = false;
  exporter.readNow();
  assert.deepEqual(await get(`${server.url}/healthz`), [200, "ok\n"]);
});

test("a scrape that can't read fails, and does not say old numbers", async () => {
  const { counter, report } = source();
  counter.broken = true;
  const exporter = new TrafficExporter({ report }, options);
  await using server = await serveMetrics(exporter, { host: "127.0.0.1", port: 0 });
  assert.deepEqual(await get(`${server.url}/metrics`), [500, "the last reading failed: the map is closed\n"]);
});

test("many scrapes at once are one reading", async () => {
  const { counter, report } = source();
  const exporter = new TrafficExporter({ report }, options);
  await using server = await serveMetrics(exporter, { host: "127.0.0.1", port: 0 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => get(`${server.url}/metrics`)));
  assert.ok(answers.every(([status]) => status === 200));
  assert.ok(counter.readings <= 3, `${counter.readings} readings`);
});

test("readings that have stopped are trouble", async () => {
  const { report } = source();
  // Three intervals and a second are over at once.
  const exporter = new TrafficExporter({ report }, { ...options, interval: -400 });
  exporter.refresh();
  assert.equal(exporter.trouble, "the last reading was 0 s ago");
});
