// Thousands of cgroups, hundreds that come and go each second: no datagram is lost, none has no name, and the tool stays small.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openCgroupTree } from "../../src/counter/open-cgroup-tree.ts";
import { TrafficLedger } from "../../src/counter/traffic-ledger.ts";
import { openTrafficMeter } from "../../src/counter/traffic-meter.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { installPackage } from "../support/package.ts";
import { Running } from "../support/processes.ts";
import { buildSenders, removeCgroupsIn } from "../support/senders.ts";
import { TestTerminal, withoutTmux } from "../support/terminal.ts";
import { withoutTools } from "../support/tools.ts";

const skip = withoutKernel || withoutTools("clang-19");

/** The processes that tests ask for, and the cgroups that they leave. */
function cleanUp(directory: string): Disposable {
  return { [Symbol.dispose]: () => removeCgroupsIn(directory) };
}

test("of 2,000 cgroups, and 200 made and removed each second, each datagram has its name", { skip }, async (t) => {
  const [lasting, seconds, eachSecond, fromLasting, fromShort] = [2000, 10, 200, 3, 7];
  await using cgroup = makeTestCgroup();
  using _cgroups = cleanUp(cgroup.path);
  using senders = buildSenders();
  using meter = await openTrafficMeter(cgroup.path);
  const { tree, withoutEvents } = await openCgroupTree(cgroup.path);
  using _tree = tree;
  assert.equal(withoutEvents, undefined);
  const ledger = new TrafficLedger(meter, tree);
  const times: number[] = [];
  const timer = setInterval(() => {
    const start = performance.now();
    ledger.report();
    times.push(performance.now() - start);
  }, 1000);
  try {
    await using steady = new Running(senders.path, [
      "steady",
      cgroup.path,
      ...[lasting, seconds, fromLasting].map(String),
    ]);
    await steady.printed(/^ready$/m);
    await using churn = new Running(senders.path, [
      "churn",
      cgroup.path,
      ...[eachSecond, seconds, fromShort].map(String),
    ]);
    for (const { status, stdout, stderr } of await Promise.all([steady.ended, churn.ended])) {
      assert.equal(status, 0, stderr);
      t.diagnostic(stdout.trim().split("\n").at(-1) ?? "");
    }
  } finally {
    clearInterval(timer);
  }
  const report = ledger.report();
  const counted = new Map<string, number>();
  for (const { cgroup: found, self, total } of report.rows.slice(1)) {
    assert.equal(self.egress.packets, total.egress.packets);
    assert.equal(self.egress.bytes, self.egress.packets * (16 + 8 + 20), found.path);
    const name = found.path.slice(found.path.lastIndexOf("/") + 1);
    assert.equal(found.alive, name.startsWith("lasting"), found.path);
    counted.set(name, self.egress.packets);
  }
  const expected = new Map<string, number>();
  for (let i = 0; i < lasting; i++) expected.set(`lasting-${i}.service`, seconds * fromLasting);
  for (let i = 0; i < eachSecond * seconds; i++) expected.set(`short-${i}.service`, fromShort);
  assert.deepEqual(counted, expected);
  assert.equal(report.all.egress.packets, seconds * (lasting * fromLasting + eachSecond * fromShort));
  assert.deepEqual([report.unnamed.egress.packets, report.overflow.egress.packets], [0, 0]);
  t.diagnostic(`a report took ${Math.max(...times).toFixed(1)} ms at most`);
});

test("top with 2,000 busy cgroups, once a second, uses under 3 % of a CPU and 120 MB", {
  skip: skip || withoutTmux,
}, async (t) => {
  const seconds = 30;
  await using cgroup = makeTestCgroup();
  using _cgroups = cleanUp(cgroup.path);
  using senders = buildSenders();
  using installed = installPackage();
  await using steady = new Running(senders.path, ["steady", cgroup.path, "2000", String(seconds + 12), "2"]);
  await steady.printed(/^ready$/m);
  const main = `${installed.folder}/node_modules/yodel/dist/cli/main.js`;
  using terminal = new TestTerminal(`"${process.execPath}" ${main} top ${cgroup.path}`);
  await terminal.shows(/lasting-\d+\.service +\d/);
  const pid = Number(
    spawnSync("pgrep", ["-f", `${main} top`], { encoding: "utf8" })
      .stdout.trim()
      .split("\n")
      .at(-1),
  );
  // Compiling functions that run often is done in the first seconds.
  await sleep(4000);
  const before = ticks(pid);
  await sleep(seconds * 1000);
  const used = (ticks(pid) - before) / seconds;
  const memory = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1000;
  t.diagnostic(`${used.toFixed(2)} % of a CPU over ${seconds} s, ${memory.toFixed(0)} MB`);
  await terminal.shows(/lasting-\d+\.service +\d+ +2\.0 /);
  assert.ok(used < 3, `${used} %`);
  assert.ok(memory < 120, `${memory} MB`);
});

/** Hundredths of a second of a CPU that a process has used: user and system time of proc_pid_stat(5). */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
