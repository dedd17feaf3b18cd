import assert from "node:assert/strict";
import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CgroupTree } from "../../src/counter/cgroup-tree.ts";
import { noTraffic } from "../../src/counter/traffic-counts.ts";
import { TrafficLedger } from "../../src/counter/traffic-ledger.ts";
import { openTrafficMeter } from "../../src/counter/traffic-meter.ts";
import { mountBpffs } from "../support/bpffs.ts";
import { datagramBytes, sendDatagrams } from "../support/datagrams.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { makeNestedCgroup } from "./nested-cgroups.ts";

const counts = (packets: number) => ({ packets, bytes: packets * datagramBytes, skbs: packets });
const both = (packets: number) => ({ egress: counts(packets), ingress: counts(packets) });

test("what a process has given up, the next one still has", { skip: withoutKernel }, async () => {
  using bpffs = mountBpffs();
  await using cgroup = makeTestCgroup();
  await using short = makeNestedCgroup(cgroup, "short");
  await using other = makeNestedCgroup(cgroup, "other");
  await using web = makeNestedCgroup(cgroup, "web");
  const pin = join(bpffs.path, "web");
  {
    using meter = await openTrafficMeter(cgroup.path, { pin });
    assert.equal(meter.adopted, false);
    await sendDatagrams(short, 30);
    await sendDatagrams(other, 400);
    await sendDatagrams(web, 5);
    assert.deepEqual(meter.read().cgroups.get(short.id), both(30));
    for (const { id } of [short, other]) meter.forget(id);
    const { cgroups, earlier } = meter.read();
    assert.deepEqual([...cgroups.keys()], [web.id]);
    assert.deepEqual(earlier, noTraffic, "this process knows whose it was");
  }
  {
    using meter = await openTrafficMeter(cgroup.path, { pin });
    assert.equal(meter.adopted, true);
    assert.deepEqual(meter.read().earlier, both(430));
    meter.forget(web.id);
    meter.forget(web.id);
    assert.deepEqual(meter.read().earlier, both(430));
    const report = new TrafficLedger(meter, new CgroupTree(cgroup.path)).report();
    assert.deepEqual([report.unnamed, report.all], [both(430), both(430)]);
    assert.deepEqual(report.allRate, noTraffic, "it did not come now");
  }
  using meter = await openTrafficMeter(cgroup.path, { pin });
  assert.deepEqual(meter.read().earlier, both(435));
});

test("a pin that was made by half goes on, or is refused", { skip: withoutKernel }, async () => {
  using bpffs = mountBpffs();
  await using cgroup = makeTestCgroup();
  const pin = join(bpffs.path, "web");
  (await openTrafficMeter(cgroup.path, { pin }))[Symbol.dispose]();
  // As when a process is killed between its two links.
  unlinkSync(join(pin, "link_count_ingress"));
  {
    using meter = await openTrafficMeter(cgroup.path, { pin });
    await sendDatagrams(cgroup, 10);
    assert.deepEqual([...meter.read().cgroups.values()], [both(10)]);
  }
  unlinkSync(join(pin, "map_traffic"));
  await assert.rejects(openTrafficMeter(cgroup.path, { pin }), {
    code: "YDL7060",
    message: /counts into maps that are not there any more/,
  });
});
