import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { noTraffic } from "../../src/counter/traffic-counts.ts";
import { openTrafficMeter } from "../../src/counter/traffic-meter.ts";
import { makeNestedCgroup, type NestedCgroup } from "../counter/nested-cgroups.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { Running } from "../support/processes.ts";
import { buildSenders } from "../support/senders.ts";
import { runTool, withoutTools } from "../support/tools.ts";

const missing = ["ip", "ethtool"].filter((tool) => spawnSync(tool, ["--version"]).error);
const withoutNetwork =
  withoutKernel ||
  withoutTools("clang-19") ||
  (missing.length > 0 ? `needs ${missing.join(" and ")} (Debian: apt install iproute2 ethtool)` : false);

const bytes = 200_000_000;
const datagrams = 100_000;

/** What one process sends to another, over the cable. */
type Flow = { readonly from: "left" | "right"; readonly family: "IPv4" | "IPv6" } & (
  | { readonly kind: "tcp"; readonly bytes: number }
  /** With `segment`, buffers that the kernel cuts into datagrams of so many bytes. */
  | { readonly kind: "udp"; readonly size: number; readonly sends: number; readonly segment?: number }
);

const addresses = {
  IPv4: { left: "10.99.0.1", right: "10.99.0.2" },
  IPv6: { left: "fd99::1", right: "fd99::2" },
} as const;

/**
 * `ethernet`: the bytes of a packet that the interface counts and the IP layer doesn't see. A pair that merges what arrives
 * counts it behind the Ethernet header.
 */
