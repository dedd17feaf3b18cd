// What each command of the counter needs, as an unprivileged user with these capabilities and no others.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { repository } from "../support/cli.ts";
import { sendDatagrams } from "../support/datagrams.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { type Ended, Running } from "../support/processes.ts";

/** `yodel` as nobody, with these capabilities alone. */
function startWith(capabilities: readonly string[], ...args: string[]): Running {
  const list = ["-all", ...capabilities.map((name) => `+${name}`)].join(",");
  const user = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--no-new-privs"];
  const sets = ["--inh-caps", list, "--ambient-caps", list];
  return new Running("setpriv", [...user, ...sets, process.execPath, join(repository, "src/cli/main.ts"), ...args]);
}

async function runWith(capabilities: readonly string[], ...args: string[]): Promise<Ended> {
  await using running = startWith(capabilities, ...args);
  return await running.ended;
}

for (const args of [
  ["count", "--both", "--json"],
  ["top", "--json"],
  ["top", "--by", "port", "--json"],
]) {
  test(`CAP_BPF and CAP_NET_ADMIN are enough for: ${args.join(" ")}`, { skip: withoutKernel }, async () => {
    const [command = "", ...options] = args;
    await using cgroup = makeTestCgroup();
    await using web = makeNestedCgroup(cgroup, "web.service");
    await using counting = startWith(["bpf", "net_admin"], command, cgroup.path, ...options, "--interval", "0.2");
    await counting.printed(/^\{/m);
    await sendDatagrams(web, 2000);
    await sleep(300);
    counting.child.kill("SIGINT");
    const { status, stdout, stderr } = await counting.ended;
    assert.equal(status, 0, stderr);
    if (command === "count") assert.match(stdout, /"egress":2000,"ingress":2000,"final":true/);
    else assert.match(stdout, /"unit":"web\.service","self":\{"egress":\{"packets":2000,/);
    if (command === "top") {
      assert.match(
        stderr,
        /^note: cgroups that come and go between two readings may stay without a name: .* lacks CAP_PERFMON$/m,
      );
    }
  });
}

for (const [left, missing] of [
  ["net_admin", "CAP_BPF"],
  ["bpf", "CAP_NET_ADMIN"],
] as const) {
  for (const command of ["count", "top"]) {
    test(`${command} with CAP_${left.toUpperCase()} alone says that it lacks ${missing}`, {
      skip: withoutKernel,
    }, async () => {
      await using cgroup = makeTestCgroup();
      const { status, stderr } = await runWith([left], command, cgroup.path, "--interval", "0.1");
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`^error YDL4000: this process may not .*: it lacks ${missing}\\b`));
      assert.match(stderr, /\n {2}hint: counting takes CAP_BPF and CAP_NET_ADMIN: /);
    });
  }
}

test("with CAP_PERFMON also cgroups that live for a moment have names", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const capabilities = ["bpf", "net_admin", "perfmon"];
  // Longer than all that the test does: nobody looks at the hierarchy meanwhile.
  await using counting = startWith(capabilities, "top", cgroup.path, "--json", "--interval", "3");
  await counting.printed(/"cgroup":null/);
  {
    await using short = makeNestedCgroup(cgroup, "short.service");
    await sendDatagrams(short, 500);
  }
  counting.child.kill("SIGINT");
  const { status, stdout, stderr } = await counting.ended;
  assert.equal(status, 0);
  assert.equal(stderr, "");
  assert.match(stdout, /"unit":"short\.service",.*"removed":true,"self":\{"egress":\{"packets":500,/);
});
