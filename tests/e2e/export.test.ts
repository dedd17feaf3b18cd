import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { hostname } from "node:os";
import { test } from "node:test";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { startYodel, yodel } from "../support/cli.ts";
import { datagramBytes, sendDatagrams } from "../support/datagrams.ts";
import { freePort, servedUrl } from "../support/exporter.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";

test("serves numbers, health and nothing else, and stops when it is told to", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  await using exporter = startYodel(["export", cgroup.path, "--prometheus", "0"]);
  const url = await servedUrl(exporter);
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/, "loopback, unless it is told otherwise");
  await sendDatagrams(web, 500);
  // Readings are at least half a second apart.
  await new Promise((resolve) => setTimeout(resolve, 600));
  const response = await fetch(`${url}/metrics`);
  assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  const path = `${cgroup.path.slice(cgroup.path.lastIndexOf("/"))}/web.service`;
  const labels = `{cgroup="${path}",unit="web.service",direction="egress"}`;
  assert.ok(text.includes(`yodel_cgroup_network_packets_total${labels} 500\n`), text);
  assert.ok(text.includes(`yodel_cgroup_network_bytes_total${labels} ${500 * datagramBytes}\n`));
  assert.ok(text.includes(`yodel_cgroup_network_skbs_total${labels} 500\n`));
  const open = await fetch(`${url}/metrics`, { headers: { accept: "application/openmetrics-text; version=1.0.0" } });
  assert.match(open.headers.get("content-type") ?? "", /^application\/openmetrics-text/);
  assert.match(await open.text(), /\n# EOF\n$/);

  const health = await fetch(`${url}/healthz`);
  assert.deepEqual([health.status, await health.text()], [200, "ok\n"]);
  assert.equal((await fetch(`${url}/secrets`)).status, 404);
  assert.equal((await fetch(`${url}/metrics`, { method: "POST", body: "x" })).status, 405);
  const head = await fetch(`${url}/metrics`, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);

  // A client that says nothing does not keep it from ending.
  const silent = request(url, { method: "POST", headers: { "content-length": 100 } });
  silent.on("error", () => {}).write("x");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const began = performance.now();
  exporter.child.kill("SIGTERM");
  const { status, stderr } = await exporter.ended;
  assert.deepEqual([status, stderr], [0, ""]);
  assert.ok(performance.now() - began < 5000);
});

