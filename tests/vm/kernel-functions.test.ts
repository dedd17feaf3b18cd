// Programs that know the kernel's types: they need a kernel that leads its functions through them.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { describe, test } from "node:test";
import { i64, load, program, u64, variable } from "../../src/index.ts";
import { compileC } from "../support/clang.ts";
import { makeTestCgroup } from "../support/kernel.ts";
import { runToEnd } from "../support/processes.ts";
import { requires } from "../support/requires.ts";

const calls = variable(u64);
const sum = variable(i64);
const pid = process.pid;
const folder = `/tmp/yodel-traced-${pid}`;

describe("functions of the kernel, by their types", () => {
  test("fentry sees arguments, fexit the result after them", () => {
    const onMake = program("fentry/do_mkdirat", { calls, sum, pid }, (ctx, { calls, sum, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 !== pid) return 0;
      calls.value += 1;
      sum.value += bpf.u16(ctx.args[2]) + (bpf.u16(bpf.argument(ctx, 2)) === bpf.u16(ctx.args[2]) ? 0 : 1000000);
      return 0;
    });
    const afterMake = program("fexit/do_mkdirat", { sum, pid }, (ctx, { sum, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 === pid) sum.value += bpf.i32(ctx.args[3]) * 1000000;
      return 0;
    });
    using bpf = load({ onMake, afterMake, calls, sum });
    const link = bpf.programs.onMake.attach();
    mkdirSync(folder, 0o701);
    rmdirSync(folder);
    assert.equal(bpf.variables.calls.value, 1n);
    assert.equal(bpf.variables.sum.value, BigInt(0o701));
    link.close();
    bpf.variables.sum.value = 0n;
    bpf.programs.afterMake.attach();
    assert.throws(() => mkdirSync("/tmp"), { code: "EEXIST" });
    assert.equal(bpf.variables.sum.value, -17000000n);
    assert.equal(bpf.variables.calls.value, 1n);
  });

  test("more arguments than there are, and names that are not there, are refused at load", () => {
    const tooMany = program("fentry/do_mkdirat", { sum }, (ctx, { sum }) => {
      sum.value = ctx.args[7];
      return 0;
    });
    assert.throws(() => load({ tooMany, sum }), { code: "YDL3100", message: /func 'do_mkdirat'/ });
    const unknown = program("fentry/do_mkdirrat", {}, () => 0);
    assert.throws(() => load({ unknown }), { code: "YDL4470", hint: /do_mkdirat/ });
  });

  test("fmod_ret decides what a security hook returns", () => {
    const refuse = program("fmod_ret/security_path_mkdir", { calls, pid }, (_ctx, { calls, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 !== pid) return 0;
      calls.value += 1;
      return -1;
    });
    using bpf = load({ refuse, calls });
    const link = bpf.programs.refuse.attach();
    assert.throws(() => mkdirSync(folder), { code: "EPERM" });
    assert.equal(bpf.variables.calls.value, 1n);
    link.close();
    mkdirSync(folder);
    rmdirSync(folder);
  });

  test("an extension takes the place of a function of another program", () => {
    using theirs = load(compileC("extended", "-g"));
    assert.equal(theirs.programs.dispatcher.test({ data: new Uint8Array(64) }).returned, 2);
    const extension = compileC("extension", "-g");
    assert.throws(() => load(extension), { code: "YDL4478" });
    using ours = load(extension, { replaces: { choose_again: theirs.programs.dispatcher } });
    const link = ours.programs.choose_again.attach();
    assert.equal(theirs.programs.dispatcher.test({ data: new Uint8Array(64) }).returned, 1);
    link.close();
    assert.equal(theirs.programs.dispatcher.test({ data: new Uint8Array(64) }).returned, 2);
    using other = load({ other: program("socket", {}, () => 0) });
    assert.throws(() => load(extension, { replaces: { choose_again: other.programs.other } }), { code: "YDL4478" });
  });
});

const withLsm = (() => {
  const names = readFileSync("/sys/kernel/security/lsm", "utf8");
  return names.split(",").includes("bpf") ? false : `this kernel's security modules (${names}) are without bpf`;
})();

describe("security hooks", { skip: withLsm }, () => {
  test("refuse for the whole machine", () => {
    const refuse = program("lsm/path_mkdir", { calls, pid }, (_ctx, { calls, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 !== pid) return 0;
      calls.value += 1;
      return -13;
    });
    using bpf = load({ refuse, calls });
    const link = bpf.programs.refuse.attach();
    assert.throws(() => mkdirSync(folder), { code: "EACCES" });
    link.close();
    mkdirSync(folder);
    rmdirSync(folder);
    assert.equal(bpf.variables.calls.value, 1n);
    const wrong = program("lsm/path_mkdirr", {}, () => 0);
    assert.throws(() => load({ wrong }), {
      code: "YDL4470",
      message: /security hook 'path_mkdirr'/,
      hint: /path_mkdir/,
    });
  });

  test("may sleep", { skip: requires("5.11", "a hook of files that may sleep") }, () => {
    const onOpen = program("lsm.s/file_open", { calls, pid }, (_ctx, { calls, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 === pid) calls.value += 1;
      return 0;
    });
    using bpf = load({ onOpen, calls });
    bpf.programs.onOpen.attach();
    readFileSync("/proc/version");
    assert.ok(bpf.variables.calls.value > 0n);
  });

  test("refuse for a cgroup", { skip: requires("6.0", "lsm_cgroup") }, async () => {
    await using cgroup = makeTestCgroup();
    const refuse = program("lsm_cgroup/socket_create", { calls }, (_ctx, { calls }) => {
      calls.value += 1;
      return 0;
    });
    using bpf = load({ refuse, calls });
    bpf.programs.refuse.attach(cgroup.path);
    const script = `echo $$ > ${cgroup.path}/cgroup.procs && exec ip link show lo`;
    const refused = await runToEnd("sh", ["-c", script]);
    assert.match(refused.stderr, /not permitted/);
    assert.ok(bpf.variables.calls.value > 0n);
    assert.equal((await runToEnd("ip", ["link", "show", "lo"])).status, 0);
  });
});
