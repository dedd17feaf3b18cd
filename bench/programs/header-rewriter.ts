import { ethernet, ipv4, program, u64, variable } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ipv6Packet, SYN, tcpPacket, udpPacket } from "./packets.ts";

const expired = variable(u64);
const marked = variable(u64);

const run = program("xdp", { ethernet, ipv4, expired, marked }, (frame, { ethernet, ipv4, expired, marked }, bpf) => {
  const link = bpf.header(frame, ethernet, 0);
  if (!link || link.etherType !== bpf.ETH_P_IP) return bpf.XDP_PASS;
  const ip = bpf.header(frame, ipv4, 14);
  if (!ip) return bpf.XDP_PASS;
  if (ip.timeToLive <= 1) {
    expired.value += 1;
    return bpf.XDP_DROP;
  }
  ip.timeToLive -= 1;
  let sum = ip.headerChecksum + 0x100;
  const service = ip.differentiatedServices;
  const capable = service & 3;
  if (capable === 1 || capable === 2) {
    ip.differentiatedServices = service | 3;
    sum += 0xffff - (3 - capable);
    marked.value += 1;
  }
  sum = (sum & 0xffff) + (sum >> 16);
  ip.headerChecksum = bpf.u16(sum + (sum >> 16));
  return bpf.XDP_TX;
});

/** What a router does: takes one from the time to live, and marks congestion for those that know of it; keeps the checksum right. */
export const headerRewriter: Benchmark = {
  definitions: { expired, marked, run },
  packets: [
    tcpPacket(SYN),
    tcpPacket(SYN, { typeOfService: 1 }),
    udpPacket({ typeOfService: 2 }),
    udpPacket({ typeOfService: 3 }),
    udpPacket({ timeToLive: 1 }),
    ipv6Packet(),
  ],
};
