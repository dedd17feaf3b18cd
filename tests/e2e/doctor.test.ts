import assert from "node:assert/strict";
import { test } from "node:test";
import { yodel } from "../support/cli.ts";
import { withoutKernel } from "../support/kernel.ts";

test("doctor lists what there is, with a fix for each no", async () => {
  const { status, stdout, stderr } = await yodel(["doctor"]);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  const lines = stdout.trimEnd().split("\n");
  for (const [index, line] of lines.slice(0, -2).entries()) {
    assert.match(line, /^(yes| no| - ) {2}\S|^ +fix: \S/);
    if (line.startsWith(" no ")) assert.match(lines[index + 1] ?? "", /^ +fix: /);
  }
  assert.match(lines.at(-1) ?? "", /^Everything is there\.$|^Not there: .+\.$/);
});

test("doctor --json prints an object a line", { skip: withoutKernel }, async () => {
  const { status, stdout } = await yodel(["doctor", "--json"]);
  assert.equal(status, 0);
  const checks = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const { name, ok, detail, fix } of checks) {
    assert.equal(typeof name, "string");
    assert.equal(typeof detail, "string");
    assert.ok(ok === true || ok === false || ok === null);
    assert.equal(typeof fix, ok === false ? "string" : "undefined", name);
  }
  const found = new Map(checks.map(({ name, ok }) => [name, ok]));
  for (const name of ["kernel", "CAP_BPF", "CAP_NET_ADMIN", "cgroup2", "maps", "cgroup_skb programs"]) {
    assert.equal(found.get(name), true, name);
  }
});

test("doctor takes no arguments", async () => {
  const { status, stderr } = await yodel(["doctor", "me"]);
  assert.equal(status, 2);
  assert.match(stderr, /'me' is one too many/);
});
