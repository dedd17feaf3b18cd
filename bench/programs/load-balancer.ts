import { arrayMap, be32, ethernet, hashMap, ipv4, macAddress, program, struct, tcp, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ACK, pingPacket, SYN, tcpPacket } from "./packets.ts";

const backend = struct({ address: be32, hardware: macAddress });
const backends = arrayMap({ value: backend, maxEntries: 4 });
const hits = hashMap({ key: be32, value: u64, maxEntries: 64 });

const run = program(
  "xdp",
  { ethernet, ipv4, tcp, backends, hits },
  (frame, { ethernet, ipv4, tcp, backends, hits }, bpf) => {
    const link = bpf.header(frame, ethernet, 0);
    if (!link || link.etherType !== bpf.ETH_P_IP) return bpf.XDP_PASS;
    const ip = bpf.header(frame, ipv4, 14);
    if (ip?.headerLength !== 5 || ip.protocol !== bpf.IPPROTO_TCP) return bpf.XDP_PASS;
    if (ip.destinationAddress !== bpf.ipv4("10.0.0.100")) return bpf.XDP_PASS;
    const segment = bpf.header(frame, tcp, 34);
    if (!segment) return bpf.XDP_PASS;
    let hash = bpf.u32(ip.sourceAddress ^ ((segment.sourcePort << 16) | segment.destinationPort));
    hash = bpf.u32(hash * 0x9e3779b1);
    const target = backends.lookup(hash >> 30);
    if (!target || target.address === 0) return bpf.XDP_DROP;
    const from = bpf.ipv4("10.0.0.100");
    const to = target.address;
    const adjusted = (checksum: number) => {
      let sum = 0xffff - checksum + (0x1fffe - (from & 0xffff) - (from >> 16)) + (to & 0xffff) + (to >> 16);
      sum = (sum & 0xffff) + (sum >> 16);
      sum = (sum & 0xffff) + (sum >> 16);
      return 0xffff - sum;
    };
    ip.headerChecksum = adjusted(ip.headerChecksum);
    segment.checksum = adjusted(segment.checksum);
    ip.destinationAddress = to;
    link.source = link.destination;
    link.destination = target.hardware;
    const count = hits.lookupOrInsert(to);
    if (count) count.value += 1;
    return bpf.XDP_TX;
  },
);

/** Sends connections to 10.0.0.100 to one of four servers, chosen by a hash over addresses and ports. */
export const loadBalancer: Benchmark = {
  definitions: { backends, hits, run },
  packets: [
    ...[1, 2, 3, 4, 5, 6].map((port) => tcpPacket(SYN, { destination: [10, 0, 0, 100], sourcePort: port * 1000 })),
    tcpPacket(ACK),
    pingPacket(),
  ],
  entries: {
    backends: [0, 1, 2, 3].map((n) => [n, Uint8Array.of(10, 0, 1, n + 1, 2, 0, 0, 0, 1, n, 0, 0)] as const),
  },
};
