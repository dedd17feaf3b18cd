import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { arrayMap, load, perCpuVariable, program, u64, variable } from "../../src/index.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";

const datagrams = 500_000;
const processes = 2;

/** One counter of each kind for a direction, each with a program of its own. */
function counters<Section extends "cgroup_skb/egress" | "cgroup_skb/ingress">(section: Section) {
  const inArray = arrayMap({ value: u64, maxEntries: 1 });
  const inVariable = variable(u64);
  const inSlots = perCpuVariable(u64);
  return {
    inArray,
    inVariable,
    inSlots,
    countInArray: program(section, { inArray }, (_skb, { inArray }) => {
      inArray[0] += 1;
      return 1;
    }),
    countInVariable: program(section, { inVariable }, (_skb, { inVariable }) => {
      inVariable.value += 1;
      return 1;
    }),
    countInSlots: program(section, { inSlots }, (_skb, { inSlots }) => {
      inSlots.value += 1;
      return 1;
    }),
  };
}

test("every packet of processes that send at the same time is counted once", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  using egress = load(counters("cgroup_skb/egress"));
  using ingress = load(counters("cgroup_skb/ingress"));
  for (const { programs } of [egress, ingress]) {
    programs.countInArray.attach(cgroup.path);
    programs.countInVariable.attach(cgroup.path);
    programs.countInSlots.attach(cgroup.path);
  }

  await using stack = new AsyncDisposableStack();
  const senders: Running[] = [];
  for (let i = 0; i < processes; i++) {
    const sender = new Running(process.execPath, [join(import.meta.dirname, "udp-sender.ts"), String(datagrams)]);
    stack.use(sender);
    // It makes its sockets once it is told to: then it is in the cgroup already.
    cgroup.add(sender.pid);
    sender.write("make sockets\n");
    senders.push(sender);
  }
  await Promise.all(senders.map((sender) => sender.printed(/^ready\n/)));
  for (const sender of senders) sender.write("start\n");
  await Promise.all(senders.map((sender) => sender.printed(/^sent\n/m, 120)));
  for (const { status, stderr } of await Promise.all(senders.map(({ ended }) => ended)))
    assert.equal(status, 0, stderr);

  const expected = BigInt(datagrams * processes);
  for (const [direction, { maps, variables }] of Object.entries({ egress, ingress })) {
    assert.deepEqual(
      {
        inArray: maps.inArray.get(0),
        inVariable: variables.inVariable.value,
        inSlots: variables.inSlots.sum(),
      },
      { inArray: expected, inVariable: expected, inSlots: expected },
      direction,
    );
  }
});
