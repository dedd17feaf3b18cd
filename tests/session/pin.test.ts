import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { arrayMap, constant, hashMap, load, program, removePins, u32, u64, variable } from "../../src/index.ts";
import { mountBpffs } from "../support/bpffs.ts";
import { sendDatagrams } from "../support/datagrams.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";

const rows = hashMap({ key: u32, value: u64, maxEntries: 8 });
const total = variable(u64);
const step = constant(u64, 1);

const count = program("cgroup_skb/egress", { rows, total, step }, (_skb, { rows, total, step }) => {
  total.value += step.value;
  const row = rows.lookupOrInsert(7);
  if (row) row.value += 1;
  return 1;
});

const definitions = { rows, total, step, count };

test("the next process goes on with maps, variables and links", { skip: withoutKernel }, async () => {
  using bpffs = mountBpffs();
  await using cgroup = makeTestCgroup();
  const pin = join(bpffs.path, "yodel", "web");
  {
    using bpf = load(definitions, { pin });
    assert.equal(bpf.pinnedSince, undefined);
    bpf.programs.count.attach(cgroup.path);
    await sendDatagrams(cgroup, 10);
    assert.equal(bpf.variables.total.value, 10n);
  }
  assert.deepEqual(readdirSync(pin).sort(), ["data__bss", "data__rodata", "link_count", "map_rows", "program_count"]);
  await sendDatagrams(cgroup, 20);
  {
    using bpf = load(definitions, { pin });
    assert.ok(bpf.pinnedSince && Math.abs(Date.now() - bpf.pinnedSince.getTime()) < 60_000);
    const link = bpf.programs.count.attach(cgroup.path);
    assert.equal(link.info().programId, bpf.programs.count.info().id, "the pinned program is what is attached");
    assert.deepEqual([bpf.variables.total.value, bpf.maps.rows.get(7)], [30n, 30n]);
    await sendDatagrams(cgroup, 5);
    assert.equal(bpf.variables.total.value, 35n, "it is attached once");
    removePins(pin);
    assert.equal(existsSync(pin), false);
    await sendDatagrams(cgroup, 1);
    assert.equal(bpf.variables.total.value, 36n, "who has it open goes on");
  }
  assert.throws(() => removePins(pin), { code: "YDL7064", message: `nothing is pinned at ${pin}` });
});

test("what is different is refused, and says by what", { skip: withoutKernel }, async () => {
  using bpffs = mountBpffs();
  await using cgroup = makeTestCgroup();
  await using elsewhere = makeTestCgroup();
  const pin = join(bpffs.path, "web");
  {
    using bpf = load(definitions, { pin });
    bpf.programs.count.attach(cgroup.path);
  }
  const before = readdirSync(pin);
  const refused = (run: () => Disposable, code: string, message: RegExp) =>
    assert.throws(
      () => {
        using _ = run();
      },
      { code, message },
    );
  const changed = program("cgroup_skb/egress", { rows, total, step }, (_skb, { rows, total, step }) => {
    total.value += step.value;
    const row = rows.lookupOrInsert(7);
    if (row) row.value += 2;
    return 1;
  });
  refused(() => load({ ...definitions, count: changed }, { pin }), "YDL7060", /'count' there is another one \(tag /);
  refused(() => load(definitions, { pin, mapSizes: { rows: 9 } }), "YDL7060", /'rows' .* \(entries 8, not 9\)/);
  refused(() => load(definitions, { pin, constants: { step: 2n } }), "YDL7060", /its constants have other values/);
  const hits = arrayMap({ value: u64, maxEntries: 1 });
  const other = program("cgroup_skb/egress", { hits }, (_skb, { hits }) => {
    hits[0] += 1;
    return 1;
  });
  refused(() => load({ hits, other }, { pin }), "YDL7060", /it has .*map_rows.*, which this program does not have/);
  refused(
    () => {
      using bpf = load(definitions, { pin });
      return bpf.programs.count.attach(elsewhere.path);
    },
    "YDL7061",
    /is attached to another cgroup \(id \d+\), not to /,
  );
  assert.deepEqual(readdirSync(pin), before, "nothing has been added or removed");
  {
    using bpf = load(definitions, { pin });
    bpf.programs.count.attach(cgroup.path);
  }
});

test("nothing stays when nothing was attached", { skip: withoutKernel }, () => {
  using bpffs = mountBpffs();
  const pin = join(bpffs.path, "web");
  {
    using bpf = load(definitions, { pin });
    assert.throws(() => bpf.programs.count.attach("/proc"), { code: "YDL4203" });
  }
  assert.equal(existsSync(pin), false);
});

test("where and what can't be pinned", { skip: withoutKernel }, () => {
  using bpffs = mountBpffs();
  assert.throws(() => load(definitions, { pin: "/tmp/yodel-web" }), {
    code: "YDL7062",
    message: "/tmp/yodel-web is not in a bpf file system",
  });
  assert.throws(() => load(definitions, { pin: join(bpffs.path, "a.b") }), { code: "YDL7065" });
  const pass = program("socket", {}, () => 1);
  using bpf = load({ pass }, { pin: join(bpffs.path, "web") });
  assert.throws(() => bpf.programs.pass.attach(0), { code: "YDL7063" });
});
