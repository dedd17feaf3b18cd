import { ethernet, icmp, ipv4, program, u64, variable } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { pingPacket, SYN, tcpPacket } from "./packets.ts";

const answered = variable(u64);

const run = program("xdp", { ethernet, ipv4, icmp, answered }, (frame, { ethernet, ipv4, icmp, answered }, bpf) => {
  const link = bpf.header(frame, ethernet, 0);
  const ip = bpf.header(frame, ipv4, 14);
  const message = bpf.header(frame, icmp, 34);
  if (!link || !ip || !message) return bpf.XDP_PASS;
  if (link.etherType !== bpf.ETH_P_IP || ip.headerLength !== 5 || ip.protocol !== bpf.IPPROTO_ICMP) {
    return bpf.XDP_PASS;
  }
  if (message.type !== 8 || message.code !== 0) return bpf.XDP_PASS;
  message.type = 0;
  const sum = message.checksum + 0x800;
  message.checksum = (sum & 0xffff) + (sum >> 16);
  const address = ip.sourceAddress;
  ip.sourceAddress = ip.destinationAddress;
  ip.destinationAddress = address;
  const before = bpf.zeroed(ethernet);
  before.source = link.source;
  link.source = link.destination;
  link.destination = before.source;
  answered.value += 1;
  return bpf.XDP_TX;
});

/** Answers echo requests before the kernel's network stack sees them. */
export const pingResponder: Benchmark = {
  definitions: { answered, run },
  packets: [pingPacket(), tcpPacket(SYN), pingPacket({ source: [10, 9, 8, 7] })],
};
