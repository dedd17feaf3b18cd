import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arrayMap,
  CompileError,
  constant,
  hashMap,
  load,
  perCpuArrayMap,
  perCpuHashMap,
  perCpuVariable,
  program,
  struct,
  u32,
  u64,
  variable,
  withSession,
} from "../../src/index.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { withoutKernel } from "../support/kernel.ts";
import { object } from "./pass-object.ts";

const traffic = struct({ packets: u64, bytes: u64 });
const packet = new Uint8Array(64);

/** Everything that can be defined, used once. */
const counts = arrayMap({ value: u64, maxEntries: 1 });
const slots = perCpuArrayMap({ value: u64, maxEntries: 1 });
const rows = hashMap({ key: u32, value: traffic, maxEntries: 8 });
const perCpuRows = perCpuHashMap({ key: u32, value: traffic, maxEntries: 8 });
const total = variable(u64, 40);
const limit = constant(u32, 100);
const cpuTotal = perCpuVariable(u64);
const scope = { counts, slots, rows, perCpuRows, total, limit, cpuTotal };

const count = program(
  "cgroup_skb/egress",
  scope,
  (skb, { counts, slots, rows, perCpuRows, total, limit, cpuTotal }) => {
    counts[0] += 1;
    slots[0] += 1;
    total.value += 1;
    cpuTotal.value += 1;
    const row = rows.lookupOrInsert(7);
    if (row) {
      row.packets += 1;
      row.bytes += skb.len;
    }
    const perCpuRow = perCpuRows.lookupOrInsert(7);
    if (perCpuRow) perCpuRow.packets += 1;
    return skb.len > limit.value ? 0 : 1;
  },
);

const counting = program("cgroup_skb/ingress", { counts, total }, (_skb, { counts, total }) => {
  counts[0] += 1;
  total.value += 1;
  return 1;
});

test("definitions are compiled, loaded and read by the types of their schemas", { skip: withoutKernel }, () => {
  using bpf = load({ ...scope, count });
  assert.equal(bpf.programs.count.test({ data: packet, repeat: 3 }).returned, 1);
  const { bytes } = bpf.maps.rows.get(7) ?? { bytes: 0n };
  assert.ok(bytes > 0n && bytes % 3n === 0n);
  assert.deepEqual(
    {
      counts: bpf.maps.counts.get(0),
      slots: bpf.maps.slots.sum(0),
      packets: bpf.maps.rows.get(7)?.packets,
      perCpuPackets: bpf.maps.perCpuRows.sum(7)?.packets,
      total: bpf.variables.total.value,
      cpuTotal: bpf.variables.cpuTotal.sum(),
      limit: bpf.variables.limit.value,
    },
    { counts: 3n, slots: 3n, packets: 3n, perCpuPackets: 3n, total: 43n, cpuTotal: 3n, limit: 100 },
  );
});

test("constants are set before the program is verified", { skip: withoutKernel }, () => {
  using bpf = load({ limit, count }, { constants: { limit: 0 } });
  assert.equal(bpf.programs.count.test({ data: packet }).returned, 0);
  assert.equal(bpf.variables.limit.value, 0);
});

test("what only the scope lists is loaded under its name there", { skip: withoutKernel }, () => {
  using bpf = load({ count });
  bpf.programs.count.test({ data: packet });
  const maps = bpf.maps as unknown as { counts: { get(index: number): bigint } };
  assert.equal(maps.counts.get(0), 1n);
});

test("a program with a name of its own is found under the key that lists it", { skip: withoutKernel }, () => {
  const pass = program("xdp", {}, (_frame, _scope, bpf) => bpf.XDP_PASS, { name: "pass_all" });
  using bpf = load({ pass });
  assert.equal(bpf.programs.pass.name, "pass_all");
  assert.equal(bpf.programs.pass.test({ data: packet }).returned, 2);
});

test("a name that is not there is an error that lists those that are", { skip: withoutKernel }, () => {
  using bpf = load({ counts, count });
  const programs = bpf.programs as unknown as Record<string, unknown>;
  assert.throws(() => programs.cuont, /no program 'cuont'/);
});

test("every instruction set that the kernel has gives the same counts", { skip: withoutKernel }, () => {
  const firstKernels = { v1: [3, 19], v2: [4, 14], v3: [5, 12], v4: [6, 6] } as const;
  for (const target of ["v1", "v2", "v3", "v4"] as const) {
    if (!isAtLeast(kernelVersion(), firstKernels[target])) continue;
    using bpf = load({ counts, total, pass: counting }, { target });
    bpf.programs.pass.test({ data: packet, repeat: 5 });
    assert.deepEqual([bpf.maps.counts.get(0), bpf.variables.total.value], [5n, 45n], target);
  }
});
test("loading twice gives separate maps", { skip: withoutKernel }, () => {
  using first = load({ counts, counting });
  using second = load({ counts, counting });
  first.programs.counting.test({ data: packet });
  assert.deepEqual([first.maps.counts.get(0), second.maps.counts.get(0)], [1n, 0n]);
});

test("a closed session says so", { skip: withoutKernel }, () => {
  const bpf = load({ counts, counting });
  bpf.close();
  bpf.close();
  assert.throws(() => bpf.maps.counts.get(0), /closed/);
});

test("an object, compiled before, is loaded as it is", { skip: withoutKernel }, () => {
  using bpf = load(object);
  assert.equal(bpf.programs.pass.test({ data: packet }).returned, 1);
});

test("withSession types and closes definitions", { skip: withoutKernel }, async () => {
  const counted = await withSession({ counts, counting }, (bpf) => {
    bpf.programs.counting.test({ data: packet });
    return bpf.maps.counts.get(0);
  });
  assert.equal(counted, 1n);
});

test("a mistake in a kernel function comes before any privilege is needed", () => {
  const outside = 5;
  const wrong = program("xdp", {}, () => (outside > 4 ? 1 : 2));
  assert.throws(() => load({ wrong }), CompileError);
});
