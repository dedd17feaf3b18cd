// A real Prometheus scrapes the exporter, and its query API has the numbers that were sent.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { startYodel } from "../support/cli.ts";
import { datagramBytes, sendDatagrams } from "../support/datagrams.ts";
import { servedUrl } from "../support/exporter.ts";
import { makeTestCgroup } from "../support/kernel.ts";
import { api, query, startPrometheus, withoutPrometheus } from "../support/prometheus.ts";

/** Asks until the answer is what is expected, for thirty seconds. */
async function becomes(expected: unknown, ask: () => Promise<unknown>): Promise<void> {
  let last: unknown;
  for (let attempt = 0; attempt < 150; attempt++) {
    last = await ask();
    try {
      assert.deepEqual(last, expected);
      return;
    } catch {
      await sleep(200);
    }
  }
  assert.deepEqual(last, expected);
}

test("a Prometheus has the numbers that were sent", { skip: withoutPrometheus }, async () => {
  await using cgroup = makeTestCgroup();
  await using system = makeNestedCgroup(cgroup, "system.slice");
  await using web = makeNestedCgroup(system, "web.service");
  await using batch = makeNestedCgroup(system, "batch.service");
  await using quiet = makeNestedCgroup(cgroup, "quiet");
  // Two are listed; the third is among the others.
  await using exporter = startYodel(["export", cgroup.path, "--prometheus", "0", "--limit", "2"]);
  await using prometheus = await startPrometheus((await servedUrl(exporter)).slice("http://".length));
  await sendDatagrams(web, 3000);
  await sleep(1000);
  await sendDatagrams(batch, 2000);
  await sleep(1000);
  await sendDatagrams(quiet, 10);

  const family = (unit: string, direction: string) => `yodel_cgroup_network_${unit}_total{direction="${direction}"}`;
  const sums = (unit: string, direction: string) => async () => {
    const samples = await query(prometheus.url, `sum by (unit) (${family(unit, direction)})`);
    return Object.fromEntries(samples.map(({ metric, value }) => [metric.unit ?? "", Number(value[1])]));
  };
  const expected = (factor: number) => ({
    "web.service": 3000 * factor,
    "batch.service": 2000 * factor,
    "": 10 * factor,
  });
  for (const direction of ["egress", "ingress"]) {
    await becomes(expected(1), sums("packets", direction));
    await becomes(expected(datagramBytes), sums("bytes", direction));
    await becomes(expected(1), sums("skbs", direction));
  }
  const [other] = await query(prometheus.url, `${family("packets", "egress").slice(0, -1)},cgroup="(other)"}`);
  assert.equal(other?.value[1], "10");
  const [slice] = await query(
    prometheus.url,
    `sum by (slice) (${family("packets", "egress").slice(0, -1)},slice!=""})`,
  );
  assert.deepEqual([slice?.metric.slice, slice?.value[1]], ["system.slice", "5000"]);

  const [target] = (await api(prometheus.url, "targets")).activeTargets;
  assert.deepEqual([target.health, target.lastError], ["up", ""]);
  // It asks for OpenMetrics, and knows the types by that.
  const metadata = await api(prometheus.url, "metadata?metric=yodel_cgroup_network_bytes");
  assert.deepEqual(metadata.yodel_cgroup_network_bytes, [
    { type: "counter", unit: "bytes", help: "Bytes as they go over the wire, from the IP header on." },
  ]);
});

test("promtool has nothing to say against the metrics", { skip: withoutPrometheus }, async () => {
  await using cgroup = makeTestCgroup();
  await using exporter = startYodel(["export", cgroup.path, "--prometheus", "0"]);
  const text = await (await fetch(`${await servedUrl(exporter)}/metrics`)).text();
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
  assert.deepEqual([status, stdout, stderr], [0, "", ""]);
});
