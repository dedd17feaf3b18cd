// Dashboard, rules, image and DaemonSet: what they name exists, and Prometheus takes what is for it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { exposition } from "../../src/counter/export/prometheus.ts";
import { noTraffic } from "../../src/counter/traffic-counts.ts";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { repository, startYodel, yodel } from "../support/cli.ts";
import { sendDatagrams } from "../support/datagrams.ts";
import { servedUrl } from "../support/exporter.ts";
import { makeTestCgroup } from "../support/kernel.ts";
import { api, startPrometheus, withoutPrometheus } from "../support/prometheus.ts";

const read = (path: string) => readFileSync(resolve(repository, "deploy", path), "utf8");

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

const dashboard: { readonly uid: string; readonly panels: readonly Panel[] } = JSON.parse(read("grafana/cgroups.json"));
const expressions = dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));
const rules = [...read("prometheus/rules.yml").matchAll(/^ +expr: (.+)$/gm)].map(([, expr = ""]) => expr);

test("the dashboard and the rules name metrics that the exporter has", () => {
  const series = [{ labels: { cgroup: "/" }, traffic: noTraffic }];
  const text = exposition(series, { version: "1", cgroups: 1, readingSeconds: 0 }, "text");
  const known = new Set([...text.matchAll(/^(yodel_\w+)/gm)].map(([, name]) => name));
  assert.ok(expressions.length >= 9 && rules.length >= 2);
  for (const expr of [...expressions.map((one) => one.expr), ...rules]) {
    const named = expr.match(/\b(yodel_\w+|up)\b/g) ?? [];
    assert.ok(named.length > 0, expr);
    for (const name of named) assert.ok(name === "up" || known.has(name), `${name} in ${expr}`);
  }
});

test("panels have numbers of their own, and don't lie on each other", () => {
  const { panels } = dashboard;
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  for (const [index, { title, gridPos: a }] of panels.entries()) {
    assert.ok(a.x + a.w <= 24, title);
    for (const { gridPos: b } of panels.slice(index + 1)) {
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      assert.ok(apart, title);
    }
  }
});

test("a Prometheus has an answer to every question of the dashboard", { skip: withoutPrometheus }, async () => {
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  await using box = makeNestedCgroup(cgroup, `docker-${"ab".repeat(32)}.scope`);
  await using exporter = startYodel(["export", cgroup.path, "--prometheus", "0"]);
  await using prometheus = await startPrometheus((await servedUrl(exporter)).slice("http://".length));
  const send = () => Promise.all([sendDatagrams(web, 200), sendDatagrams(box, 100)]);
  // What is asked is how much comes in a second: that takes two scrapes with something in between.
  await send();
  for (let attempt = 0; attempt < 100 && !(await scraped(prometheus.url)); attempt++) await sleep(100);
  for (let round = 0; round < 2; round++) {
    await send();
    await sleep(1200);
  }
  for (const { title, expr } of expressions) {
    const asked = expr
      .replaceAll("$__rate_interval", "1m")
      .replaceAll("$__range", "1m")
      .replaceAll("$instance", ".+")
      .replaceAll("$top", "10");
    assert.doesNotMatch(asked, /\$/, "there is no other variable");
    const answer = await api(prometheus.url, `query?query=${encodeURIComponent(asked)}`);
    assert.ok(answer?.result.length > 0, `${title}: ${asked}`);
  }
});

test("promtool takes configuration and rules", { skip: withoutPrometheus }, () => {
  const file = resolve(repository, "deploy/prometheus/prometheus.yml");
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "config", file], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /SUCCESS: 2 rules found/);
});

async function scraped(url: string): Promise<boolean> {
  const answer = await api(url, 'query?query=sum(yodel_cgroup_network_packets_total{cgroup=~".*web.service"})>0');
  return answer?.result.length > 0;
}

/** The elements of a list in brackets behind a name, in YAML or in a Dockerfile. */
function listed(text: string, name: RegExp): string[] {
  const [, list] = new RegExp(`${name.source} *(\\[.*\\])`, "m").exec(text) ?? [];
  return JSON.parse(list ?? assert.fail(`there is no ${name}`));
}

test("the DaemonSet asks for what it needs, and no more", async () => {
  const text = read("kubernetes/daemonset.yaml");
  assert.doesNotMatch(text, /\t|privileged: true|hostNetwork|hostPID/);
  assert.deepEqual(listed(text, /drop:/), ["ALL"]);
  assert.deepEqual(listed(text, /add:/), ["BPF", "NET_ADMIN"]);
  const args = listed(text, /args:/);
  const port = /:(\d+)$/.exec(args.at(-1) ?? "")?.[1];
  assert.ok(text.includes(`containerPort: ${port}`) && text.includes(`prometheus.io/port: "${port}"`));
  assert.match(text, /path: \/healthz/);
  // Wrong usage ends with 2: these are right, and the cgroup does not exist.
  const { status, stderr } = await yodel([args[0] ?? "", "/sys/fs/cgroup/no/such/cgroup", ...args.slice(1)]);
  assert.equal(status, 1, stderr);
});

test("the image is made of what there is", () => {
  const text = read("Dockerfile");
  const { devDependencies, engines } = JSON.parse(readFileSync(resolve(repository, "package.json"), "utf8"));
  for (const [, sources = ""] of text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
    for (const source of sources.split(" ")) assert.ok(existsSync(resolve(repository, source)), source);
  }
  const packages = [...text.matchAll(/(@opentelemetry\/[\w-]+)@([\d.]+)/g)];
  assert.equal(packages.length, 4);
  for (const [, name = "", version] of packages) assert.equal(version, devDependencies[name], name);
  const [, major] = /^FROM node:(\d+)-slim$/m.exec(text) ?? [];
  assert.ok(Number(major) >= Number(/\d+/.exec(engines.node)?.[0]));
  assert.deepEqual(listed(text, /^ENTRYPOINT/), ["yodel"]);
  assert.equal(listed(text, /^CMD/)[0], "export");
});
