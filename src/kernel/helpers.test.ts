import assert from "node:assert/strict";
import { test } from "node:test";
import { helpers } from "./helpers.ts";
import { programTypes } from "./index.ts";

test("signatures follow the header", () => {
  assert.deepEqual(helpers.get("get_current_comm"), {
    name: "get_current_comm",
    id: 16,
    arguments: [{ kind: "buffer", name: "buf", access: "write" }],
    returns: { kind: "scalar", type: "i64" },
    pure: false,
    minimumKernel: "4.2",
    gplOnly: false,
  });
  assert.deepEqual(helpers.get("map_update_elem")?.arguments, [
    { kind: "map" },
    { kind: "key" },
    { kind: "value" },
    { kind: "scalar", name: "flags", type: "u64" },
  ]);
  assert.deepEqual(helpers.get("map_lookup_elem")?.returns, { kind: "mapValue" });
  assert.deepEqual(helpers.get("skb_cgroup_id")?.returns, { kind: "scalar", type: "u64" });
});

test("only what can be merged is pure", () => {
  assert.equal(helpers.get("get_smp_processor_id")?.pure, true);
  assert.equal(helpers.get("skb_cgroup_id")?.pure, true);
  assert.equal(helpers.get("ktime_get_ns")?.pure, false);
  assert.equal(helpers.get("get_prandom_u32")?.pure, false);
});

test("helpers for GPL programs are known", () => {
  assert.equal(helpers.get("trace_printk")?.gplOnly, true);
  assert.equal(helpers.get("probe_read_kernel")?.gplOnly, true);
  assert.equal(helpers.get("get_prandom_u32")?.gplOnly, false);
});

test("no helper takes more than the five registers for arguments", () => {
  for (const { name, arguments: parameters } of helpers.values()) {
    const registers = parameters.reduce((sum, { kind }) => sum + (kind === "buffer" ? 2 : 1), 0);
    assert.ok(registers <= 5, name);
  }
});

test("every helper of a program type has a signature, and every signature a program type", () => {
  const offered = new Set(programTypes.flatMap((type) => [...type.helpers]));
  assert.deepEqual([...offered].sort(), [...helpers.keys()].sort());
});

test("each program type has its own helpers", () => {
  const has = (type: string, helper: string) => programTypes.find(({ name }) => name === type)?.helpers.has(helper);
  assert.equal(has("cgroup_skb", "skb_cgroup_id"), true);
  assert.equal(has("xdp", "skb_cgroup_id"), false);
  assert.equal(has("xdp", "xdp_adjust_head"), true);
  assert.equal(has("tracepoint", "get_stack"), true);
  assert.equal(has("socket_filter", "get_stack"), false);
});
