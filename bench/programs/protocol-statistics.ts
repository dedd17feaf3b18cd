import { arrayMap, ethernet, ipv4, ipv6, program, struct, u64, variable } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ipv6Packet, pingPacket, SYN, tcpPacket, udpPacket } from "./packets.ts";

const protocols = arrayMap({ value: struct({ packets: u64, bytes: u64 }), maxEntries: 256 });
const others = variable(u64);

const run = program(
  "xdp",
  { ethernet, ipv4, ipv6, protocols, others },
  (frame, { ethernet, ipv4, ipv6, protocols, others }, bpf) => {
    const link = bpf.header(frame, ethernet, 0);
    if (!link) return bpf.XDP_PASS;
    let protocol = 0;
    let length = 0;
    if (link.etherType === bpf.ETH_P_IP) {
      const ip = bpf.header(frame, ipv4, 14);
      if (!ip) return bpf.XDP_PASS;
      protocol = ip.protocol;
      length = ip.totalLength;
    } else if (link.etherType === bpf.ETH_P_IPV6) {
      const ip = bpf.header(frame, ipv6, 14);
      if (!ip) return bpf.XDP_PASS;
      protocol = ip.nextHeader;
      length = 40 + ip.payloadLength;
    } else {
      others.value += 1;
      return bpf.XDP_PASS;
    }
    const row = protocols.lookup(protocol);
    if (row) {
      row.packets += 1;
      row.bytes += length;
    }
    return bpf.XDP_PASS;
  },
);

/** Counts packets and bytes by the protocol within IPv4 and IPv6. */
export const protocolStatistics: Benchmark = {
  definitions: { protocols, others, run },
  packets: [tcpPacket(SYN), udpPacket(), pingPacket(), ipv6Packet(), tcpPacket(SYN, { vlans: [5] })],
};
