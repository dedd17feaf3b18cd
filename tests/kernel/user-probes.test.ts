import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { hashMap, i64, load, program, struct, u64, usdtArgument, variable } from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";
import { Probed } from "../support/probed.ts";
import { requires } from "../support/requires.ts";

const calls = variable(u64);
const sum = variable(i64);

describe("probes in user space", { skip: withoutKernel }, () => {
  let probed: Probed;
  before(() => {
    probed = new Probed();
  });
  after(() => probed[Symbol.dispose]());

  test("see a function's arguments and result, in one process or in all", async () => {
    const onAdd = program("uprobe", { calls, sum }, (ctx, { calls, sum }, bpf) => {
      calls.value += 1;
      sum.value += bpf.i64(bpf.argument(ctx, 0)) * 10 + bpf.i64(bpf.argument(ctx, 1));
    });
    const afterAdd = program("uretprobe", { sum }, (ctx, { sum }, bpf) => {
      sum.value += bpf.i64(bpf.result(ctx)) * 1000;
    });
    using bpf = load({ onAdd, afterAdd, calls, sum });
    await using one = probed.start();
    await using other = probed.start();
    const link = bpf.programs.onAdd.attach({ path: probed.path, symbol: "probed_add", pid: one.pid });
    await probed.work(other, [1]);
    assert.equal(bpf.variables.calls.value, 0n, "the other process is not probed");
    assert.equal(await probed.work(one, [4, -6]), "18 0\n-22 0\n");
    assert.equal(bpf.variables.calls.value, 2n);
    assert.equal(bpf.variables.sum.value, 42n - 58n);
    link.close();
    await probed.work(one, [4, -6, 1]);
    assert.equal(bpf.variables.calls.value, 2n, "it is detached");
    bpf.variables.sum.value = 0n;
    bpf.programs.afterAdd.attach({ path: probed.path, symbol: "probed_add" });
    await using third = probed.start();
    await probed.work(third, [4]);
    assert.equal(bpf.variables.sum.value, 6000n);
    assert.match(
      bpf.programs.onAdd.attach({ path: probed.path, symbol: "probed_add" }).info().target,
      /probed_add of /,
    );
  });

  test("attach at a section's place, and at an offset", async () => {
    const section = `uprobe/${probed.path}:probed_multiply` as const;
    const onMultiply = program(section, { calls }, (_ctx, { calls }) => {
      calls.value += 1;
    });
    using bpf = load({ onMultiply, calls });
    bpf.programs.onMultiply.attach();
    bpf.programs.onMultiply.attach({ symbol: "probed_add", offset: 0 });
    await using running = probed.start();
    await probed.work(running, [1, 2, 3]);
    assert.equal(bpf.variables.calls.value, 6n);
  });

  test("find libraries by name", { skip: requires("5.15", "cookies of attachments") }, async () => {
    const cookies = hashMap({ key: u64, value: u64, maxEntries: 4 });
    const onCall = program("uprobe", { cookies }, (ctx, { cookies }, bpf) => {
      cookies.update(bpf.get_attach_cookie(ctx), bpf.get_current_pid_tgid() >> 32);
    });
    using bpf = load({ onCall, cookies });
    await using running = probed.start();
    const { pid } = running;
    bpf.programs.onCall.attach({ path: "libc.so.6", symbol: "fgets", pid, cookie: 7 });
    bpf.programs.onCall.attach({ path: "libc.so.6", symbol: "fflush", pid, cookie: 9n });
    await probed.work(running, [1]);
    assert.deepEqual(new Map(bpf.maps.cookies), new Map([7n, 9n].map((cookie) => [cookie, BigInt(pid)])));
  });

  test("name what is nearest to a mistake", () => {
    const onCall = program("uprobe", {}, () => {});
    using bpf = load({ onCall });
    const attach = bpf.programs.onCall.attach.bind(bpf.programs.onCall);
    assert.throws(() => attach({ path: probed.path, symbol: "probed_ad" }), {
      code: "YDL4471",
      message: `'${probed.path}' has no function 'probed_ad'`,
      hint: /probed_add/,
    });
    assert.throws(() => attach({ path: "/no/such/file", symbol: "main" }), { code: "YDL4472" });
    assert.throws(() => attach({ path: "libnosuch.so.1", symbol: "main" }), { code: "YDL4472", hint: /PATH/ });
    assert.throws(() => attach({ path: import.meta.filename, symbol: "main" }), {
      code: "YDL4472",
      message: /no program/,
    });
    assert.throws(() => attach({ path: probed.path }), { code: "YDL4410", message: /symbol: "SSL_write"/ });
    assert.throws(() => attach({ path: probed.path, offset: 2 ** 40 }), { code: "YDL4472" });
  });

  test("many functions by one link", { skip: requires("6.6", "links to many functions in user space") }, async () => {
    const onCall = program("uprobe.multi", { calls, sum }, (ctx, { calls, sum }, bpf) => {
      calls.value += 1;
      sum.value += bpf.i64(bpf.argument(ctx, 1));
    });
    using bpf = load({ onCall, calls, sum });
    await using running = probed.start();
    const link = bpf.programs.onCall.attach({ path: probed.path, symbols: "probed_*" });
    await probed.work(running, [5, 6]);
    assert.equal(bpf.variables.calls.value, 4n);
    assert.equal(bpf.variables.sum.value, 10n);
    link.close();
    bpf.programs.onCall.attach({ path: probed.path, symbols: ["probed_add"], pid: running.pid });
    await probed.work(running, [5, 6, 7]);
    assert.equal(bpf.variables.calls.value, 7n);
    assert.throws(() => bpf.programs.onCall.attach({ path: probed.path, symbols: "prove*" }), { code: "YDL4471" });
  });

  test("USDT probes are counted and switched on", async () => {
    const onSum = program("usdt", { calls }, (_ctx, { calls }) => {
      calls.value += 1;
    });
    using bpf = load({ onSum, calls });
    await using running = probed.start();
    const probe = { path: probed.path, provider: "probed", name: "sum" };
    const link = bpf.programs.onSum.attach(probe);
    assert.equal(await probed.work(running, [1]), "6 1\n", "the program is told that somebody listens");
    link.close();
    assert.equal(await probed.work(running, [1, 2]), "6 0\n10 0\n");
    assert.equal(bpf.variables.calls.value, 1n);
    assert.throws(() => bpf.programs.onSum.attach({ ...probe, name: "summ" }), { code: "YDL4476", hint: /probed:sum/ });
    assert.throws(() => bpf.programs.onSum.attach({ ...probe, path: "libm.so.6", name: "summ" }), { code: "YDL4476" });
  });

  test("programs read the arguments of USDT probes", { skip: requires("5.15", "cookies of attachments") }, async () => {
    const seen = struct({ first: i64, second: u64, third: i64, fourth: u64 });
    const last = variable(seen);
    const onSum = program("usdt", { last, argument: usdtArgument() }, (ctx, { last, argument }, bpf) => {
      last.value.first = bpf.i64(argument(ctx, 0));
      last.value.second = bpf.u64(argument(ctx, 1));
      last.value.third = bpf.i64(argument(ctx, 2));
      last.value.fourth = bpf.u64(argument(ctx, 3));
    });
    using bpf = load({ onSum, last });
    await using running = probed.start();
    bpf.programs.onSum.attach({ path: probed.path, provider: "probed", name: "sum", pid: running.pid });
    await probed.work(running, [41]);
    assert.deepEqual(bpf.variables.last.value, { first: -41n, second: 41000n, third: -7n, fourth: 0n });
  });
});
