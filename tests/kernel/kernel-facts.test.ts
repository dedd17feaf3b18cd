import assert from "node:assert/strict";
import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { test } from "node:test";
import {
  enableRunStatistics,
  findCgroupById,
  findCgroupRoot,
  load,
  perCpuVariable,
  program,
  u64,
} from "../../src/index.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { runToEnd } from "../support/processes.ts";

test("a cgroup is found by its id until it is removed", { skip: withoutKernel }, async () => {
  await using cgroup = makeTestCgroup();
  const inner = `${cgroup.path}/inner`;
  mkdirSync(inner);
  const id = statSync(inner, { bigint: true }).ino;
  assert.equal(findCgroupById(id), inner);
  assert.equal(findCgroupById(statSync(findCgroupRoot(), { bigint: true }).ino), findCgroupRoot());
  rmdirSync(inner);
  assert.equal(findCgroupById(id), undefined);
});

test("finding a cgroup by its id names the capability that it takes", { skip: withoutKernel }, async () => {
  const index = new URL("../../src/index.ts", import.meta.url).pathname;
  const script = `import { findCgroupById } from ${JSON.stringify(index)};
    try { findCgroupById(1n); } catch ({ code, message }) { console.log(code, message); }`;
  const nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", process.execPath];
  const { stdout, stderr } = await runToEnd("setpriv", [...nobody, "--input-type=module", "-e", script]);
  assert.equal(stderr, "");
  assert.match(stdout, /^YDL4000 this process may not open a cgroup by its id: it lacks CAP_DAC_READ_SEARCH$/m);
});

test("run statistics count the runs of a program while they are on", { skip: withoutKernel }, () => {
  const runs = perCpuVariable(u64);
  const count = program("cgroup_skb/egress", { runs }, (_skb, { runs }) => {
    runs.value += 1;
    return 1;
  });
  using bpf = load({ runs, count });
  {
    using _statistics = enableRunStatistics();
    bpf.programs.count.test({ repeat: 100 });
  }
  bpf.programs.count.test({ repeat: 10 });
  assert.equal(bpf.variables.runs.sum(), 110n);
  const { runCount, runTime } = bpf.programs.count.info();
  assert.equal(runCount, 100n);
  assert.ok(runTime > 0n);
});
