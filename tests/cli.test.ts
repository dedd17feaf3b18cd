import assert from "node:assert/strict";
import { test } from "node:test";
import { yodel } from "./support/cli.ts";

test("without a command: the help on standard error, status 2", async () => {
  const { status, stdout, stderr } = await yodel([]);
  assert.equal(status, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /^Usage: yodel COMMAND/);
});

const commands = [
  "count",
  "top",
  "export",
  "record",
  "replay",
  "unpin",
  "build",
  "inspect",
  "types",
  "verify",
  "doctor",
];

test("--help lists every command", async () => {
  const { status, stdout } = await yodel(["--help"]);
  assert.equal(status, 0);
  for (const command of commands) assert.match(stdout, new RegExp(`^  ${command} `, "m"));
});

for (const command of commands) {
  test(`${command} --help says how it is used`, async () => {
    for (const args of [
      [command, "--help"],
      ["help", command],
      [command, "-h"],
    ]) {
      const { status, stdout } = await yodel(args);
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`^Usage: yodel ${command}`));
    }
  });

  test(`${command} does not take an option that it does not know`, async () => {
    const { status, stdout, stderr } = await yodel([command, "--nonsense"]);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.equal(stderr, `yodel: unknown option '--nonsense'\nTry 'yodel ${command} --help'.\n`);
  });
}

test("--version is the package's", async () => {
  const { status, stdout } = await yodel(["--version"]);
  assert.equal(status, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

test("an unknown command suggests the nearest one", async () => {
  const { status, stderr } = await yodel(["cuont"]);
  assert.equal(status, 2);
  assert.equal(stderr, "yodel: unknown command 'cuont'; did you mean 'count'?\nTry 'yodel --help'.\n");
});

test("a command like no other gets no suggestion", async () => {
  const { status, stderr } = await yodel(["toString"]);
  assert.equal(status, 2);
  assert.equal(stderr, "yodel: unknown command 'toString'\nTry 'yodel --help'.\n");
});

test("a misspelt option suggests the nearest one", async () => {
  const { status, stderr } = await yodel(["count", "--egres"]);
  assert.equal(status, 2);
  assert.match(stderr, /^yodel: unknown option '--egres'; did you mean '--egress'\?\n/);
});

test("an option without its value is wrong usage", async () => {
  const { status, stderr } = await yodel(["build", "x.bpf.ts", "-o"]);
  assert.equal(status, 2);
  assert.match(stderr, /^yodel: --output needs a value\n/);
});

for (const [args, message] of [
  [["count", "a", "b"], "one cgroup at a time; 'b' is one too many"],
  [["count", "--interval", "fast"], "--interval takes a number of seconds above 0, not 'fast'"],
  [["count", "--interval", "0"], "--interval takes a number of seconds above 0, not '0'"],
  [["count", "--count", "-1"], "--count needs a value; one that begins with '-' is written --count=-…"],
  [["count", "--json=yes"], "--json takes no value"],
  [["count", "--count", "1.5"], "--count takes a whole number above 0, not '1.5'"],
  [["count", "--ingress", "--egress"], "--egress and --ingress exclude each other; --both counts both"],
  [["count", "--egress", "--both"], "--egress and --both exclude each other"],
  [["build"], "which file? A module that exports programs is missing"],
  [["build", "x.bpf.ts"], "where to? -o FILE.bpf.o is missing"],
  [["build", "x.bpf.ts", "--print=soup"], "--print knows no stage 'soup': it is one of ast, typed, ir, asm"],
] as const) {
  test(`yodel ${args.join(" ")}: ${message}`, async () => {
    const { status, stdout, stderr } = await yodel(args);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.equal(stderr, `yodel: ${message}\nTry 'yodel ${args[0]} --help'.\n`);
  });
}
