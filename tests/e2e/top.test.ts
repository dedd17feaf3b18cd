import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { makeNestedCgroup, type NestedCgroup } from "../counter/nested-cgroups.ts";
import { repository, startYodel, yodel } from "../support/cli.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running, runToEnd } from "../support/processes.ts";

/** Of a datagram of the sender: 16 bytes, and the headers of UDP and IPv4. */
const datagramBytes = 16 + 8 + 20;

/** Sends datagrams from a process in the cgroup to itself. */
async function send(cgroup: NestedCgroup, datagrams: number): Promise<void> {
  await using sender = new Running(process.execPath, [join(import.meta.dirname, "udp-sender.ts"), String(datagrams)]);
  cgroup.add(sender.pid);
  sender.write("make sockets\n");
  await sender.printed(/^ready\n/);
  sender.write("start\n");
  const { status, stderr } = await sender.ended;
  assert.equal(status, 0, stderr);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a pipe must not get
const control = /[\u0000-\u0009\u000b-\u001f\u007f]/;

test("every datagram is its cgroup's, also when that has been removed", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using system = makeNestedCgroup(cgroup, "system.slice");
  await using web = makeNestedCgroup(system, "web.service");
  await using batch = makeNestedCgroup(system, "batch.service");
  await using short = makeNestedCgroup(cgroup, "short");
  await using counting = startYodel(["top", cgroup.path, "--json", "--interval", "0.2"]);
  await counting.printed(/"cgroup":null/);
  await Promise.all([send(web, 30_000), send(batch, 20_000), send(short, 1_234)]);
  await short.remove();
  await counting.printed(/"removed":true.*"packets":1234/);
  // A service that starts again has the same path, and is another cgroup.
  await using again = makeNestedCgroup(cgroup, "short");
  await send(again, 55);
  counting.child.kill("SIGINT");
  const { status, stdout, stderr } = await counting.ended;
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.doesNotMatch(stdout, control);

  const records = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  // What stands behind the end of the report before: two may come within a millisecond.
  const last = records.slice(records.slice(0, -1).findLastIndex((record) => record.cgroup === null) + 1);
  const name = cgroup.path.slice(cgroup.path.lastIndexOf("/"));
  const counts = (packets: number) => ({ packets, bytes: packets * datagramBytes, skbs: packets });
  const both = (packets: number) => ({ egress: counts(packets), ingress: counts(packets) });
  const expected: [path: string, removed: boolean, self: number, total: number][] = [
    ["", false, 0, 51_289],
    ["/short", false, 55, 55],
    ["/short", true, 1_234, 1_234],
    ["/system.slice", false, 0, 50_000],
    ["/system.slice/batch.service", false, 20_000, 20_000],
    ["/system.slice/web.service", false, 30_000, 30_000],
  ];
  assert.deepEqual(
    last
      .slice(0, -1)
      .map(({ cgroup, removed = false, self, total }) => ({ cgroup, removed, self, total }))
      .sort((a, b) => (a.cgroup < b.cgroup ? -1 : a.cgroup > b.cgroup ? 1 : Number(a.removed) - Number(b.removed))),
    expected.map(([path, removed, self, total]) => ({
      cgroup: name + path,
      removed,
      self: both(self),
      total: both(total),
    })),
  );
  assert.deepEqual([last.at(-1).unnamed, last.at(-1).overflow], [both(0), both(0)]);
  assert.deepEqual(last.at(-1).all, both(51_289));
  assert.equal(last.find(({ unit }) => unit === "web.service").slice, "system.slice");
});

test("a table at each interval, and a summary in the end", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  await using idle = makeNestedCgroup(cgroup, "idle.service");
  await using counting = startYodel(["top", cgroup.path, "--interval", "0.2"]);
  await counting.printed(/^CGROUP +out B\/s/m);
  await send(web, 2000);
  await counting.printed(/^ {2}web\.service .* 88\.0k +88\.0k +2\.00k +2\.00k +2\.00k +2\.00k$/m);
  counting.child.kill("SIGTERM");
  const { status, stdout, stderr } = await counting.ended;
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.doesNotMatch(stdout, control);
  assert.doesNotMatch(stdout, /idle/);
  assert.match(
    stdout,
    /\nTotal in \d+\.\d s, and the mean of each second:\nCGROUP .*\n\/.* 88\.0k .*\n {2}web\.service /,
  );
  assert.ok(idle.path);
});

