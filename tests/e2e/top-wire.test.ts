import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Traffic } from "../../src/counter/traffic-counts.ts";
import { openTrafficMeter } from "../../src/counter/traffic-meter.ts";
import { makeNestedCgroup } from "../counter/nested-cgroups.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";
import { runTool } from "../support/tools.ts";

const missing = ["ip", "ethtool"].filter((tool) => spawnSync(tool, ["--version"]).error);
const withoutNetwork =
  withoutKernel ||
  (missing.length > 0 ? `needs ${missing.join(" and ")} (Debian: apt install iproute2 ethtool)` : false);

const bytes = 30_000_000;
/**
 * `ethernet`: the bytes of a packet that the interface counts and the IP layer doesn't see. A pair that merges what arrives
 * counts it behind the Ethernet header.
 */
const cases = [
  { family: "IPv4", server: "10.99.0.2", merging: "off", ethernet: 14 },
  { family: "IPv6", server: "fd99::2", merging: "on", ethernet: 0 },
] as const;

/** Two network namespaces with a cable between them, `left` and `right`. */
class Cable implements Disposable {
  readonly left: string;
  readonly right: string;

  constructor(merging: "on" | "off") {
    const name = `yodel-${process.pid}-${randomBytes(2).toString("hex")}`;
    this.left = `${name}-l`;
    this.right = `${name}-r`;
    try {
      for (const end of [this.left, this.right]) run("ip", "netns", "add", end);
      run("ip", "-n", this.left, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", this.right);
      for (const [end, number] of [[this.left, 1] as const, [this.right, 2] as const]) {
        // Left on, the pair hands buffers of many segments over whole, and counts each as a packet. Without, the kernel cuts
        // them up behind the place where we count, as it does for a card that can't.
        run("ip", "netns", "exec", end, "ethtool", "-K", "wire", "tso", "off");
        run("ip", "netns", "exec", end, "ethtool", "-K", "wire", "gro", merging);
        run("ip", "-n", end, "addr", "add", `10.99.0.${number}/24`, "dev", "wire");
        run("ip", "-n", end, "addr", "add", `fd99::${number}/64`, "dev", "wire", "nodad");
        // With a queue in front, a sender that is too fast for the other end waits. Without, the pair drops packets.
        run("tc", "-n", end, "qdisc", "add", "dev", "wire", "root", "pfifo", "limit", "10000");
        run("ip", "-n", end, "link", "set", "wire", "up");
      }
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /** What the interface at the left end has sent and received. */
  statistics(): { readonly tx: Wire; readonly rx: Wire } {
    const [{ stats64 }] = JSON.parse(run("ip", "-n", this.left, "-j", "-s", "link", "show", "wire"));
    return stats64;
  }

  [Symbol.dispose](): void {
    for (const end of [this.left, this.right]) spawnSync("ip", ["netns", "delete", end]);
  }
}

interface Wire {
  readonly packets: number;
  readonly bytes: number;
  readonly dropped: number;
}

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = runTool(command, args);
  assert.equal(status, 0, `${command} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

for (const { family, server, merging, ethernet } of cases) {
  const title = `packets and bytes of TCP over ${family} are those on the wire, with merging ${merging}`;
  test(title, { skip: withoutNetwork }, async (t) => {
    await using cgroup = makeTestCgroup();
    await using sending = makeNestedCgroup(cgroup, "sending");
    await using receiving = makeNestedCgroup(cgroup, "receiving");
    using cable = new Cable(merging);
    // Neighbours are asked for and routers looked for in the first moments: that traffic is nobody's.
    await sleep(2500);
    using meter = await openTrafficMeter(cgroup.path);
    const script = join(import.meta.dirname, "tcp-sender.ts");
    const tcp = (end: string, role: string) =>
      new Running("ip", ["netns", "exec", end, process.execPath, script, role, server, "5201", String(bytes)]);
    await using listener = tcp(cable.right, "listen");
    await using sender = tcp(cable.left, "connect");
    await Promise.all([listener.printed(/^waiting\n/), sender.printed(/^waiting\n/)]);
    receiving.add(listener.pid);
    sending.add(sender.pid);
    listener.write("make a socket\n");
    await listener.printed(/^ready$/m);
    const before = cable.statistics();
    sender.write("make a socket\n");
    await listener.printed(new RegExp(`^got ${bytes}$`, "m"));
    for (const { status, stderr } of await Promise.all([sender.ended, listener.ended])) assert.equal(status, 0, stderr);
    const after = cable.statistics();

    const traffic = meter.read().cgroups;
    const ids = { sending: sending.id, receiving: receiving.id };
    const of = (id: bigint): Traffic => traffic.get(id) ?? assert.fail(`nothing was counted for cgroup ${id}`);
    const compare = (name: string, counts: Traffic["egress"], direction: "tx" | "rx", sentThere = false) => {
      const wire = {
        packets: after[direction].packets - before[direction].packets,
        bytes: after[direction].bytes - before[direction].bytes,
      };
      // The interface dropped these behind the place where we count, and they were sent once more.
      const dropped = sentThere ? after[direction].dropped - before[direction].dropped : 0;
      const counted = counts.bytes + counts.packets * ethernet;
      t.diagnostic(
        `${name}: wire ${wire.packets} packets, ${wire.bytes} bytes; counted ${counts.packets}, ${counted}; ` +
          `one for each buffer would be ${counts.skbs}; ${dropped} dropped`,
      );
      assert.ok(Math.abs(counts.packets - dropped - wire.packets) <= 8, `${name}: packets`);
      // Of a packet that is nobody's, there are some bytes as well.
      assert.ok(Math.abs(counted - wire.bytes) <= wire.bytes / 10_000 + 8 * 100 + dropped * 1600, `${name}: bytes`);
    };
    compare("sent", of(ids.sending).egress, "tx", true);
    compare("arrived", of(ids.receiving).ingress, "tx");
    compare("acknowledged", of(ids.receiving).egress, "rx");
    compare("acknowledgements arrived", of(ids.sending).ingress, "rx");
    if (merging === "on") {
      const { packets, skbs } = of(ids.receiving).ingress;
      assert.ok(packets > 2 * skbs, "the kernel merged what arrived");
    }
    assert.ok(of(ids.sending).egress.packets > 2 * of(ids.sending).egress.skbs, "the kernel sent large buffers");
  });
}
