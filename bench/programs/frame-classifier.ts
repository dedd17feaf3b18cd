import { arrayMap, ethernet, ipv4, ipv6, program, u64, vlan } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ipv6Packet, pingPacket, SYN, tcpPacket, udpPacket } from "./packets.ts";

const classes = arrayMap({ value: u64, maxEntries: 8 });

const run = program(
  "xdp",
  { ethernet, vlan, ipv4, ipv6, classes },
  (frame, { ethernet, vlan, ipv4, ipv6, classes }, bpf) => {
    const link = bpf.header(frame, ethernet, 0);
    if (!link) return bpf.XDP_PASS;
    let type = link.etherType;
    let start = 14;
    if (type === bpf.ETH_P_8021Q || type === bpf.ETH_P_8021AD) {
      const tag = bpf.header(frame, vlan, 14);
      if (!tag) return bpf.XDP_PASS;
      type = tag.etherType;
      start = 18;
    }
    let kind = 0;
    if (type === bpf.ETH_P_IP) {
      const ip = bpf.header(frame, ipv4, start);
      if (!ip) return bpf.XDP_PASS;
      switch (ip.protocol) {
        case 6:
          kind = 2;
          break;
        case 17:
          kind = 3;
          break;
        default:
          kind = 4;
      }
    } else if (type === bpf.ETH_P_IPV6) {
      const ip = bpf.header(frame, ipv6, start);
      if (!ip) return bpf.XDP_PASS;
      kind = ip.nextHeader === bpf.IPPROTO_TCP ? 5 : 6;
    } else if (type === bpf.ETH_P_ARP) {
      kind = 1;
    } else if (type === bpf.ETH_P_8021Q) {
      kind = 7;
    }
    const count = classes.lookup(kind);
    if (count) count.value += 1;
    return bpf.XDP_PASS;
  },
);

/** Sorts frames, with up to two VLAN tags, into: other, ARP, IPv4 with TCP, UDP and others, IPv6, tagged twice. */
export const frameClassifier: Benchmark = {
  definitions: { classes, run },
  packets: [
    tcpPacket(SYN),
    udpPacket(),
    pingPacket(),
    ipv6Packet(),
    ipv6Packet(6),
    tcpPacket(SYN, { vlans: [5] }),
    udpPacket({ vlans: [5, 6] }),
  ],
};
