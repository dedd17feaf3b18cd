// What --pin keeps: counting goes on between a process that is killed and the next one.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { mountBpffs } from "../support/bpffs.ts";
import { repository, startYodel, yodel } from "../support/cli.ts";
import { datagramBytes, sendDatagrams } from "../support/datagrams.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { runToEnd } from "../support/processes.ts";

const lastLine = (text: string) => JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");

test("a killed counter loses nothing: the next has every packet", { skip: withoutKernel }, async () => {
  using bpffs = mountBpffs();
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  await using short = makeNestedCgroup(cgroup, "short");
  const pin = join(bpffs.path, "yodel", "web");
  const options = [cgroup.path, "--json", "--interval", "0.1", "--pin", pin];

  await using first = startYodel(["top", ...options]);
  await first.printed(/"cgroup":null/);
  await sendDatagrams(web, 1000);
  await sendDatagrams(short, 77);
  await first.printed(/"all":.*"packets":1077/);
  first.child.kill("SIGKILL");
  await first.ended;
  await sendDatagrams(web, 2000);
  await short.remove();

  const { status, stdout, stderr } = await yodel(["top", ...options, "--once"]);
  assert.deepEqual([status, stderr], [0, ""]);
  const records = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const counts = (packets: number) => ({ packets, bytes: packets * datagramBytes, skbs: packets });
  const both = (packets: number) => ({ egress: counts(packets), ingress: counts(packets) });
  const found = records.find(({ unit }) => unit === "web.service");
  assert.deepEqual(found.self, both(3000));
  assert.equal(found.selfPerSecond.egress.packets, 0, "what came before is no rate of now");
  assert.deepEqual(records.at(-1).unnamed, both(77), "nobody knows the name of what is gone");
  assert.deepEqual(records.at(-1).all, both(3077));

  const elsewhere = await yodel(["top", web.path, "--once", "--pin", pin]);
  assert.equal(elsewhere.status, 1);
  assert.match(elsewhere.stderr, /^error YDL7061: .* is attached to another cgroup/);
  const other = await yodel(["count", cgroup.path, "--count", "1", "--pin", pin]);
  assert.equal(other.status, 1);
  assert.match(other.stderr, /^error YDL7060: .* was pinned by a different program/);

  assert.equal((await yodel(["unpin", pin])).status, 0);
  assert.equal(existsSync(pin), false);
  const again = await yodel(["unpin", pin]);
  assert.equal(again.status, 1);
  assert.match(again.stderr, /^error YDL7064: nothing is pinned at /);
});

test("count goes on, too", { skip: withoutKernel }, async () => {
  using bpffs = mountBpffs();
  await using cgroup = makeTestCgroup();
  const options = ["count", cgroup.path, "--json", "--interval", "0.1", "--pin", join(bpffs.path, "count")];
  await using first = startYodel(options);
  await first.printed(/"egress":0/);
  await sendDatagrams(cgroup, 300);
  first.child.kill("SIGKILL");
  await first.ended;
  await sendDatagrams(cgroup, 500);
  const { status, stdout, stderr } = await yodel([...options, "--count", "1", "--both"]);
  assert.deepEqual([status, stderr], [0, ""]);
  const { egress, ingress, seconds } = lastLine(stdout);
  assert.deepEqual([egress, ingress], [800, 0], "arriving packets are counted from now on");
  assert.ok(seconds > 0.5, "since the first began");
});

test("a name that can't be pinned", { skip: withoutKernel }, async () => {
  const wrong = await yodel(["top", "--once", "--pin", "a.b"]);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /--pin takes a name of letters, digits, '-' and '_', or an absolute path; not 'a\.b'/);
  // A mount namespace of its own has no bpf file system.
  const { status, stderr } = await withoutBpffs(["top", "--once", "--pin", "web"]);
  assert.equal(status, 1);
  assert.match(stderr, /^error YDL7062: .*no bpf file system is mounted\n {2}hint: mount -t bpf bpf \/sys\/fs\/bpf$/m);
});

async function withoutBpffs(args: readonly string[]) {
  const unmount = 'for m in $(awk \'$3 == "bpf" { print $2 }\' /proc/mounts); do umount "$m"; done';
  return await runToEnd(
    "unshare",
    ["-m", "sh", "-c", `${unmount}; exec "$@"`, "sh", process.execPath, "src/cli/main.ts", ...args],
    {
      cwd: repository,
    },
  );
}
