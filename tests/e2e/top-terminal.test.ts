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

test("top draws, sorts, filters, folds, follows the terminal's size, helps, pauses and quits", {
  skip: withoutTmux,
}, async () => {
  await using cgroup = makeTestCgroup();
  await using apps = makeNestedCgroup(cgroup, "apps.slice");
  await using big = makeNestedCgroup(apps, "zebra.service");
  await using small = makeNestedCgroup(apps, "ant.service");
  using terminal = new TestTerminal(`"${process.execPath}" src/cli/main.ts top ${cgroup.path} --interval 0.2`);
  await terminal.shows(/^yodel top {2}0:00:0\d {2}by rate {2}tree/);
  await send(big, 3000);
  await send(small, 1000);
  const tree = await terminal.shows(/ant\.service .* 88\.0k [ ▁▂▃▄▅▆▇█]*[▁▂▃▄▅▆▇█]+ *$/m);
  assert.match(tree, /^ {2}- apps\.slice .* 352k /m);
  assert.match(tree, /^CGROUP +out B\/s▼ +pkt\/s +in B\/s▼ +pkt\/s +total B minute *$/m);
  assert.match(tree, /^cost {2}.* {3}this tool \d+\.\d % CPU, [\d.]+MB$/m);
  assert.ok(tree.split("\n").every((line) => line.length <= 80));

  // Six keys on, it is the bytes in all.
  terminal.press("s", "s", "s", "s", "s", "s");
  await terminal.shows(/by bytes[\s\S]*total B▼[\s\S]*zebra\.service[\s\S]*ant\.service/);
  terminal.press("r");
  await terminal.shows(/by bytes, smallest first[\s\S]*total B▲[\s\S]*ant\.service[\s\S]*zebra\.service/);
  terminal.press("r", "S", "S", "S", "S", "S", "S", "S");
  await terminal.shows(/by name[\s\S]*^CGROUP▼[\s\S]*ant\.service[\s\S]*zebra\.service/m);
  terminal.press("t");
  await terminal.shows(/by name {2}flat[\s\S]*^ant\.service[\s\S]*^zebra\.service/m);
  terminal.press("t", "Down", "Left");
  assert.doesNotMatch(await terminal.shows(/^ {2}\+ apps\.slice/m), /\.service/);
  terminal.press("Enter");
  await terminal.shows(/^ {2}- apps\.slice[\s\S]*zebra\.service/m);

  terminal.press("/", "A", "N", "T");
  assert.doesNotMatch(await terminal.shows(/ant\.service[\s\S]*^\/ANT_ /m), /zebra/);
  terminal.press("Enter");
  await terminal.shows(/with 'ANT'[\s\S]*^q quit/m);
  terminal.press("Escape");
  await terminal.shows(/zebra\.service/);

  terminal.resize(170, 30);
  await terminal.shows(/out pkt +in pkt +out skb +in skb minute *$/m);
  terminal.resize(50, 10);
  const narrow = await terminal.shows(/^CGROUP▼ +out B\/s +in B\/s$/m);
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
  assert.match(after, /^ {4}zebra\.service .* 264k$/m);
  assert.doesNotMatch(after, /yodel top/, "the screen is what it was before");
});

test("without colours and without Unicode, top shows the same", { skip: withoutTmux }, async () => {
  await using cgroup = makeTestCgroup();
  await using only = makeNestedCgroup(cgroup, "only.service");
  const command = `NO_COLOR=1 LC_ALL=C "${process.execPath}" src/cli/main.ts top ${cgroup.path} --interval 0.2`;
  using terminal = new TestTerminal(command);
  await terminal.shows(/^yodel top/);
  await send(only, 500);
  await terminal.shows(/out B\/sv[\s\S]*only\.service .* 44\.0k [ .:=+*#@-]*[.:=+*#@-] *$/m);
  const screen = terminal.withStyles();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences for colours
  assert.doesNotMatch(screen, /\x1b\[[\d;]*[34][0-7]m/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: and this one is inverse
  assert.match(screen, /\x1b\[(\d+;)*7m(\x1b\[[\d;]*m)*- ~/, "the line that keys are for stands out");
  // A sample is taken about each second until there is traffic in one.
  const sending = send(only, 600_000);
  await terminal.shows(/^cost {2}\d+ ns a packet {3}this tool \d/m);
  await sending;
});

test("--exit-over ends top when more was sent and received", { skip: withoutTmux }, async () => {
  await using cgroup = makeTestCgroup();
  await using only = makeNestedCgroup(cgroup, "only.service");
  const command = `"${process.execPath}" src/cli/main.ts top ${cgroup.path} --interval 0.2 --exit-over 100kB`;
  using terminal = new TestTerminal(command);
  await terminal.shows(/^yodel top/);
  // 44,000 bytes out, and as many in.
  await send(only, 1000);
  await sleep(700);
  await terminal.shows(/^yodel top/);
  await send(only, 1000);
  await terminal.shows(/^yodel: 1\d{5} bytes sent and received, more than 100000\nstatus 3$/m);
});

test("Ctrl-C ends top with a table", { skip: withoutTmux }, async () => {
  await using cgroup = makeTestCgroup();
  using terminal = new TestTerminal(`"${process.execPath}" src/cli/main.ts top ${cgroup.path} --interval 0.2`);
  await terminal.shows(/^yodel top/);
  terminal.press("C-c");
  await terminal.shows(/^Total in [\s\S]*^status 0$/m);
});