const cases: readonly {
  readonly name: string;
  readonly merging: "on" | "off";
  readonly ethernet: number;
  readonly flows: readonly Flow[];
}[] = [
  {
    name: "TCP over IPv4",
    merging: "off",
    ethernet: 14,
    flows: [{ kind: "tcp", from: "left", family: "IPv4", bytes }],
  },
  {
    name: "TCP over IPv6, merged where it arrives",
    merging: "on",
    ethernet: 0,
    flows: [{ kind: "tcp", from: "left", family: "IPv6", bytes }],
  },
  {
    name: "UDP",
    merging: "off",
    ethernet: 14,
    flows: [{ kind: "udp", from: "left", family: "IPv4", size: 200, sends: datagrams }],
  },
  {
    name: "UDP in segments over IPv4",
    merging: "off",
    ethernet: 14,
    flows: [{ kind: "udp", from: "left", family: "IPv4", size: 40 * 1200 + 17, sends: datagrams / 50, segment: 1200 }],
  },
  {
    name: "UDP in segments over IPv6",
    merging: "off",
    ethernet: 14,
    flows: [{ kind: "udp", from: "left", family: "IPv6", size: 40 * 1200 + 17, sends: datagrams / 50, segment: 1200 }],
  },
  {
    name: "all of it at once, both ways",
    merging: "off",
    ethernet: 14,
    flows: [
      { kind: "tcp", from: "left", family: "IPv4", bytes: bytes / 4 },
      { kind: "tcp", from: "right", family: "IPv6", bytes: bytes / 4 },
      { kind: "udp", from: "left", family: "IPv6", size: 700, sends: datagrams / 4 },
      { kind: "udp", from: "right", family: "IPv4", size: 30 * 1000, sends: datagrams / 100, segment: 1000 },
    ],
  },
];

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
        for (const feature of ["tso", "tx-udp-segmentation"]) {
          run("ip", "netns", "exec", end, "ethtool", "-K", "wire", feature, "off");
        }
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

  /** What the interfaces at both ends have sent. */
  sent(): { readonly left: Wire; readonly right: Wire } {
    const of = (end: string): Wire => {
      const [{ stats64 }] = JSON.parse(run("ip", "-n", end, "-j", "-s", "link", "show", "wire"));
      return stats64.tx;
    };
    return { left: of(this.left), right: of(this.right) };
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

/** A pair of processes for a flow: both are started, moved to their cgroups, and then told to go on. */
class Pair implements AsyncDisposable {
  readonly #flow: Flow;
  readonly #receiver: Running;
  readonly #sender: Running;

  constructor(flow: Flow, cable: Cable, port: number, senders: string) {
    this.#flow = flow;
    const to = flow.from === "left" ? "right" : "left";
    const inside = (end: "left" | "right", ...command: string[]) =>
      new Running("ip", ["netns", "exec", cable[end], ...command]);
    const address = addresses[flow.family][to];
    if (flow.kind === "tcp") {
      const tcp = [process.execPath, join(import.meta.dirname, "tcp-sender.ts")];
      this.#receiver = inside(to, ...tcp, "listen", address, String(port), String(flow.bytes));
      this.#sender = inside(flow.from, ...tcp, "connect", address, String(port), String(flow.bytes));
    } else {
      const { size, sends, segment = 0 } = flow;
      this.#receiver = inside(to, senders, "listen", address, String(port));
      this.#sender = inside(flow.from, senders, "udp", address, ...[port, size, sends, segment].map(String));
    }
  }

  /** Both have their sockets then, or will make them in their cgroups. */
  async settle(cgroups: Record<"left" | "right", NestedCgroup>): Promise<void> {
    await Promise.all([this.#receiver.printed(/^waiting\n/), this.#sender.printed(/^waiting\n/)]);
    cgroups[this.#flow.from].add(this.#sender.pid);
    cgroups[this.#flow.from === "left" ? "right" : "left"].add(this.#receiver.pid);
    this.#receiver.write("make a socket\n");
    await this.#receiver.printed(/^ready$/m);
  }

  async transfer(): Promise<void> {
    this.#sender.write("make a socket\n");
    if (this.#flow.kind === "tcp") await this.#receiver.printed(new RegExp(`^got ${this.#flow.bytes}$`, "m"), 120);
    assert.equal((await this.#sender.ended).status, 0);
    this.#receiver.child.stdin?.end();
    const { status, stderr } = await this.#receiver.ended;
    assert.equal(status, 0, stderr);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sender[Symbol.asyncDispose]();
    await this.#receiver[Symbol.asyncDispose]();
  }
}

for (const { name, merging, ethernet, flows } of cases) {
  test(`packets and bytes are those on the wire: ${name}`, { skip: withoutNetwork }, async (t) => {
    await using cgroup = makeTestCgroup();
    await using left = makeNestedCgroup(cgroup, "left");
    await using right = makeNestedCgroup(cgroup, "right");
    using cable = new Cable(merging);
    using senders = buildSenders();
    // Neighbours are asked for and routers looked for in the first moments: that traffic is nobody's.
    await sleep(2500);
    using meter = await openTrafficMeter(cgroup.path);
    await using stack = new AsyncDisposableStack();
    const pairs = flows.map((flow, index) => stack.use(new Pair(flow, cable, 5201 + index, senders.path)));
    for (const pair of pairs) await pair.settle({ left, right });
    const before = cable.sent();
    await Promise.all(pairs.map((pair) => pair.transfer()));
    const after = cable.sent();

    const traffic = meter.read().cgroups;
    const ids = { left: left.id, right: right.id };
    for (const [from, to] of [["left", "right"] as const, ["right", "left"] as const]) {
      const wire = {
        packets: after[from].packets - before[from].packets,
        bytes: after[from].bytes - before[from].bytes,
        // The interface dropped these behind the place where we count, and TCP sent them once more.
        dropped: after[from].dropped - before[from].dropped,
      };
      const sent = traffic.get(ids[from])?.egress ?? noTraffic.egress;
      const arrived = traffic.get(ids[to])?.ingress ?? noTraffic.ingress;
      for (const [what, counts, dropped] of [["sent", sent, wire.dropped] as const, ["arrived", arrived, 0] as const]) {
        const counted = counts.bytes + counts.packets * ethernet;
        t.diagnostic(
          `${from} to ${to}, ${what}: wire ${wire.packets} packets, ${wire.bytes} bytes; counted ${counts.packets}, ${counted}; ` +
            `one for each buffer would be ${counts.skbs}; ${dropped} dropped`,
        );
        assert.ok(Math.abs(counts.packets - dropped - wire.packets) <= 8, `${what}: packets`);
        // Of a packet that is nobody's, there are some bytes as well.
        const nobodys = Math.min(8, Math.abs(counts.packets - dropped - wire.packets)) * 100;
        assert.ok(Math.abs(counted - wire.bytes) <= wire.bytes / 10_000 + nobodys + dropped * 1600, `${what}: bytes`);
      }
      const large = flows.some((flow) => flow.from === from && (flow.kind === "tcp" || flow.segment !== undefined));
      if (large) assert.ok(sent.packets > sent.skbs * 1.5, "the kernel sent large buffers");
      if (large && merging === "on") assert.ok(arrived.packets > arrived.skbs * 1.5, "it merged what arrived");
    }
  });
}
