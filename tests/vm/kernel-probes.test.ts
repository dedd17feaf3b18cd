// Probes of the kernel's own functions, which many kernels of containers are built without: `npm run test:vm` has one that is not.
import assert from "node:assert/strict";
import { mkdirSync, rmdirSync } from "node:fs";
import { describe, test } from "node:test";
import { hashMap, i64, load, program, u32, u64, variable } from "../../src/index.ts";
import { requires, requiresOption } from "../support/requires.ts";

const calls = variable(u64);
const sum = variable(i64);
const pid = process.pid;

/** Makes and removes a folder, so many times. */
function makeFolders(times: number): void {
  for (let i = 0; i < times; i++) {
    mkdirSync(`/tmp/yodel-probed-${pid}`, { mode: 0o711 });
    rmdirSync(`/tmp/yodel-probed-${pid}`);
  }
}

describe("probes of the kernel", () => {
  test("see arguments at the start and the result at the end of a function", () => {
    const onMake = program("kprobe/do_mkdirat", { calls, sum, pid }, (ctx, { calls, sum, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 !== pid) return;
      calls.value += 1;
      sum.value += bpf.u16(bpf.argument(ctx, 2));
    });
    const afterMake = program("kretprobe/do_mkdirat", { sum, pid }, (ctx, { sum, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 !== pid) return;
      sum.value += bpf.i32(bpf.result(ctx)) * 1000000;
    });
    using bpf = load({ onMake, afterMake, calls, sum });
    const link = bpf.programs.onMake.attach();
    makeFolders(3);
    assert.equal(bpf.variables.calls.value, 3n);
    assert.equal(bpf.variables.sum.value, 3n * 0o711n);
    link.close();
    assert.throws(() => mkdirSync("/tmp"), { code: "EEXIST" });
    assert.equal(bpf.variables.calls.value, 3n, "it is detached");
    bpf.variables.sum.value = 0n;
    bpf.programs.afterMake.attach();
    assert.throws(() => mkdirSync("/tmp"), { code: "EEXIST" });
    assert.equal(bpf.variables.sum.value, -17n * 1000000n);
  });

  test("see the arguments of system calls by the calls' own names", () => {
    const modes = hashMap({ key: u32, value: u64, maxEntries: 8 });
    const onCall = program("ksyscall/mkdir", { modes, pid }, (ctx, { modes, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 !== pid) return;
      const count = modes.lookupOrInsert(bpf.argument(ctx, 1));
      if (count) count.value += 1;
    });
    const afterCall = program("kretsyscall/mkdir", { sum, pid }, (ctx, { sum, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 !== pid) return;
      sum.value += bpf.i64(bpf.result(ctx)) + 100;
    });
    using bpf = load({ onCall, afterCall, modes, sum });
    bpf.programs.onCall.attach();
    bpf.programs.afterCall.attach();
    makeFolders(2);
    assert.throws(() => mkdirSync("/tmp"), { code: "EEXIST" });
    assert.deepEqual(
      new Map(bpf.maps.modes),
      new Map([
        [0o711, 2n],
        [0o777, 1n],
      ]),
    );
    assert.equal(bpf.variables.sum.value, 300n - 17n);
  });

  test("name the nearest functions to a mistake, and refuse what can't be probed", () => {
    const onMake = program("kprobe/do_mkdirrat", {}, () => {});
    const inside = program("kprobe/do_mkdirat+3000", {}, () => {});
    using bpf = load({ onMake, inside });
    assert.throws(() => bpf.programs.onMake.attach(), {
      code: "YDL4470",
      message: "the kernel has no function 'do_mkdirrat'",
      hint: /do_mkdirat/,
    });
    assert.throws(() => bpf.programs.inside.attach(), { code: "YDL4470", message: /can't be probed there/ });
  });

  test("tell attachments apart by their cookies", { skip: requires("5.15", "cookies of attachments") }, () => {
    const seen = hashMap({ key: u64, value: u64, maxEntries: 8 });
    const onCall = program("kprobe/do_mkdirat", { seen, pid }, (ctx, { seen, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 !== pid) return;
      const count = seen.lookupOrInsert(bpf.get_attach_cookie(ctx));
      if (count) count.value += 1;
    });
    using bpf = load({ onCall, seen });
    bpf.programs.onCall.attach({ cookie: 3 });
    bpf.programs.onCall.attach({ cookie: 0xffff_ffff_ffffn });
    makeFolders(1);
    assert.deepEqual(
      new Map(bpf.maps.seen),
      new Map([
        [3n, 1n],
        [0xffff_ffff_ffffn, 1n],
      ]),
    );
  });

  test("many functions by one link, by pattern and by list", { skip: requiresOption("5.18", "CONFIG_FPROBE") }, () => {
    const onAny = program("kprobe.multi/do_mkdir*", { calls, pid }, (_ctx, { calls, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 === pid) calls.value += 1;
    });
    const afterAny = program("kretprobe.multi", { sum, pid }, (ctx, { sum, pid }, bpf) => {
      if (bpf.get_current_pid_tgid() >> 32 === pid) sum.value += bpf.i32(bpf.result(ctx)) + 1000;
    });
    using bpf = load({ onAny, afterAny, calls, sum });
    const link = bpf.programs.onAny.attach();
    makeFolders(4);
    assert.equal(bpf.variables.calls.value, 4n);
    link.close();
    bpf.programs.afterAny.attach(["do_mkdirat", "do_rmdir"]);
    makeFolders(2);
    assert.equal(bpf.variables.sum.value, 4000n);
    assert.equal(bpf.variables.calls.value, 4n);
    assert.throws(() => bpf.programs.onAny.attach("do_mkdirrr*"), { code: "YDL4470", hint: /do_mkdir/ });
    assert.throws(() => bpf.programs.onAny.attach(["do_mkdirat", "no_such_function"]), {
      code: "YDL4470",
      message: /no_such_function/,
    });
  });

  test("links are listed while they are there", { skip: requires("5.15", "links of perf events") }, () => {
    const onMake = program("kprobe/do_mkdirat", {}, () => {});
    using bpf = load({ onMake });
    const link = bpf.programs.onMake.attach();
    assert.equal(typeof link.info().id, "number");
    assert.equal(link.info().programId, bpf.programs.onMake.info().id);
  });
});
