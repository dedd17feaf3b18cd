import assert from "node:assert/strict";
import { test } from "node:test";
import { features, helperFeature } from "../../src/index.ts";
import { programTypes } from "../../src/kernel/index.ts";
import { mapTypes } from "../../src/kernel/map-types.ts";
import { otherMapTypeVersions, otherProgramTypeVersions } from "../../src/kernel/versions.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { yodel } from "../support/cli.ts";
import { withoutKernel } from "../support/kernel.ts";
import { runTool, withoutTools } from "../support/tools.ts";

const skip = withoutKernel;

test("what bpftool can use, this kernel has", { skip: skip || withoutTools("bpftool") }, () => {
  const { stdout } = runTool("bpftool", ["-j", "feature", "probe", "kernel"]);
  const { program_types, map_types } = JSON.parse(stdout) as Record<string, Record<string, boolean>>;
  const found = features();
  const compare = (kind: string, theirs: Record<string, boolean> = {}, pattern: RegExp) => {
    for (const [key, has] of Object.entries(theirs)) {
      const name = pattern.exec(key)?.[1] ?? key;
      const ours = found.find((feature) => feature.kind === kind && feature.name === name);
      assert(ours, `${kind} ${name}`);
      // bpftool can't try types that name a function of the kernel, and says that they are not there.
      if (has || !/^(tracing|ext|lsm|struct_ops)$/.test(name))
        assert.equal(ours.available, has, `${kind} ${name}: ${ours.reason}`);
    }
  };
  compare("programType", program_types, /^have_(.*)_prog_type$/);
  compare("mapType", map_types, /^have_(.*)_map_type$/);
});

test("every feature has a reason, and what is missing its first kernel", { skip }, () => {
  for (const { kind, name, available, since, reason } of features()) {
    assert.notEqual(reason, "", name);
    if (available === false) assert.match(since ?? "", /^\d+\.\d+$/, `${kind} ${name}`);
  }
});

test("the verifier says which programs may call a helper", { skip }, () => {
  assert.equal(helperFeature("xdp", "redirect").available, true);
  assert.equal(helperFeature("xdp", "skb_load_bytes").available, false);
  assert.equal(helperFeature("cgroup_skb", "skb_cgroup_id").available, true);
  assert.equal(helperFeature("socket_filter", "ktime_get_ns").available, true);
  if (isAtLeast(kernelVersion(), [6, 18])) {
    assert.equal(helperFeature("socket_filter", "get_current_comm").available, true);
  }
  assert.throws(() => helperFeature("xdp", "no_such"), { code: "YDL3003" });
  assert.throws(() => helperFeature("no_such", "redirect"), { code: "YDL3003" });
});

test("what can be compiled has its version in its own table only", () => {
  const programs = programTypes.map(({ name }) => name).filter((name) => Object.hasOwn(otherProgramTypeVersions, name));
  const maps = Object.keys(mapTypes).filter((name) => Object.hasOwn(otherMapTypeVersions, name));
  assert.deepEqual({ programs, maps }, { programs: [], maps: [] });
});

test("yodel doctor --features prints them", { skip }, async () => {
  const { status, stdout, stderr } = await yodel(["doctor", "--features"]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  assert.match(stdout, /^program types: \d+ of \d+\n {2}yes {2}socket_filter, /);
  assert.match(stdout, /^language: \d+ of \d+\n {2}yes {2}instruction set v2, /m);
  for (const line of stdout.split("\n")) assert(line.length <= 100 || / {2}( no| - ) {2}/.test(line), line);
  const json = await yodel(["doctor", "--features", "--json"]);
  const lines = json.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const xdp = lines.find(({ kind, name }) => kind === "programType" && name === "xdp");
  assert.deepEqual(xdp, {
    kind: "programType",
    name: "xdp",
    available: true,
    since: "4.8",
    reason: "a program could be loaded",
  });
});
