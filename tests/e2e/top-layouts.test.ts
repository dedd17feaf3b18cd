// Machines and containers mount cgroups in several ways; each test makes one of them, in a mount namespace of its own.
import assert from "node:assert/strict";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { findCgroupRoot } from "../../src/runtime.ts";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { repository } from "../support/cli.ts";
import { sendDatagrams } from "../support/datagrams.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running, runToEnd } from "../support/processes.ts";

const yodel = `"${process.execPath}" ${join(repository, "src/cli/main.ts")}`;

/** Runs a script where it can mount and unmount without anybody seeing it. */
const apart = (script: string, ...options: string[]) => [
  "--mount",
  "--propagation",
  "private",
  ...options,
  "sh",
  "-c",
  script,
];

test("a machine with version 1 alone is told what to do", { skip: withoutKernel }, async () => {
  const hide =
    "mount -t tmpfs none /sys/fs/cgroup && mkdir /sys/fs/cgroup/pids && mount -t cgroup -o pids none /sys/fs/cgroup/pids";
  const unmount = `umount -l "${findCgroupRoot()}"`;
  for (const command of ["top --once", "count --count 1"]) {
    const { status, stdout, stderr } = await runToEnd(
      "unshare",
      apart(`${unmount}; ${hide}; exec ${yodel} ${command}`),
    );
    assert.equal(stdout, "");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^error YDL4200: no cgroup2 hierarchy is mounted, only cgroups of version 1 \(\/sys\/fs\/cgroup\//,
    );
    assert.match(stderr, /hint: boot with systemd\.unified_cgroup_hierarchy=1/);
  }
});

test("version 2 alone, where most machines have it", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const path = `/sys/fs/cgroup${cgroup.path.slice(findCgroupRoot().length)}`;
  const script = `umount -l "${findCgroupRoot()}"; mount -t cgroup2 none /sys/fs/cgroup && exec ${yodel} top ${path} --once --interval 0.1`;
  const { status, stdout, stderr } = await runToEnd("unshare", apart(script));
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.match(stdout, new RegExp(`^${path.slice("/sys/fs/cgroup".length)} `, "m"));
});

test("in a cgroup namespace, paths begin at its root, also those of cgroups that live for a moment", {
  skip: withoutKernel,
}, async () => {
  await using cgroup = makeTestCgroup();
  await using inside = makeNestedCgroup(cgroup, "inside");
  const folder = mkdtempSync(join(tmpdir(), "yodel-cgroup-"));
  try {
    // The namespace begins where its first process is; the mount of the machine is then one of something above.
    const enter = `read -r _; exec unshare --cgroup sh -c 'mount -t cgroup2 none ${folder} && exec ${yodel} top --json --interval 0.5'`;
    await using counting = new Running("unshare", apart(enter));
    inside.add(counting.pid);
    counting.write("go\n");
    await counting.printed(/"cgroup":null/);
    {
      await using web = makeNestedCgroup(inside, "web.service");
      await sendDatagrams(web, 700);
    }
    await sleep(700);
    counting.child.kill("SIGTERM");
    const { status, stdout, stderr } = await counting.ended;
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const records = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.equal(records[0].cgroup, "/");
    const web = records.findLast((record) => record.unit === "web.service");
    assert.deepEqual([web.cgroup, web.removed, web.self.egress.packets], ["/web.service", true, 700]);
    assert.equal(records.at(-1).unnamed.egress.packets, 0);
  } finally {
    rmdirSync(folder);
  }
});
