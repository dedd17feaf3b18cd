// The systemd unit: systemd takes it, and what it starts works with the user and the capabilities that it has there.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { repository } from "../support/cli.ts";
import { sendDatagrams } from "../support/datagrams.ts";
import { servedUrl } from "../support/exporter.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running, runToEnd } from "../support/processes.ts";

const unit = readFileSync(resolve(repository, "deploy/systemd/yodel-export.service"), "utf8");
const dropIn = readFileSync(resolve(repository, "deploy/systemd/pin.conf"), "utf8");
const main = join(repository, "src/cli/main.ts");

/** The last value that a setting has in a unit. */
function setting(text: string, name: string): string {
  return [...text.matchAll(new RegExp(`^${name}=(.+)$`, "gm"))].at(-1)?.[1] ?? assert.fail(`there is no ${name}=`);
}

/** The arguments of the command in a unit, at a port that is free. */
function argumentsOf(text: string): string[] {
  const [command, ...args] = setting(text, "ExecStart").split(" ");
  assert.equal(command, "/usr/local/bin/yodel");
  return args.map((arg) => arg.replace(/^127\.0\.0\.1:\d+$/, "127.0.0.1:0"));
}

/** `setpriv`'s options for a user and no capabilities but these, which are written as systemd writes them. */
function privileges(user: string, capabilities: string): string[] {
  const list = ["-all", ...capabilities.split(" ").map((name) => name.toLowerCase().replace("cap_", "+"))].join(",");
  const inherited = ["--inh-caps", list, "--ambient-caps", list, "--bounding-set", list];
  return ["--reuid", user, "--regid", user, "--clear-groups", ...inherited];
}

const withoutSystemd =
  withoutKernel ||
  (spawnSync("systemd-analyze", ["--version"]).error ? "needs systemd-analyze (Debian: apt install systemd)" : false);

test("systemd takes the unit, and finds little to attack in it", { skip: withoutSystemd }, () => {
  const folder = mkdtempSync(join(tmpdir(), "yodel-unit-"));
  try {
    // There has to be a program of that name to start.
    const file = join(folder, "yodel-export.service");
    writeFileSync(file, unit.replaceAll("/usr/local/bin/yodel", process.execPath));
    const verified = spawnSync("systemd-analyze", ["verify", "--man=no", file], { encoding: "utf8" });
    assert.deepEqual([verified.status, verified.stderr], [0, ""]);
    const offline = ["security", "--offline=true", "--no-pager"];
    const secured = spawnSync("systemd-analyze", [...offline, "--threshold=25", file], { encoding: "utf8" });
    assert.equal(secured.status, 0, secured.stdout.split("\n").at(-2));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the exporter works as the unit runs it: nobody in particular, with two capabilities", {
  skip: withoutKernel,
}, async () => {
  assert.equal(setting(unit, "AmbientCapabilities"), setting(unit, "CapabilityBoundingSet"));
  assert.equal(setting(unit, "DynamicUser"), "yes");
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  const [, ...options] = argumentsOf(unit);
  // /sys and /proc as ProtectKernelTunables=, ProtectControlGroups= and ProtectProc= make them.
  const script = 'mount -o remount,ro,bind /sys && mount -t proc -o hidepid=invisible proc /proc && exec "$@"';
  const restricted = [
    "-m",
    "sh",
    "-c",
    script,
    "sh",
    "setpriv",
    ...privileges("65534", setting(unit, "AmbientCapabilities")),
  ];
  await using exporter = new Running("unshare", [
    ...restricted,
    process.execPath,
    main,
    "export",
    cgroup.path,
    ...options,
  ]);
  const url = await servedUrl(exporter);
  await sendDatagrams(web, 123);
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.match(
    await (await fetch(`${url}/metrics`)).text(),
    /packets_total\{.*unit="web\.service",.*direction="egress"\} 123\n/,
  );
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  const status = readFileSync(`/proc/${exporter.pid}/status`, "utf8");
  // CAP_NET_ADMIN is 12, CAP_BPF 39.
  assert.match(status, /^CapEff:\t0000008000001000$/m);
  exporter.child.kill("SIGTERM");
  assert.equal((await exporter.ended).status, 0);
});

for (const [capability, missing] of [
  ["CAP_BPF", "CAP_NET_ADMIN"],
  ["CAP_NET_ADMIN", "CAP_BPF"],
] as const) {
  test(`without ${missing} the exporter says so`, { skip: withoutKernel }, async () => {
    await using cgroup = makeTestCgroup();
    const { status, stderr } = await runToEnd("setpriv", [
      ...privileges("65534", capability),
      ...[process.execPath, main, "export", cgroup.path, "--prometheus", "0"],
    ]);
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`^error YDL4000: .*it lacks ${missing}`));
  });
}

test("with the drop-in, counts go on, in a bpf file system for root alone", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const folder = mkdtempSync(join(tmpdir(), "yodel-bpffs-"));
  execFileSync("mount", ["-t", "bpf", "-o", "mode=0700", "bpf", folder]);
  try {
    const [, ...options] = argumentsOf(dropIn);
    const pinned = options.map((option, index) =>
      options[index - 1] === "--pin" ? join(folder, "yodel", option) : option,
    );
    assert.notDeepEqual(pinned, options);
    const root = privileges(setting(dropIn, "User") === "root" ? "0" : "65534", setting(unit, "CapabilityBoundingSet"));
    const start = () => new Running("setpriv", [...root, process.execPath, main, "export", cgroup.path, ...pinned]);
    await using first = start();
    await servedUrl(first);
    first.child.kill("SIGKILL");
    await first.ended;
    await sendDatagrams(cgroup, 50);
    await using second = start();
    const text = await (await fetch(`${await servedUrl(second)}/metrics`)).text();
    assert.match(text, /packets_total\{cgroup="\/yodel-test[^"]*",direction="egress"\} 50\n/);
  } finally {
    execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true });
  }
});
