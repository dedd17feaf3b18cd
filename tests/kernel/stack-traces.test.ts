import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, test } from "node:test";
import {
  CompileError,
  compile,
  hashMap,
  i64,
  load,
  program,
  stackTraceMap,
  u32,
  u64,
  variable,
} from "../../src/index.ts";
import { withoutKernel } from "../support/kernel.ts";

const stacks = stackTraceMap({ maxEntries: 4096 });
const short = stackTraceMap({ maxEntries: 64, depth: 2 });
const counts = hashMap({ key: i64, value: u64, maxEntries: 4096 });
const userStack = variable(i64, -1n);
const shortStack = variable(i64, -1n);
const wanted = variable(u32);

const onEntry = program(
  "raw_tp/sys_enter",
  { stacks, short, counts, userStack, shortStack, wanted },
  (ctx, { stacks, short, counts, userStack, shortStack, wanted }, bpf) => {
    if (bpf.get_current_pid_tgid() >>> 32 !== wanted.value) return;
    const count = counts.lookupOrInsert(stacks.record(ctx));
    if (count) count.value += 1;
    userStack.value = stacks.record(ctx, "user");
    shortStack.value = short.record(ctx);
  },
);

describe("stack traces", { skip: withoutKernel }, () => {
  test("stacks are kept under numbers that programs count by", () => {
    using bpf = load({ stacks, short, counts, userStack, shortStack, wanted, onEntry });
    bpf.variables.wanted.value = process.pid;
    const link = bpf.programs.onEntry.attach();
    for (let times = 0; times < 50; times++) readdirSync("/proc/self");
    link.close();
    const ids = [...bpf.maps.counts.keys()].filter((id) => id >= 0n);
    assert(ids.length > 0, "a system call was made");
    for (const id of ids) {
      const stack = bpf.maps.stacks.get(id);
      assert(stack && stack.length > 0 && stack.length <= 127, `${id}: ${stack}`);
      assert(
        stack.every((address) => address >> 63n === 1n),
        "addresses of the kernel are in the upper half",
      );
    }
    const user = bpf.maps.stacks.get(bpf.variables.userStack.value);
    assert(
      user?.every((address) => address >> 63n === 0n),
      `addresses of user space are in the lower half: ${user}`,
    );
    const innermost = bpf.maps.short.get(bpf.variables.shortStack.value);
    assert(innermost && innermost.length >= 1 && innermost.length <= 2, `two at most: ${innermost}`);
    assert.deepEqual([...bpf.maps.short.ids()].includes(Number(bpf.variables.shortStack.value)), true);
    assert.equal(bpf.maps.short.delete(bpf.variables.shortStack.value), true);
    assert.equal(bpf.maps.short.get(bpf.variables.shortStack.value), undefined);
    assert.equal(bpf.maps.stacks.get(-17n), undefined, "an errno is no number");
    assert.equal(bpf.maps.stacks.delete(-17), false);
  });
});

test("a stack is the kernel's or the user's", () => {
  const run = program("raw_tp/sys_enter", { stacks }, (ctx, { stacks }) => {
    // @ts-expect-error: there is no such stack
    stacks.record(ctx, "both");
  });
  assert.throws(
    () => compile({ run }),
    (error) => error instanceof CompileError && error.diagnostics[0]?.code === "YDL2003",
  );
  assert.throws(() => stackTraceMap({ maxEntries: 1, depth: 128 }), { code: "YDL3002" });
});
