import { ethernet, ipv4, program, tcp, u64, udp, variable } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ACK, ipv6Packet, pingPacket, SYN, tcpPacket, udpPacket } from "./packets.ts";

const dropped = variable(u64);

const run = program(
  "xdp",
  { ethernet, ipv4, tcp, udp, dropped },
  (frame, { ethernet, ipv4, tcp, udp, dropped }, bpf) => {
    const link = bpf.header(frame, ethernet, 0);
    if (!link || link.etherType !== bpf.ETH_P_IP) return bpf.XDP_PASS;
    const ip = bpf.header(frame, ipv4, 14);
    if (!ip) return bpf.XDP_PASS;
    const start = 14 + ip.headerLength * 4;
    if (ip.protocol === bpf.IPPROTO_TCP) {
      const segment = bpf.header(frame, tcp, start);
      if (segment?.destinationPort !== 9999) return bpf.XDP_PASS;
    } else if (ip.protocol === bpf.IPPROTO_UDP) {
      const datagram = bpf.header(frame, udp, start);
      if (datagram?.destinationPort !== 7777) return bpf.XDP_PASS;
    } else {
      return bpf.XDP_PASS;
    }
    dropped.value += 1;
    return bpf.XDP_DROP;
  },
);

/** Drops what goes to TCP port 9999 or UDP port 7777. */
export const portFilter: Benchmark = {
  definitions: { dropped, run },
  packets: [
    tcpPacket(SYN, { destinationPort: 9999 }),
    tcpPacket(ACK),
    udpPacket({ destinationPort: 7777 }),
    udpPacket(),
    pingPacket(),
    ipv6Packet(),
    tcpPacket(SYN).subarray(0, 40),
  ],
};
