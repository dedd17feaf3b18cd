import assert from "node:assert/strict";
import { test } from "node:test";
import type { Series } from "./bounded-series.ts";
import { exposition, formatFor } from "./prometheus.ts";

const facts = { version: "1.2.3", cgroups: 7, readingSeconds: 0.012 };
const counts = (packets: number) => ({ packets, bytes: packets * 100, skbs: 1 });
const series: Series[] = [
  {
    labels: { cgroup: "/web.service", unit: "web.service" },
    traffic: { egress: counts(5), ingress: counts(2 ** 53 - 1) },
  },
  { labels: { cgroup: '/a"b\\c\nd' }, traffic: { egress: counts(0), ingress: counts(1) } },
];

test("OpenMetrics: families without the suffix of their samples, units, and an end", () => {
  const lines = exposition(series, facts, "openmetrics").split("\n");
  assert.deepEqual(lines.slice(0, 4), [
    "# TYPE yodel_cgroup_network_packets counter",
    "# HELP yodel_cgroup_network_packets Packets as they go over the wire.",
    'yodel_cgroup_network_packets_total{cgroup="/web.service",unit="web.service",direction="egress"} 5',
    'yodel_cgroup_network_packets_total{cgroup="/web.service",unit="web.service",direction="ingress"} 9007199254740991',
  ]);
  assert.ok(lines.includes("# UNIT yodel_cgroup_network_bytes bytes"));
  assert.deepEqual(lines.slice(-2), ["# EOF", ""]);
});

test("the format of before names families as their samples, and has no end", () => {
  const text = exposition(series, facts, "text");
  assert.match(text, /^# TYPE yodel_cgroup_network_packets_total counter\n/);
  assert.doesNotMatch(text, /# (UNIT|EOF)/);
  assert.match(text, /^yodel_exporter_cgroups 7\n/m);
  assert.match(text, /^yodel_build_info\{version="1\.2\.3"\} 1\n$/m);
});

test("any name can be a label", () => {
  assert.ok(exposition(series, facts, "text").includes('{cgroup="/a\\"b\\\\c\\nd",direction="egress"} 0\n'));
});

test("a scraper says which format it reads", () => {
  const cases: [string | undefined, string][] = [
    ["application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5", "openmetrics"],
    ["text/plain", "text"],
    ["*/*", "text"],
    [undefined, "text"],
  ];
  for (const [accept, format] of cases) assert.equal(formatFor(accept), format);
});
