import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  be16,
  bytes,
  cpuMap,
  devMap,
  devMapHash,
  type Link,
  load,
  program,
  sockHash,
  sockMap,
  UnsupportedError,
  u8,
  u16,
  u32,
  u64,
  variable,
  xskMap,
} from "../../src/index.ts";
import { attachByNetlink } from "../../src/loader/attach/xdp.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { interfaceIndex } from "../../src/sys/network.ts";
import { withoutKernel } from "../support/kernel.ts";
import { ip, ownNetwork } from "../support/network.ts";
import { withoutTools } from "../support/tools.ts";
import { XdpSocket } from "../support/xdp-socket.ts";

const skip = withoutKernel || withoutTools("ip");
const needs = (major: number, minor: number) =>
  skip || isAtLeast(kernelVersion(), [major, minor]) ? skip : `needs kernel ${major}.${minor}`;

/** Sends datagrams to a port that nobody listens at, by `left`. */
async function send(count: number, to = "10.9.0.2"): Promise<void> {
  const socket = createSocket("udp4");
  try {
    for (let sent = 0; sent < count; sent += 1) {
      await new Promise<void>((resolve, reject) => {
        socket.send("yodel", 7777, to, (error) => (error ? reject(error) : resolve()));
      });
    }
  } finally {
    socket.close();
  }
}

/** Until a condition holds, for at most two seconds. */
async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100 && !holds(); round += 1) await sleep(20);
}

const hits = variable(u64);
const others = variable(u64);