test("pushes to a collector, in all the numbers that were sent", { skip: withoutKernel }, async (t) => {
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  const pushes: { url: string | undefined; type: string | undefined; body: string }[] = [];
  let status = 200;
  const collector = createServer((message, response) => {
    let body = "";
    message.setEncoding("utf8").on("data", (part: string) => {
      body += part;
    });
    message.on("end", () => {
      pushes.push({ url: message.url, type: message.headers["content-type"], body });
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    collector.closeAllConnections();
    collector.close();
  });
  const address = collector.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await using exporter = startYodel([
    ...["export", cgroup.path, "--otlp", `http://127.0.0.1:${port}`, "--interval", "0.6"],
  ]);
  await exporter.printed(/^Pushing to http:\/\/127\.0\.0\.1:\d+\/v1\/metrics every 0\.6 s$/m);
  await sendDatagrams(web, 700);
  exporter.child.kill("SIGTERM");
  assert.deepEqual(await exporter.ended.then(({ status, stderr }) => [status, stderr]), [0, ""]);

  const last = pushes.at(-1);
  assert.deepEqual([last?.url, last?.type], ["/v1/metrics", "application/json"]);
  const [{ scopeMetrics, resource }] = JSON.parse(last?.body ?? "").resourceMetrics;
  const about = Object.fromEntries(
    resource.attributes.map(({ key, value }: OtlpAttribute) => [key, value.stringValue]),
  );
  assert.deepEqual([about["service.name"], about["host.name"]], ["yodel", hostname()]);
  const metrics: OtlpMetric[] = scopeMetrics[0].metrics;
  assert.equal(scopeMetrics[0].scope.name, "yodel");
  const value = (name: string, direction: string) => {
    const metric = metrics.find((one) => one.name === name);
    assert.deepEqual([metric?.sum.isMonotonic, metric?.sum.aggregationTemporality], [true, 2], "cumulative");
    const point = metric?.sum.dataPoints.find(({ attributes }) => {
      const labels = Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
      return labels.unit === "web.service" && labels.direction === direction;
    });
    return Number(point?.asInt ?? point?.asDouble);
  };
  assert.deepEqual(
    ["packets", "bytes", "skbs"].map((unit) => value(`yodel.cgroup.network.${unit}`, "egress")),
    [700, 700 * datagramBytes, 700],
  );
  assert.equal(value("yodel.cgroup.network.packets", "ingress"), 700);
  assert.deepEqual(
    metrics.map(({ unit }) => unit),
    ["{packet}", "By", "{skb}"],
  );

  status = 400;
  await using refused = startYodel([
    ...["export", cgroup.path, "--otlp", `http://127.0.0.1:${port}/custom`, "--interval", "0.6"],
  ]);
  await refused.printed(/^Pushing to http:\/\/127\.0\.0\.1:\d+\/custom every/m);
  for (const before = pushes.length; pushes.length < before + 2; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  refused.child.kill("SIGTERM");
  const ended = await refused.ended;
  assert.equal(ended.status, 0);
  assert.match(ended.stderr, /^note: pushing to http:\/\/127\.0\.0\.1:\d+\/custom failed: .+\n$/, "once");
});

interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue: string };
}

interface OtlpMetric {
  readonly name: string;
  readonly unit: string;
  readonly sum: {
    readonly isMonotonic: boolean;
    readonly aggregationTemporality: number;
    readonly dataPoints: readonly {
      readonly attributes: readonly OtlpAttribute[];
      readonly asInt?: string | number;
      readonly asDouble?: number;
    }[];
  };
}

test("without OpenTelemetry's packages it says how to install them", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const hooks = `import { registerHooks } from "node:module";
    registerHooks({ resolve(specifier, context, next) {
      if (!specifier.startsWith("@opentelemetry/")) return next(specifier, context);
      throw Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    } });`;
  const environment = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hooks)}` };
  const { status, stdout, stderr } = await yodel(
    ["export", cgroup.path, "--otlp", "http://localhost:4318"],
    environment,
  );
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(
    stderr,
    /^error YDL7080: .* not installed\n {2}hint: npm install @opentelemetry\/api @opentelemetry\/resources @opentelemetry\//,
  );
});

test("a port that is taken", { skip: withoutKernel }, async (t) => {
  await using cgroup = makeTestCgroup();
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { status, stderr } = await yodel(["export", cgroup.path, "--prometheus", String(port)]);
  assert.equal(status, 1);
  assert.match(
    stderr,
    new RegExp(`^error YDL7081: can't listen on 127\\.0\\.0\\.1:${port}: another process listens there`),
  );
});

const mistakes: readonly [args: string[], message: RegExp][] = [
  [[], /where to\? --prometheus \[HOST:\]PORT, or --otlp URL/],
  [["--prometheus", "http://x"], /--prometheus takes \[HOST:\]PORT, as 9477 or 0\.0\.0\.0:9477, not 'http:\/\/x'/],
  [["--prometheus", "99999"], /--prometheus takes/],
  [["--otlp", "localhost:4318"], /--otlp takes a URL, as http:\/\/localhost:4318, not 'localhost:4318'/],
  [["--prometheus", "0", "--limit", "0"], /--limit takes a whole number from 1 to 100000, not '0'/],
];

for (const [args, message] of mistakes) {
  test(`export ${args.join(" ")} is wrong usage`, async () => {
    const { status, stdout, stderr } = await yodel(["export", ...args]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, message);
  });
}
