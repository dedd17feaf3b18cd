import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeNestedCgroup, type NestedCgroup } from "../counter/nested-cgroups.ts";
import { makeTestCgroup } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";
import { TestTerminal, withoutTmux } from "../support/terminal.ts";

async function send(cgroup: NestedCgroup, datagrams: number): Promise<void> {
  await using sender = new Running(process.execPath, [join(import.meta.dirname, "udp-sender.ts"), String(datagrams)]);
  cgroup.add(sender.pid);
  sender.write("make sockets\n");
  await sender.printed(/^ready\n/);
  sender.write("start\n");
  assert.equal((await sender.ended).status, 0);
}

test("top draws, sorts, follows the terminal's size, helps, pauses and quits", { skip: withoutTmux }, async () => {
  await using cgroup = makeTestCgroup();
  await using apps = makeNestedCgroup(cgroup, "apps.slice");
  await using big = makeNestedCgroup(apps, "zebra.service");
  await using small = makeNestedCgroup(apps, "ant.service");
  using terminal = new TestTerminal(`"${process.execPath}" src/cli/main.ts top ${cgroup.path} --interval 0.2`);
  await terminal.shows(/^yodel top {2}0:00:0\d {2}by rate {2}tree/);
  await send(big, 3000);
  await send(small, 1000);
  const tree = await terminal.shows(/ant\.service .* 44\.0k +44\.0k$/m);
  assert.match(tree, /^ {2}apps\.slice .* 176k +176k$/m);
  assert.match(tree, /^CGROUP +out B\/s +pkt\/s +in B\/s +pkt\/s +out B +in B$/m);

  terminal.press("s", "s", "s", "s");
  await terminal.shows(/by bytes[\s\S]*zebra\.service[\s\S]*ant\.service/);
  terminal.press("s");
  await terminal.shows(/by name[\s\S]*ant\.service[\s\S]*zebra\.service/);
  terminal.press("t");
  await terminal.shows(/by name {2}flat[\s\S]*^ant\.service[\s\S]*^zebra\.service/m);

  terminal.resize(120, 30);
  await terminal.shows(/out pkt +in pkt +out skb +in skb$/m);
  terminal.resize(50, 10);
  const narrow = await terminal.shows(/^CGROUP +out B\/s +in B\/s$/m);
  assert.ok(narrow.split("\n").every((line) => line.length <= 50));
  terminal.resize(80, 24);

  terminal.press("?");
  await terminal.shows(/^ {2}q, Ctrl-C +quit/m);
  terminal.press("?", "p");
  const paused = /0:\d\d:\d\d/.exec(await terminal.shows(/PAUSED/))?.[0];
  await sleep(1500);
  assert.ok((await terminal.shows(/PAUSED/)).includes(paused ?? "never"), "time stands still");
  terminal.press("p", "q");
  const after = await terminal.shows(/^status 0$/m);
  assert.match(after, /^Total in \d+\.\d s, and the mean of each second:$/m);
  assert.match(after, /^zebra\.service .* 132k +132k$/m);
  assert.doesNotMatch(after, /yodel top/, "the screen is what it was before");
});

test("Ctrl-C ends top with a table", { skip: withoutTmux }, async () => {
  await using cgroup = makeTestCgroup();
  using terminal = new TestTerminal(`"${process.execPath}" src/cli/main.ts top ${cgroup.path} --interval 0.2`);
  await terminal.shows(/^yodel top/);
  terminal.press("C-c");
  await terminal.shows(/^Total in [\s\S]*^status 0$/m);
});
