import { be16, be32, hashMap, ipv4, program, struct, tcp, u8, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ACK, FIN, pingPacket, RST, SYN, tcpPacket } from "./packets.ts";

const flow = struct({ source: be32, destination: be32, sourcePort: be16, destinationPort: be16, protocol: u8 });
const connection = struct({ packets: u64, bytes: u64, seen: u64, state: u8 });
const connections = hashMap({ key: flow, value: connection, maxEntries: 4096 });

const run = program(
  "cgroup_skb/egress",
  { ipv4, tcp, flow, connections },
  (skb, { ipv4, tcp, flow, connections }, bpf) => {
    const ip = bpf.header(skb, ipv4, 0);
    if (ip?.version !== 4 || ip.protocol !== bpf.IPPROTO_TCP) return 1;
    const segment = bpf.header(skb, tcp, ip.headerLength * 4);
    if (!segment) return 1;
    const key = bpf.zeroed(flow);
    key.source = ip.sourceAddress;
    key.destination = ip.destinationAddress;
    key.sourcePort = segment.sourcePort;
    key.destinationPort = segment.destinationPort;
    key.protocol = ip.protocol;
    const now = bpf.ktime_get_ns();
    const found = connections.lookup(key);
    if (!found) {
      if (segment.syn) connections.update(key, { packets: 1, bytes: skb.len, seen: now, state: 1 });
      return 1;
    }
    found.packets += 1;
    found.bytes += skb.len;
    found.seen = now;
    if (segment.rst) found.state = 4;
    else if (segment.fin) found.state = found.state === 3 ? 4 : 3;
    else if (found.state === 1 && segment.ack) found.state = 2;
    return 1;
  },
);

/** Follows TCP connections: opening 1, open 2, closing 3, closed 4. */
export const connectionTracker: Benchmark = {
  definitions: { connections, run },
  packets: [
    tcpPacket(SYN),
    tcpPacket(ACK),
    tcpPacket(ACK, { payload: new Uint8Array(100) }),
    tcpPacket(FIN | ACK),
    tcpPacket(FIN | ACK),
    tcpPacket(ACK, { sourcePort: 7 }),
    tcpPacket(SYN, { sourcePort: 8 }),
    tcpPacket(RST, { sourcePort: 8 }),
    pingPacket(),
  ],
  timeDependent: ["connections"],
};
