import { be16, be32, hashMap, ipv4, program, struct, tcp, u8, u64, udp } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ipv6Packet, pingPacket, SYN, tcpPacket, udpPacket } from "./packets.ts";

const service = struct({ address: be32, port: be16, protocol: u8 });
const addresses = hashMap({ key: be32, value: u64, maxEntries: 1024 });
const services = hashMap({ key: service, value: u64, maxEntries: 1024 });

const run = program(
  "cgroup_skb/egress",
  { ipv4, tcp, udp, addresses, services },
  (skb, { ipv4, tcp, udp, addresses, services }, bpf) => {
    const ip = bpf.header(skb, ipv4, 0);
    if (ip?.version !== 4) return 1;
    const address = addresses.lookup(ip.destinationAddress);
    if (address) {
      address.value += 1;
      return 0;
    }
    const start = ip.headerLength * 4;
    let port = 0;
    if (ip.protocol === bpf.IPPROTO_TCP) {
      const segment = bpf.header(skb, tcp, start);
      if (!segment) return 1;
      port = segment.destinationPort;
    } else if (ip.protocol === bpf.IPPROTO_UDP) {
      const datagram = bpf.header(skb, udp, start);
      if (!datagram) return 1;
      port = datagram.destinationPort;
    } else {
      return 1;
    }
    const found = services.lookup({ address: ip.destinationAddress, port, protocol: ip.protocol });
    if (!found) return 1;
    found.value += 1;
    return 0;
  },
);

/** Refuses packets to addresses and to services that are listed, and counts the refusals. */
export const egressFirewall: Benchmark = {
  definitions: { addresses, services, run },
  packets: [
    tcpPacket(SYN),
    tcpPacket(SYN, { destination: [10, 0, 0, 66] }),
    udpPacket(),
    udpPacket({ destinationPort: 123 }),
    pingPacket(),
    ipv6Packet(),
  ],
  entries: {
    addresses: [[Uint8Array.of(10, 0, 0, 66), new Uint8Array(8)]],
    services: [[Uint8Array.of(10, 0, 0, 2, 0, 123, 17, 0), new Uint8Array(8)]],
  },
};
