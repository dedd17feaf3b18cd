import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { startYodel, yodel } from "../support/cli.ts";
import { datagramBytes, sendDatagrams } from "../support/datagrams.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { TestTerminal, withoutTmux } from "../support/terminal.ts";

/** A file of a test's own. */
function scratchFile(): Disposable & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "yodel-record-"));
  return { path: join(folder, "traffic"), [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

async function replay(...args: string[]) {
  const { status, stdout, stderr } = await yodel(["replay", ...args]);
  assert.equal(status, 0, stderr);
  return { stdout, stderr };
}

async function records(...args: string[]) {
  const { stdout, stderr } = await replay(...args, "--json");
  const lines = stdout.trimEnd().split("\n");
  return { records: lines.map((line) => JSON.parse(line)), stderr };
}

const counts = (packets: number) => ({ packets, bytes: packets * datagramBytes, skbs: packets });
const both = (packets: number) => ({ egress: counts(packets), ingress: counts(packets) });

test("a recorder that is killed loses nothing but its last interval", { skip: withoutKernel }, async () => {
  using file = scratchFile();
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  await using short = makeNestedCgroup(cgroup, "short");
  await using recording = startYodel(["record", file.path, cgroup.path, "--interval", "0.1"]);
  await recording.printed(/^Recording .* to /);
  await sendDatagrams(web, 3000);
  await sendDatagrams(short, 40);
  await short.remove();
  // What has been written is what counts, so everything of before is in the file after two more intervals.
  const { size } = statSync(file.path);
  for (let attempt = 0; statSync(file.path).size < size + 60 && attempt < 100; attempt++) await sleep(50);
  recording.child.kill("SIGKILL");
  await recording.ended;

  const { records: all } = await records(file.path);
  const last = all.filter(({ time }) => time === all.at(-1).time);
  assert.deepEqual(last.find(({ unit }) => unit === "web.service").self, both(3000));
  const gone = last.find(({ removed }) => removed);
  assert.deepEqual([gone.cgroup.endsWith("/short"), gone.self], [true, both(40)]);
  assert.deepEqual(last.at(-1).all, both(3040));
  // Intervals add up: nothing is counted twice.
  const seconds = [...new Set(all.map(({ seconds }) => seconds))];
  assert.ok(seconds.length > 2 && seconds.every((one, index) => one > (seconds[index - 1] ?? 0)), String(seconds));

  const { stdout } = await replay(file.path, "--diff", "--flat");
  assert.match(
    stdout,
    /^From .* to .*, .* s, and the mean of each second:\nCGROUP .*\n.*web\.service .* 132k +132k +3\.00k/,
  );

  const { stdout: csv } = await replay(file.path, "--diff", "--csv");
  assert.match(csv, /web\.service,unit,0,3000,132000,3000,3000,132000,3000,3000/);
});

test("what was being written when it was killed is left out, with a note", { skip: withoutKernel }, async () => {
  using file = scratchFile();
  await using cgroup = makeTestCgroup();
  const { status, stdout } = await yodel(["record", file.path, cgroup.path, "--interval", "0.05", "--duration", "0.4"]);
  assert.equal(status, 0);
  assert.match(stdout, /^Recorded [1-9]\d* intervals; .* has \d+B$/m);
  const whole = (await records(file.path)).records.length;
  writeFileSync(file.path, readFileSync(file.path).subarray(0, -3));
  const { records: rest, stderr } = await records(file.path);
  assert.ok(rest.length > 0 && rest.length < whole);
  assert.match(stderr, /^note: the last \d+ bytes of .* are no whole record; they are left out$/m);
});

test("the difference of two points in time", { skip: withoutKernel }, async () => {
  using file = scratchFile();
  await using cgroup = makeTestCgroup();
  await using recording = startYodel(["record", file.path, cgroup.path, "--interval", "0.2"]);
  await recording.printed(/^Recording /);
  const began = Date.now();
  await sendDatagrams(cgroup, 100);
  await sleep(500);
  const middle = Date.now();
  await sendDatagrams(cgroup, 700);
  recording.child.kill("SIGINT");
  const { status, stderr } = await recording.ended;
  assert.deepEqual([status, stderr], [0, ""]);
  const packets = async (...range: string[]) =>
    (await records(file.path, "--diff", ...range)).records.at(-1).all.egress.packets;
  const at = new Date(middle).toISOString();
  assert.deepEqual(
    [await packets(), await packets("--to", at), await packets("--from", at), await packets("--from", "0")],
    [800, 100, 700, 800],
  );
  assert.equal(await packets("--from", String((middle - began) / 1000 + 60)), 0);
});

const mistakes: readonly [args: string[], status: number, message: RegExp][] = [
  [["replay"], 2, /which recording\?/],
  [["replay", "x", "--from", "soon"], 1, /no such file/],
  [["replay", import.meta.filename], 1, /^error YDL7071: .*record\.test\.ts is no recording/],
  [["replay", "x", "--speed", "0"], 2, /--speed takes a number above 0, not '0'/],
  [["record"], 2, /where to\? 'yodel record FILE'/],
  [["record", "x", "--max-size", "big"], 2, /--max-size takes a number of bytes, as 500k, 20M or 1G, not 'big'/],
];

for (const [args, expected, message] of mistakes) {
  test(`${args
    .slice(0, 2)
    .join(" ")
    .replace(import.meta.dirname, "")} … is a mistake`, async () => {
    const { status, stdout, stderr } = await yodel(args);
    assert.deepEqual([status, stdout], [expected, ""]);
    assert.match(stderr, message);
  });
}

test("what is there is not overwritten", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const { status, stderr } = await yodel(["record", import.meta.filename, cgroup.path, "--duration", "0.1"]);
  assert.equal(status, 1);
  assert.match(stderr, /^error YDL7070: .*record\.test\.ts exists/);
});

test("a terminal shows the recording as it was, in the live view", { skip: withoutTmux }, async () => {
  using file = scratchFile();
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  await using recording = startYodel(["record", file.path, cgroup.path, "--interval", "0.1"]);
  await recording.printed(/^Recording /);
  await sendDatagrams(web, 1000);
  await sleep(300);
  recording.child.kill("SIGTERM");
  await recording.ended;
  using terminal = new TestTerminal(`"${process.execPath}" src/cli/main.ts replay ${file.path} --speed 0.5`);
  await terminal.shows(/^yodel replay .*by rate.* 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d /);
  await terminal.shows(/^ +web\.service .* 88\.0k [ ▁▂▃▄▅▆▇█]+$/m);
  terminal.press("q");
  await terminal.shows(/^From [\s\S]*web\.service[\s\S]*^status 0$/m);
});

test("a terminal goes to any moment of a recording", { skip: withoutTmux }, async () => {
  using file = scratchFile();
  await using cgroup = makeTestCgroup();
  await using web = makeNestedCgroup(cgroup, "web.service");
  await using recording = startYodel(["record", file.path, cgroup.path, "--interval", "0.1"]);
  await recording.printed(/^Recording /);
  await sendDatagrams(web, 1000);
  await sleep(300);
  recording.child.kill("SIGTERM");
  await recording.ended;
  // At this speed it would take minutes.
  using terminal = new TestTerminal(`"${process.execPath}" src/cli/main.ts replay ${file.path} --speed 0.001`);
  await terminal.shows(/^yodel replay /);
  terminal.press("]");
  await terminal.shows(/web\.service .* 88\.0k/);
  terminal.press("[");
  await terminal.shows(/in all 0B$/m);
  terminal.press("q");
  await terminal.shows(/^status 0$/m);
});
