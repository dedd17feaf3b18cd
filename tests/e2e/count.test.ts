import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { repository, startYodel, yodel } from "../support/cli.ts";
import { makeTestCgroup, type TestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running, runToEnd } from "../support/processes.ts";

/** Sends datagrams from a process in the cgroup to itself. */
async function send(cgroup: TestCgroup, datagrams: number): Promise<void> {
  await using sender = new Running(process.execPath, [join(import.meta.dirname, "udp-sender.ts"), String(datagrams)]);
  cgroup.add(sender.pid);
  sender.write("make sockets\n");
  await sender.printed(/^ready\n/);
  sender.write("start\n");
  const { status, stderr } = await sender.ended;
  assert.equal(status, 0, stderr);
}

test("count prints what has been sent so far, and Ctrl-C ends it with a total", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using counting = startYodel(["count", cgroup.path, "--interval", "0.1"]);
  await counting.printed(/^Counting egress packets on .*\.\.\.\n {2}packets: 0\n/);
  await send(cgroup, 1234);
  await counting.printed(/^ {2}packets: 1234$/m);
  counting.child.kill("SIGINT");
  const { status, stdout, stderr } = await counting.ended;
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.ok(stdout.startsWith(`Counting egress packets on ${cgroup.path}...\n`));
  assert.match(stdout, /\nTotal in \d+\.\d s: packets: 1234\n$/);
  assert.ok(!stdout.includes("\u001b"), "output to a pipe has no colour and no cursor movement");
});

test("count --both --json prints an object a line, the last one on SIGTERM", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using counting = startYodel(["count", cgroup.path, "--both", "--json", "--interval", "0.1"]);
  await counting.printed(/"ingress":0/);
  await send(cgroup, 321);
  await counting.printed(/"egress":321,"ingress":321\}/);
  counting.child.kill("SIGTERM");
  const { status, stdout } = await counting.ended;
  assert.equal(status, 0);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const line of lines) {
    assert.equal(line.cgroup, cgroup.path);
    assert.equal(new Date(line.time).toISOString(), line.time);
    assert.equal(typeof line.seconds, "number");
  }
  const { egress, ingress, final } = lines.at(-1);
  assert.deepEqual({ egress, ingress, final }, { egress: 321, ingress: 321, final: true });
  assert.ok(lines.slice(0, -1).every((line) => line.final === undefined));
});

test("count --ingress --count N ends by itself after N lines", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const { status, stdout, stderr } = await yodel([
    "count",
    cgroup.path,
    "--ingress",
    "--count",
    "2",
    "--interval",
    "0.05",
  ]);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.equal(stdout, `Counting ingress packets on ${cgroup.path}...\n  packets: 0\n  packets: 0\n`);
});

test("count ends quietly when nobody reads on", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const { status, stdout, stderr } = await runToEnd("sh", [
    "-c",
    `"${process.execPath}" src/cli/main.ts count "${cgroup.path}" --interval 0.05 | head -n 2`,
  ]);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.match(stdout, /^Counting .*\n {2}packets: 0\n$/);
});

test("count without privileges says which it takes, and how to get them", { skip: withoutKernel }, async () => {
  const nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
  const count = [process.execPath, join(repository, "src/cli/main.ts"), "count"];
  const { status, stdout, stderr } = await runToEnd("setpriv", [...nobody, ...count]);
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^error YDL4000: this process may not .*: it lacks CAP_/);
  assert.match(stderr, /\n {2}hint: counting takes CAP_BPF and CAP_NET_ADMIN: run it with sudo/);
  assert.ok(!stderr.includes("    at "), "no stack trace");
});

test("count of a path that is no cgroup says where cgroup2 is", { skip: withoutKernel }, async () => {
  const { status, stdout, stderr } = await yodel(["count", "/tmp"]);
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^error YDL42\d\d: \/tmp is not a cgroup/);
  assert.match(stderr, /hint: cgroup2 is mounted at \//);
  assert.ok(!stderr.includes("    at "), "no stack trace");
});