describe("hooks of the network", { skip }, () => {
  before(() => ownNetwork());

  test("TCX: by link, in an order, replaced in one step, with its packet", { skip: needs(6, 6) }, async () => {
    const payload = variable(u16);
    const count = program("tcx/egress", { hits, payload, be16 }, (skb, { hits, payload, be16 }, bpf) => {
      const port = bpf.header(skb, be16, 14 + 20 + 2);
      if (port?.value !== 7777) return bpf.TCX_NEXT;
      payload.value = skb.len;
      hits.value += 1;
      return bpf.TCX_NEXT;
    });
    const drop = program("tcx/egress", { others }, (_skb, { others }, bpf) => {
      others.value += 1;
      return bpf.TCX_DROP;
    });
    using bpf = load({ hits, others, payload, count, drop });
    using link = bpf.programs.count.attach("left");
    assert.deepEqual(link.info(), { ...link.info(), type: "tcx", target: "interface left, tcx/egress" });
    assert.equal(link.info().programId, bpf.programs.count.info().id);
    await send(3);
    assert.equal(bpf.variables.hits.value, 3n);
    assert.equal(bpf.variables.payload.value, 14 + 20 + 8 + 5);

    const first = bpf.programs.drop.attach("left", { before: link });
    await send(1);
    assert.deepEqual([bpf.variables.hits.value, bpf.variables.others.value > 0n], [3n, true]);
    first.close();

    const last = bpf.programs.drop.attach("left", { after: bpf.programs.count });
    await send(1);
    assert.equal(bpf.variables.hits.value, 4n);
    last.close();

    assert.throws(() => bpf.programs.drop.attach("right", { before: link }), { code: "YDL4444" });
    assert.throws(() => link.update(bpf.programs.count, { expected: bpf.programs.drop }), { code: "YDL4440" });
    link.update(bpf.programs.drop, { expected: bpf.programs.count });
    await send(1);
    assert.equal(bpf.variables.hits.value, 4n);
    assert.equal(link.info().programId, bpf.programs.drop.info().id);
    link.detach();
    await send(1);
    assert.equal(bpf.variables.hits.value, 4n);
  });

  test("traffic control without links: a filter by netlink, that goes when it is closed", async () => {
    const mark = program("tc", { hits }, (skb, { hits }, bpf) => {
      hits.value += 1;
      skb.mark = 7;
      return bpf.TC_ACT_OK;
    });
    using bpf = load({ hits, mark });
    const link = bpf.programs.mark.attach("left", { direction: "egress", priority: 3 });
    const second = bpf.programs.mark.attach("left", { direction: "egress" });
    second.close();
    await send(2);
    assert.ok(bpf.variables.hits.value >= 2n);
    assert.deepEqual(link.info(), { ...link.info(), type: undefined, id: undefined, target: "interface left, egress" });
    assert.throws(() => link.update(bpf.programs.mark), { code: "YDL4441" });
    assert.throws(() => link.pin("/nowhere"), { code: "YDL4107" });
    link.close();
    const before = bpf.variables.hits.value;
    await send(2);
    assert.equal(bpf.variables.hits.value, before);
    assert.throws(() => bpf.programs.mark.attach("left", { direction: "up" as never }), { code: "YDL4445" });
  });

  test("an action needs a kernel that was built for it", () => {
    const pass = program("action", { hits }, (_skb, { hits }, bpf) => {
      hits.value += 1;
      return bpf.TC_ACT_OK;
    });
    using bpf = load({ hits, pass });
    try {
      bpf.programs.pass.attach("left", { direction: "egress" }).close();
    } catch (error) {
      assert.ok(error instanceof UnsupportedError, String(error));
      assert.match(error.message, /CONFIG_NET_ACT_BPF/);
    }
  });

  test("netkit programs need a netkit device", { skip: needs(6, 7) }, () => {
    const pass = program("netkit/primary", {}, (_skb, _scope, bpf) => bpf.NETKIT_PASS);
    using bpf = load({ pass });
    assert.throws(() => bpf.programs.pass.attach("left"), { code: "YDL4453" });
  });

  test("XDP: by link and by netlink; a program of a device map sees what is redirected", async () => {
    const count = program("xdp", { hits }, (_frame, { hits }, bpf) => {
      hits.value += 1;
      return bpf.XDP_PASS;
    });
    using bpf = load({ hits, count });
    using link = bpf.programs.count.attach("right", { mode: "generic" });
    assert.equal(link.info().type, "xdp");
    await send(2);
    assert.equal(bpf.variables.hits.value >= 2n, true);
    assert.throws(() => bpf.programs.count.attach("right", { mode: "offload" }), { code: /YDL441[34]/ });
    link.close();

    const before = bpf.variables.hits.value;
    const fd = { number: bpf.programs.count.fd } as never;
    const live = { name: "count", fd, resolved: { section: "xdp" } as never };
    const old = attachByNetlink(live, interfaceIndex("right") ?? 0, 2, "interface right");
    await send(1);
    assert.ok(bpf.variables.hits.value > before);
    old.close();
    assert.doesNotMatch(ip("link", "show", "right"), /xdp/);
  });

  test("XDP redirects through maps of devices and CPUs", { skip: needs(5, 9) }, async () => {
    const ports = devMap({ maxEntries: 2 });
    const workers = cpuMap({ maxEntries: 2 });
    const onLeaving = program("xdp/devmap", { hits }, (frame, { hits }, bpf) => {
      if (frame.egress_ifindex > 0) hits.value += 1;
      return bpf.XDP_DROP;
    });
    const onCpu = program("xdp/cpumap", { others }, (_frame, { others }, bpf) => {
      others.value += 1;
      return bpf.XDP_DROP;
    });
    const out = program("xdp", { ports }, (_frame, { ports }) => ports.redirect(1));
    const pass = program("xdp", {}, (_frame, _scope, bpf) => bpf.XDP_PASS);
    const across = program("xdp", { workers }, (_frame, { workers }) => workers.redirect(0));
    using bpf = load({ hits, others, ports, workers, onLeaving, onCpu, out, across, pass });
    const { maps, programs } = bpf;
    maps.ports.set(0, "left");
    assert.deepEqual(maps.ports.get(0), { interface: interfaceIndex("left"), programId: undefined });
    maps.ports.set(1, { interface: "right", program: programs.onLeaving });
    assert.deepEqual(maps.ports.get(1), {
      interface: interfaceIndex("right"),
      programId: programs.onLeaving.info().id,
    });
    assert.equal(maps.ports.delete(0), true);
    assert.equal(maps.ports.get(0), undefined);
    assert.throws(() => maps.ports.set(9, "left"), { code: "YDL4405" });
    assert.throws(() => maps.ports.set(0, "nothing"), { code: "YDL4411" });
    assert.throws(() => maps.ports.set(0, { interface: "left", program: programs.onCpu }), { code: "YDL4450" });
    maps.workers.set(0, { queueSize: 64, program: programs.onCpu });
    assert.deepEqual(maps.workers.get(0), { queueSize: 64, programId: programs.onCpu.info().id });
    assert.throws(() => (programs.onCpu.attach as (target: string) => Link)("left"), { code: "YDL4447" });

    // Frames that come in by `right` are sent out by it again; its other end takes them when it has a program, too.
    using receiver = programs.pass.attach("left");
    using first = programs.out.attach("right");
    await send(2);
    await until(() => bpf.variables.hits.value >= 2n);
    assert.ok(bpf.variables.hits.value >= 2n, "the program of the device map ran");
    first.close();
    using second = programs.across.attach("right");
    await send(2);
    await until(() => bpf.variables.others.value >= 2n);
    assert.ok(bpf.variables.others.value >= 2n, "the program of the CPU map ran");
    second.close();
    receiver.close();
  });

  test("XDP gives frames to AF_XDP sockets of a map, and to interfaces by any number", {
    skip: needs(5, 9),
  }, async () => {
    const queues = xskMap({ maxEntries: 2 });
    const byIndex = devMapHash({ maxEntries: 4 });
    const take = program("xdp", { queues, hits }, (frame, { queues, hits }, bpf) => {
      const verdict = queues.redirect(frame.rx_queue_index, bpf.XDP_PASS);
      if (verdict === bpf.XDP_REDIRECT) hits.value += 1;
      return verdict;
    });
    const out = program("xdp", { byIndex }, (frame, { byIndex }, bpf) =>
      byIndex.redirect(frame.ingress_ifindex, bpf.XDP_PASS),
    );
    using bpf = load({ queues, byIndex, hits, take, out });
    const right = interfaceIndex("right") ?? 0;
    bpf.maps.byIndex.set(right, right);
    assert.equal(bpf.maps.byIndex.get(right)?.interface, right);
    assert.equal(bpf.maps.byIndex.get(7777), undefined);
    const file = openSync("/dev/null", "r");
    assert.throws(() => bpf.maps.queues.set(0, file), { code: "YDL4450" });
    closeSync(file);
    using socket = new XdpSocket(right);
    bpf.maps.queues.set(0, socket.fd);
    assert.throws(() => bpf.maps.queues.set(2, socket.fd), { code: "YDL4405" });
    using _link = bpf.programs.take.attach("right", { mode: "generic" });
    await send(2);
    await until(() => socket.frames >= 2n);
    assert.ok(bpf.variables.hits.value >= 2n);
    assert.ok(socket.frames >= 2n, `${socket.frames} frames`);
    assert.equal(bpf.maps.queues.delete(0), true);
  });

  test("socket lookup: one server answers at every port", { skip: needs(5, 9) }, async () => {
    const servers = sockMap({ maxEntries: 2 });
    const steer = program("sk_lookup", { servers, hits }, (packet, { servers, hits }, bpf) => {
      if (packet.protocol !== bpf.IPPROTO_TCP || packet.local_port < 7000 || packet.local_port > 7999)
        return bpf.SK_PASS;
      hits.value += 1;
      return servers.select(packet, 0) === 0 ? bpf.SK_PASS : bpf.SK_DROP;
    });
    using bpf = load({ servers, hits, steer });
    using link = bpf.programs.steer.attach();
    assert.equal(link.info().type, "netns");
    await using listening = await listen();
    const { server } = listening;
    bpf.maps.servers.set(0, server);
    assert.equal(typeof bpf.maps.servers.cookie(0), "bigint");
    assert.equal(bpf.maps.servers.cookie(1), undefined);
    const unbound = createSocket("udp4");
    assert.throws(() => bpf.maps.servers.set(1, unbound), { code: "YDL4448" });
    unbound.close();
    assert.throws(() => bpf.maps.servers.set(9, server), { code: "YDL4405" });
    for (const port of [7001, 7654]) {
      const client = connect(port, "127.0.0.1");
      await once(client, "connect");
      client.destroy();
    }
    assert.ok(bpf.variables.hits.value >= 2n);
    bpf.maps.servers.delete(0);
    assert.equal(bpf.maps.servers.delete(0), false);
    const refused = connect(7001, "127.0.0.1");
    await assert.rejects(once(refused, "connect"), /ECONNREFUSED/);
    assert.throws(() => bpf.programs.steer.attach("/dev/null"), { code: "YDL4443" });
    assert.throws(() => bpf.programs.steer.attach("/no/such"), { code: "YDL4443" });
  });

  test("a flow dissector sees packets, and there is room for one", { skip: needs(6, 1) }, async () => {
    const dissect = program("flow_dissector", { hits, bytes: bytes(14) }, (packet, { hits, bytes }, bpf) => {
      if (bpf.header(packet, bytes, 0)) hits.value += 1;
      return bpf.BPF_FLOW_DISSECTOR_CONTINUE;
    });
    using bpf = load({ hits, dissect });
    using link = bpf.programs.dissect.attach("/proc/thread-self/ns/net");
    assert.equal(link.info().type, "netns");
    assert.throws(() => bpf.programs.dissect.attach(), { code: "YDL4443" });
    const { returned } = bpf.programs.dissect.test({ data: new Uint8Array(64) });
    assert.equal(returned, 129);
    assert.equal(bpf.variables.hits.value, 1n);
    link.update(bpf.programs.dissect);
    link.detach();
    bpf.programs.dissect.attach().close();
  });

  test("netfilter: a hook, with a priority of its own", { skip: needs(6, 4) }, async () => {
    const drop = program("netfilter", { hits }, (_packet, { hits }, bpf) => {
      hits.value += 1;
      return bpf.NF_DROP;
    });
    using bpf = load({ hits, drop });
    using link = bpf.programs.drop.attach({ family: "ipv4", hook: "output", priority: -10 });
    assert.equal(link.info().type, "netfilter");
    await assert.rejects(send(1), /EPERM/);
    assert.equal(bpf.variables.hits.value, 1n);
    assert.throws(() => bpf.programs.drop.attach({ family: "ipv4", hook: "output", priority: -10 }), {
      code: "YDL4442",
    });
    assert.throws(() => bpf.programs.drop.attach({ family: "arp" as never, hook: "input" }), { code: "YDL4442" });
    assert.throws(() => link.update(bpf.programs.drop), { code: "YDL4441" });
    link.close();
    await send(1);
  });

  test("programs of routes see what goes by them", async () => {
    const drop = program("lwt_xmit", { hits, u8 }, (skb, { hits, u8 }, bpf) => {
      const version = bpf.header(skb, u8, 0);
      if (version?.value === 0x45) hits.value += 1;
      return bpf.BPF_DROP;
    });
    const pass = program("lwt_out", { others }, (_skb, { others }, bpf) => {
      others.value += 1;
      return bpf.BPF_OK;
    });
    const arrive = program("lwt_in", {}, (_skb, _scope, bpf) => bpf.BPF_OK);
    const segment = program("lwt_seg6local", {}, (_skb, _scope, bpf) => bpf.BPF_OK);
    using bpf = load({ hits, others, drop, pass, arrive, segment });
    const link = bpf.programs.drop.attach({ to: "10.77.0.0/16", device: "left", via: "10.9.0.2" });
    assert.match(ip("route", "show", "10.77.0.0/16"), /encap bpf/);
    await assert.rejects(send(1, "10.77.1.2"), /EPERM/);
    assert.equal(bpf.variables.hits.value, 1n);
    assert.throws(() => bpf.programs.pass.attach({ to: "10.77.0.0/16", device: "left", via: "10.9.0.2" }), {
      code: "YDL4446",
    });
    link.close();
    assert.equal(ip("route", "show", "10.77.0.0/16"), "");
    using out = bpf.programs.pass.attach({ to: "10.78.0.0/16", device: "left", via: "10.9.0.2" });
    await send(1, "10.78.1.2");
    assert.equal(bpf.variables.others.value, 1n);
    out.close();
    bpf.programs.arrive.attach({ to: "10.79.0.0/16", device: "left" }).close();
    bpf.programs.segment.attach({ to: "fd00:9::/64", device: "left" }).close();
    assert.throws(() => bpf.programs.arrive.attach({ to: "somewhere", device: "left" }), { code: "YDL4446" });
    assert.throws(() => bpf.programs.arrive.attach("left" as never), { code: "YDL4410" });
  });

  test("messages are redirected from socket to socket, and counted by a parser", async () => {
    const peers = sockHash({ key: u32, maxEntries: 8 });
    const redirect = program("sk_msg", { peers, hits }, (message, { peers, hits }) => {
      hits.value += 1;
      return peers.redirect(message, message.remote_port, 1);
    });
    using bpf = load({ peers, hits, redirect });
    using link = bpf.programs.redirect.attach(bpf.maps.peers);
    assert.equal(link.info().target, "the map 'peers'");
    await using pair = await connected();
    const { client, server } = pair;
    bpf.maps.peers.set(client.localPort ?? 0, client);
    bpf.maps.peers.set(client.remotePort ?? 0, server);
    const received = once(server, "data");
    client.write("hello");
    assert.equal(String((await received)[0]), "hello");
    assert.ok(bpf.variables.hits.value >= 1n);
    assert.throws(() => bpf.programs.redirect.attach({ name: "x", fd: 0 }), { code: "YDL4454" });
  });

  test("what a socket receives is seen by a parser and a verdict", async () => {
    const streams = sockMap({ maxEntries: 4 });
    const parse = program("sk_skb/stream_parser", { others }, (data, { others }) => {
      others.value += 1;
      return data.len;
    });
    const drop = program("sk_skb/stream_verdict", { hits, u8 }, (data, { hits, u8 }, bpf) => {
      hits.value += 1;
      if (bpf.skb_pull_data(data, 1) !== 0) return bpf.SK_PASS;
      const first = bpf.header(data, u8, 0);
      return first?.value === 0x78 ? bpf.SK_DROP : bpf.SK_PASS;
    });
    const verdict = program("sk_skb/verdict", {}, (_data, _scope, bpf) => bpf.SK_PASS);
    using bpf = load({ streams, hits, others, parse, drop, verdict });
    using parser = bpf.programs.parse.attach(bpf.maps.streams);
    using _verdict = bpf.programs.drop.attach(bpf.maps.streams);
    const code = isAtLeast(kernelVersion(), [5, 13]) ? "YDL4454" : "YDL4451";
    assert.throws(() => bpf.programs.verdict.attach(bpf.maps.streams), { code });
    await using pair = await connected();
    bpf.maps.streams.set(0, pair.server);
    let text = "";
    pair.server.on("data", (data) => {
      text += data;
    });
    pair.client.write("x dropped");
    await until(() => bpf.variables.hits.value >= 1n);
    pair.client.write("seen");
    await until(() => text !== "");
    assert.equal(text, "seen");
    assert.ok(bpf.variables.others.value >= 2n);
    if (isAtLeast(kernelVersion(), [6, 10])) assert.equal(parser.info().type, "sockmap");
  });

  test("connections are put into a map as they are made", async () => {
    const peers = sockHash({ key: u32, maxEntries: 64 });
    const collect = program("sockops", { peers, hits }, (event, { peers, hits }, bpf) => {
      if (event.op === bpf.BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB && peers.update(event, event.local_port) === 0) {
        hits.value += 1;
      }
      return 1;
    });
    using bpf = load({ peers, hits, collect });
    const { makeTestCgroup } = await import("../support/kernel.ts");
    await using cgroup = makeTestCgroup();
    bpf.programs.collect.attach(cgroup.path);
    // A socket stays with the cgroup in which it was made: this process goes there for a moment.
    await using pair = await inCgroup(cgroup, connected);
    assert.equal(bpf.variables.hits.value, 1n);
    assert.equal(typeof bpf.maps.peers.cookie(pair.client.localPort ?? 0), "bigint");
  });
});

interface Listening extends AsyncDisposable {
  readonly server: Server;
  readonly port: number;
}

async function listen(): Promise<Listening> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address && typeof address === "object");
  return {
    server,
    port: address.port,
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}

interface Pair extends AsyncDisposable {
  readonly client: Socket;
  readonly server: Socket;
}

/** The two ends of a TCP connection on loopback. */
async function connected(): Promise<Pair> {
  await using listening = await listen();
  const accepted = once(listening.server, "connection");
  const client = connect(listening.port, "127.0.0.1");
  await once(client, "connect");
  const [server] = (await accepted) as [Socket];
  return {
    client,
    server,
    async [Symbol.asyncDispose]() {
      client.destroy();
      server.destroy();
    },
  };
}

async function inCgroup<T>(cgroup: { add(pid: number): void }, action: () => Promise<T>): Promise<T> {
  const { readFileSync, writeFileSync } = await import("node:fs");
  const { findCgroupRoot } = await import("../../src/index.ts");
  const [, former = "/"] = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8")) ?? [];
  cgroup.add(process.pid);
  try {
    return await action();
  } finally {
    writeFileSync(`${findCgroupRoot()}${former}/cgroup.procs`, String(process.pid));
  }
}
