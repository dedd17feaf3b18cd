import assert from "node:assert/strict";
import { test } from "node:test";
import { YodelError } from "../errors/index.ts";
import { programTypes, resolveSection } from "./index.ts";

test("a fixed section gives its type, attach type and verdicts", () => {
  const egress = resolveSection("cgroup_skb/egress");
  assert.equal(egress.programType.name, "cgroup_skb");
  assert.equal(egress.expectedAttachType, 1);
  assert.deepEqual(egress.returns, { range: [0, 3] });
  assert.deepEqual(egress.target, []);
  assert.equal(egress.context.fields.mark?.writable, true);
  assert.deepEqual(resolveSection("cgroup_skb/ingress").returns, { range: [0, 1] });
  assert.equal(resolveSection("cgroup/skb").expectedAttachType, undefined);
  assert.equal(resolveSection("xdp").attach, "interface");
});

test("a section with parts of its own gives these parts and their record", () => {
  const onSwitch = resolveSection("tracepoint/sched/sched_switch");
  assert.deepEqual(onSwitch.target, ["sched", "sched_switch"]);
  assert.equal(onSwitch.context.struct, "trace_event_raw_sched_switch");
  assert.equal(onSwitch.context.fields.prev_comm?.length, 16);
  assert.deepEqual(resolveSection("tp/sched/sched_switch").context, onSwitch.context);
  assert.deepEqual(resolveSection("raw_tp/sched_switch").target, ["sched_switch"]);
});

test("every system call has its number and its arguments or its result", () => {
  const entry = resolveSection("tracepoint/syscalls/sys_enter_openat").context;
  assert.equal(entry.fields.args?.length, 6);
  assert.equal(resolveSection("tracepoint/syscalls/sys_exit_openat").context.fields.ret?.signed, true);
});

test("a tracepoint that is not described has no fields", () => {
  assert.deepEqual(resolveSection("tracepoint/made/up").context.fields, {});
  assert.deepEqual(resolveSection("tracepoint/constructor/prototype").context.fields, {});
});

for (const [section, nearest] of [
  ["cgroup_skb/egres", '"cgroup_skb/egress"'],
  ["xdp/frags", '"xdp.frags"'],
  ["tracepoint/sched", '"tracepoint/*/*"'],
  ["tracepont/sched/sched_switch", '"tracepoint/*/*"'],
  ["tracepoint//", '"tracepoint/*/*"'],
  ["", '"xdp"'],
] as const) {
  test(`an unknown section is refused with the nearest known ones: ${section}`, () => {
    assert.throws(
      () => resolveSection(section),
      (error: unknown) =>
        error instanceof YodelError && error.code === "YDL3001" && error.hint?.includes(nearest) === true,
    );
  });
}

test("every program type has fields inside its context, apart from one another", () => {
  for (const { name, context } of programTypes) {
    const taken = new Set<number>();
    for (const [field, { offset, bits, length, unionWith }] of Object.entries(context.fields)) {
      if (unionWith !== undefined && unionWith > field) continue;
      const end = offset + (bits / 8) * (length ?? 1);
      assert.ok(end <= context.size, `${name}: ${field} ends in the context`);
      for (let byte = offset; byte < end; byte++) {
        assert.equal(taken.has(byte), false, `${name}: ${field} overlaps another field`);
        taken.add(byte);
      }
    }
  }
});

test("a probe's section may leave open what is probed", () => {
  for (const section of ["kprobe", "kretprobe", "tp", "tracepoint", "raw_tp"]) {
    assert.deepEqual(resolveSection(section).target, [], section);
  }
  assert.throws(() => resolveSection("fentry"), { code: "YDL3001" });
});
