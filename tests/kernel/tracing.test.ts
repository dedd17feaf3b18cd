import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { i64, load, program, struct, UnsupportedError, u32, u64, variable } from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";
import { hasKernelProbes, requires } from "../support/requires.ts";

const calls = variable(u64);

describe("tracing", { skip: withoutKernel }, () => {
  test("a typed tracepoint sees the arguments as the kernel has them", {
    skip: requires("5.5", "tp_btf"),
  }, async () => {
    const tasks = variable(u64);
    const onSwitch = program("tp_btf/sched_switch", { calls, tasks }, (ctx, { calls, tasks }, bpf) => {
      calls.value += 1;
      if (ctx.args[1] !== bpf.argument(ctx, 1) || bpf.argument(ctx, 1) === 0) return;
      tasks.value += 1;
    });
    using bpf = load({ onSwitch, calls, tasks });
    const link = bpf.programs.onSwitch.attach();
    await sleep(20);
    link.close();
    assert.ok(bpf.variables.calls.value > 0n);
    assert.equal(bpf.variables.tasks.value, bpf.variables.calls.value);
    const wrong = program("tp_btf/sched_swich", {}, () => {});
    assert.throws(() => load({ wrong }), { code: "YDL4470", hint: /sched_switch/ });
  });

  test("a clock's ticks are counted on each CPU, as often as asked for", async () => {
    const onTick = program("perf_event", { calls }, (ctx, { calls }) => {
      if (ctx.sample_period > 0) calls.value += 1;
    });
    using bpf = load({ onTick, calls });
    const link = bpf.programs.onTick.attach({ event: "cpu-clock", period: 1_000_000, pid: process.pid, cpus: [0] });
    const everywhere = bpf.programs.onTick.attach({ event: "cpu-clock", frequency: 500 });
    everywhere.close();
    link.close();
    assert.equal(everywhere.isOpen, false);
    bpf.variables.calls.value = 0n;
    using _ = bpf.programs.onTick.attach({ event: "cpu-clock", period: 1_000_000, pid: process.pid });
    const before = process.cpuUsage();
    const end = Date.now() + 300;
    while (Date.now() < end);
    const { user, system } = process.cpuUsage(before);
    const { value } = bpf.variables.calls;
    const milliseconds = (user + system) / 1000;
    assert.ok(value > 5n && Number(value) < milliseconds * 3, `${value} ticks in ${milliseconds} ms of work`);
    assert.throws(() => bpf.programs.onTick.attach({ event: "cpu-clock" }), { code: "YDL4475", hint: /frequency/ });
    assert.throws(() => bpf.programs.onTick.attach({ event: "cpu-clocks" as never, period: 1 }), {
      code: "YDL4475",
      hint: /cpu-clock, task-clock/,
    });
  });

  test("page faults are counted one by one", async () => {
    const onFault = program("perf_event", { calls }, (_ctx, { calls }) => {
      calls.value += 1;
    });
    using bpf = load({ onFault, calls });
    const link = bpf.programs.onFault.attach({ event: "page-faults", period: 1, pid: process.pid });
    const memory = Buffer.alloc(4096 * 500, 1);
    link.close();
    assert.equal(memory[5000], 1);
    assert.ok(bpf.variables.calls.value >= 400n, `${bpf.variables.calls.value} faults`);
  });

  test("a system call's program changes what it is given", { skip: requires("5.14", "syscall programs") }, () => {
    const request = struct({ left: i64, right: i64, sum: i64, calls: u32 });
    const add = program("syscall", { request }, (ctx, { request }, bpf) => {
      const given = bpf.context(ctx, request);
      given.sum = given.left + given.right;
      given.calls += 1;
      return 3;
    });
    using bpf = load({ add });
    const data = request.encode({ left: 40n, right: -2n, sum: 0n, calls: 6 });
    const result = bpf.programs.add.test({ data });
    assert.equal(result.returned, 3);
    assert.deepEqual(request.decode(result.data), { left: 40n, right: -2n, sum: 38n, calls: 7 });
    assert.throws(() => bpf.programs.add.attach(undefined as never), { code: "YDL4480", message: /run by test/ });
  });

  test("what this kernel was built without is said", () => {
    const probe = program("kprobe/vfs_read", {}, () => {});
    using bpf = load({ probe });
    if (hasKernelProbes) {
      assert.ok(bpf.programs.probe.attach().isOpen);
      return;
    }
    assert.throws(
      () => bpf.programs.probe.attach(),
      (error) => {
        assert.ok(error instanceof UnsupportedError);
        assert.equal(error.code, "YDL4473");
        assert.match(error.message, /CONFIG_KPROBE_EVENTS/);
        return true;
      },
    );
    for (const section of ["fentry/vfs_read", "lsm/file_open"] as const) {
      const typed = program(section, {}, () => 0);
      assert.throws(
        () => load({ typed }),
        (error) => {
          assert.ok(error instanceof UnsupportedError, String(error));
          assert.equal(error.code, "YDL4477");
          assert.match(error.message, new RegExp(section));
          return true;
        },
      );
    }
  });
});
