import { be32, ethernet, hashMap, ipv4, program, struct, tcp, u64, variable } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ACK, pingPacket, SYN, tcpPacket } from "./packets.ts";

const senders = hashMap({ key: be32, value: struct({ opened: u64, since: u64 }), maxEntries: 4096 });
const dropped = variable(u64);

const run = program(
  "xdp",
  { ethernet, ipv4, tcp, senders, dropped },
  (frame, { ethernet, ipv4, tcp, senders, dropped }, bpf) => {
    const link = bpf.header(frame, ethernet, 0);
    if (!link || link.etherType !== bpf.ETH_P_IP) return bpf.XDP_PASS;
    const ip = bpf.header(frame, ipv4, 14);
    if (!ip || ip.protocol !== bpf.IPPROTO_TCP) return bpf.XDP_PASS;
    const segment = bpf.header(frame, tcp, 14 + ip.headerLength * 4);
    if (!segment) return bpf.XDP_PASS;
    if (!segment.syn || segment.ack) return bpf.XDP_PASS;
    const now = bpf.ktime_get_ns();
    const sender = senders.lookup(ip.sourceAddress);
    if (!sender) {
      senders.update(ip.sourceAddress, { opened: 1, since: now });
      return bpf.XDP_PASS;
    }
    if (now - sender.since > 60_000_000_000) {
      sender.since = now;
      sender.opened = 1;
      return bpf.XDP_PASS;
    }
    sender.opened += 1;
    if (sender.opened <= 3) return bpf.XDP_PASS;
    dropped.value += 1;
    return bpf.XDP_DROP;
  },
);

/** Drops SYN segments of senders that opened more than 3 connections within a minute. */
export const synFloodGuard: Benchmark = {
  definitions: { senders, dropped, run },
  packets: [
    ...Array.from({ length: 5 }, () => tcpPacket(SYN)),
    tcpPacket(SYN | ACK),
    tcpPacket(ACK),
    tcpPacket(SYN, { source: [10, 0, 0, 9] }),
    pingPacket(),
  ],
  timeDependent: ["senders"],
};