test("--once, --depth, --flat, --all and --csv", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using outer = makeNestedCgroup(cgroup, "outer");
  await using inner = makeNestedCgroup(outer, "inner");
  assert.ok(inner.path);
  const name = cgroup.path.slice(cgroup.path.lastIndexOf("/"));
  const names = async (...options: string[]) => {
    const { status, stdout, stderr } = await yodel(["top", cgroup.path, "--interval", "0.05", ...options]);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const lines = stdout.trimEnd().split("\n");
    return lines.slice(1).map((line) => (options.includes("--csv") ? line.split(",")[2] : /^ *[^ ]+/.exec(line)?.[0]));
  };
  assert.deepEqual(await names("--once", "--all"), [name, "  outer", "    inner"]);
  assert.deepEqual(await names("--once", "--all", "--depth", "1"), [name, "  outer"]);
  assert.deepEqual(await names("--once", "--all", "--flat", "--sort", "name"), [
    name,
    `${name}/outer`,
    `${name}/outer/inner`,
  ]);
  assert.deepEqual(await names("--once", "--all", "--csv"), [name, `${name}/outer`, `${name}/outer/inner`]);
  assert.deepEqual(await names("--once", "--all", "--filter", "OUTER/", "--sort", "name", "--reverse"), [
    name,
    "  outer",
    "    inner",
  ]);
  const lasting = await names("--duration", "0.3", "--csv");
  assert.ok(lasting.length > 1 && lasting.every((path) => path === name), "only the watched one has to be listed");
});

test("--once waits for --duration, and --exit-over tells a script", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  await using counting = startYodel(["top", cgroup.path, "--json", "--interval", "0.1", "--exit-over", "80kB"]);
  await counting.printed(/"cgroup":null/);
  await send(web, 1000);
  const { status, stdout, stderr } = await counting.ended;
  assert.equal(status, 3);
  assert.match(stderr, /^yodel: \d+ bytes sent and received, more than 80000\n$/);
  assert.match(stdout.trimEnd().split("\n").at(-1) ?? "", /^\{.*"all":\{"egress":\{"packets":\d{3,4},/);
  const started = performance.now();
  const once = await yodel(["top", cgroup.path, "--once", "--duration", "1.5", "--exit-over", "1TB"]);
  assert.equal(once.status, 0);
  assert.ok(performance.now() - started > 1500);
});

test("--by tells a cgroup's own traffic apart, and the parts add up", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  for (const [by, name] of [
    ["protocol", "udp"],
    ["remote", "127.0.0.1"],
  ] as const) {
    await using counting = startYodel(["top", cgroup.path, "--by", by, "--json", "--interval", "0.2"]);
    await counting.printed(/"cgroup":null/);
    await send(web, 5000);
    counting.child.kill("SIGTERM");
    const { status, stdout, stderr } = await counting.ended;
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const records = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { self, parts } = records.findLast((record) => record.unit === "web.service");
    assert.equal(self.egress.packets, 5000);
    assert.deepEqual(
      parts.map((part: { name: string; traffic: unknown }) => [part.name, part.traffic]),
      [[name, self]],
    );
    assert.equal(records.at(-1).evictedParts, 0);
  }
});

test("ends quietly when nobody reads on", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const command = `"${process.execPath}" src/cli/main.ts top "${cgroup.path}" --csv --interval 0.05 | head -n 2`;
  const { status, stdout, stderr } = await runToEnd("sh", ["-c", command], { cwd: repository });
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.match(stdout, /^time,seconds,cgroup,.*\n.*\n$/);
});

const mistakes: readonly [args: string[], message: RegExp][] = [
  [["--sort", "size"], /--sort takes rate, packets, egress, .*, name, not 'size'/],
  [["--sort", "egres"], /not 'egres'; did you mean 'egress'\?/],
  [["--exit-over", "much"], /--exit-over takes a number of bytes such as 500kB, 100MB or 2GiB, not 'much'/],
  [["--by", "ports"], /--by takes protocol, port, remote, not 'ports'; did you mean 'port'\?/],
  [["--depth", "-1"], /--depth/],
  [["--depth", "x"], /--depth takes a whole number from 0 on, not 'x'/],
  [["--interval", "0"], /--interval takes a number of seconds above 0, not '0'/],
  [["--duration", "x"], /--duration takes a number of seconds above 0, not 'x'/],
  [["--json", "--csv"], /--json and --csv exclude each other/],
  [["--once", "--duration", "3", "--interval", "3"], /with --once, --duration and --interval are the same/],
  [["a", "b"], /one cgroup at a time; 'b' is one too many/],
  [["--flatt"], /unknown option '--flatt'; did you mean '--flat'\?/],
];

for (const [args, message] of mistakes) {
  test(`top ${args.join(" ")} is wrong usage`, async () => {
    const { status, stdout, stderr } = await yodel(["top", ...args]);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, message);
  });
}

test("top without privileges says which it takes", { skip: withoutKernel }, async () => {
  const nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
  const top = [process.execPath, join(repository, "src/cli/main.ts"), "top", "--once"];
  const { status, stdout, stderr } = await runToEnd("setpriv", [...nobody, ...top]);
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^error YDL4000: .*lacks CAP_/);
  assert.match(stderr, /\n {2}hint: counting takes CAP_BPF and CAP_NET_ADMIN/);
});
