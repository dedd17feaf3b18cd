import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import {
  arrayMap,
  constant,
  hashMap,
  perCpuArrayMap,
  perCpuHashMap,
  perCpuVariable,
  program,
  variable,
} from "./define/index.ts";
import { struct, u32, u64 } from "./schema/index.ts";
import { SimulatorError, simulate } from "./testing.ts";

describe("simulate", () => {
  test("counts in an array map", () => {
    const pktCount = arrayMap({ value: u64, maxEntries: 1 });
    const countEgress = program("cgroup_skb/egress", { pktCount }, (_skb, { pktCount }) => {
      pktCount[0] += 1;
      return 1;
    });
    using bpf = simulate({ pktCount, countEgress });
    const result = bpf.programs.countEgress.test({ repeat: 1000 });
    assert.equal(result.returned, 1);
    const count: bigint = bpf.maps.pktCount.get(0);
    assert.equal(count, 1000n);
    // @ts-expect-error there is nothing that a simulated program could be attached to
    assert.equal(bpf.programs.countEgress.attach, undefined);
    // @ts-expect-error there is no such map
    assert.throws(() => bpf.maps.other, { code: "YDL4401" });
    bpf.maps.pktCount.set(0, 5n);
    bpf.programs.countEgress.test();
    assert.deepEqual([...bpf.maps.pktCount], [6n]);
  });

  test("counts in variables of all CPUs and of each", () => {
    const packets = variable(u64, 10n);
    const perCpu = perCpuVariable(u64);
    const step = constant(u32, 2);
    const count = program("cgroup_skb/egress", { packets, perCpu, step }, (_skb, { packets, perCpu, step }) => {
      packets.value += step.value;
      perCpu.value += 1;
      return 1;
    });
    using bpf = simulate({ packets, perCpu, step, count }, { constants: { step: 3 }, cpus: 3 });
    for (const cpu of [0, 2, 2]) bpf.programs.count.test({ cpu });
    assert.equal(bpf.variables.packets.value, 19n);
    assert.deepEqual(bpf.variables.perCpu.perCpu(), [1n, 0n, 2n]);
    assert.equal(bpf.variables.perCpu.sum(), 3n);
    assert.equal(bpf.variables.step.value, 3);
    bpf.variables.packets.value = 0n;
    bpf.programs.count.test();
    assert.equal(bpf.variables.packets.value, 3n);
  });

  test("counts in hash maps by cgroup, with a value for each CPU", () => {
    const value = struct({ packets: u64, bytes: u64 });
    const traffic = hashMap({ key: u64, value, maxEntries: 2 });
    const perCpu = perCpuHashMap({ key: u64, value, maxEntries: 2 });
    const perCpuArray = perCpuArrayMap({ value: u64, maxEntries: 2 });
    const scope = { traffic, perCpu, perCpuArray };
    const count = program("cgroup_skb/egress", scope, (skb, { traffic, perCpu, perCpuArray }, bpf) => {
      const id = bpf.skb_cgroup_id(skb);
      const row = traffic.lookupOrInsert(id);
      if (row) {
        row.packets += 1;
        row.bytes += skb.len;
      }
      const own = perCpu.lookupOrInsert(id);
      if (own) own.packets += 1;
      const slot = perCpuArray.lookup(1);
      if (slot) slot.value += 1;
      return 1;
    });
    using bpf = simulate({ ...scope, count }, { environment: { cgroupId: 7n }, cpus: 2 });
    bpf.programs.count.test({ data: new Uint8Array(100) });
    bpf.programs.count.test({ cpu: 1 });
    assert.deepEqual(bpf.maps.traffic.get(7n), { packets: 2n, bytes: 136n });
    assert.deepEqual(
      bpf.maps.perCpu.get(7n)?.map(({ packets }) => packets),
      [1n, 1n],
    );
    assert.deepEqual(bpf.maps.perCpu.sum(7n), { packets: 2n, bytes: 0n });
    assert.deepEqual(bpf.maps.perCpuArray.totals(), [0n, 2n]);
    bpf.environment.cgroupId = 8n;
    bpf.programs.count.test();
    bpf.environment.cgroupId = 9n;
    bpf.programs.count.test();
    assert.deepEqual([...bpf.maps.traffic.keys()], [7n, 8n]);
    assert.throws(() => bpf.maps.traffic.set(9n, { packets: 0n, bytes: 0n }), { code: "YDL4408" });
    assert.equal(bpf.maps.traffic.take().size, 2);
    assert.equal(bpf.maps.traffic.size, 0);
  });

  test("says what does not exist", () => {
    const pass = program("xdp", {}, (_frame, _scope, bpf) => bpf.XDP_PASS);
    const bpf = simulate({ pass });
    assert.equal(bpf.programs.pass.test().returned, 2);
    assert.throws(() => (bpf.maps as Record<string, unknown>).nothing, SimulatorError);
    assert.throws(() => bpf.programs.pass.test({ cpu: 4 }), { code: "YDL7024" });
    assert.throws(() => bpf.programs.pass.test({ context: { nothing: 1 } }), { code: "YDL7020" });
    assert.throws(() => bpf.programs.pass.test({ data: new Uint8Array(13) }), { code: "YDL7021" });
    bpf.close();
    assert.throws(() => bpf.programs.pass.test(), { code: "YDL4400" });
  });
});

test("nothing that yodel/testing imports needs a kernel or the FFI", () => {
  const script = `
    import { registerHooks } from "node:module";
    const urls = [];
    registerHooks({ load: (url, context, next) => { urls.push(url); return next(url, context); } });
    await import(${JSON.stringify(new URL("./testing.ts", import.meta.url).href)});
    console.log(urls.join("\\n"));
  `;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /simulator\/machine\.ts/);
  assert.doesNotMatch(stdout, /koffi|\/src\/(?:sys|loader|session)\//);
});
