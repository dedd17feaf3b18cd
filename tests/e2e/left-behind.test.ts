import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { heldByOthers, type KernelObject, kernelObjects } from "../../scripts/kernel-objects.ts";
import { startYodel } from "../support/cli.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";

/** What a process holds: everything that is held, but not by the others. */
function heldBy(pid: number): KernelObject[] {
  const objects = kernelObjects();
  const everybody = heldByOthers(objects, () => false);
  const others = heldByOthers(objects, (other) => other === pid);
  return [...objects].filter(([key]) => everybody.has(key) && !others.has(key)).map(([, object]) => object);
}

test("kill -9 leaves no program, map or link behind", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  await using counting = startYodel(["count", cgroup.path, "--both"]);
  await counting.printed(/^ {2}egress: 0 {2}ingress: 0$/m);

  const held = heldBy(counting.pid);
  assert.deepEqual(
    held
      .filter(({ kind }) => kind === "program")
      .map(({ name }) => name)
      .sort(),
    ["count_egress", "count_ingress"],
  );
  assert.equal(held.filter(({ kind }) => kind === "link").length, 2);
  assert.ok(held.some(({ kind }) => kind === "map"));

  counting.child.kill("SIGKILL");
  const { signal } = await counting.ended;
  assert.equal(signal, "SIGKILL");

  // The kernel frees what nothing refers to a moment later.
  const keys = held.map(({ kind, id }) => `${kind} ${id}`);
  let left = keys;
  for (let attempt = 0; attempt < 100 && left.length > 0; attempt++) {
    const objects = kernelObjects();
    left = keys.filter((key) => objects.has(key));
    if (left.length > 0) await sleep(50);
  }
  assert.deepEqual(left, []);
});
