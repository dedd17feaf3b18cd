import { constant, ethernet, ipv4, program, tcp, u32, u64, variable } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ACK, pingPacket, SYN, tcpPacket } from "./packets.ts";

const secret = constant(u32, 0x5bd1e995);
const valid = variable(u64);
const invalid = variable(u64);

const run = program(
  "xdp",
  { ethernet, ipv4, tcp, secret, valid, invalid },
  (frame, { ethernet, ipv4, tcp, secret, valid, invalid }, bpf) => {
    const link = bpf.header(frame, ethernet, 0);
    if (!link || link.etherType !== bpf.ETH_P_IP) return bpf.XDP_PASS;
    const ip = bpf.header(frame, ipv4, 14);
    if (!ip || ip.protocol !== bpf.IPPROTO_TCP) return bpf.XDP_PASS;
    const segment = bpf.header(frame, tcp, 14 + ip.headerLength * 4);
    if (!segment || segment.syn || !segment.ack) return bpf.XDP_PASS;
    const mix = (hash: number, word: number) => {
      const mixed = bpf.u32((hash ^ word) * 0x85ebca6b);
      return bpf.u32((mixed << 13) | (mixed >> 19));
    };
    let hash = mix(secret.value, ip.sourceAddress);
    hash = mix(hash, ip.destinationAddress);
    hash = mix(hash, bpf.u32((segment.sourcePort << 16) | segment.destinationPort));
    hash ^= hash >> 16;
    if (bpf.u32(segment.acknowledgmentNumber - 1) !== hash) {
      invalid.value += 1;
      return bpf.XDP_DROP;
    }
    valid.value += 1;
    return bpf.XDP_PASS;
  },
);

/** Lets segments pass whose acknowledgment number is a hash over their addresses and ports, as an answer to a cookie is. */
export const synCookie: Benchmark = {
  definitions: { secret, valid, invalid, run },
  packets: [tcpPacket(ACK), tcpPacket(ACK, { acknowledgment: cookie() + 1 }), tcpPacket(SYN), pingPacket()],
};

/** The cookie of the usual test packet. */
function cookie(): number {
  let hash = 0x5bd1e995;
  for (const word of [0x0a000001, 0x0a000002, (40000 << 16) | 443]) {
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash = (hash << 13) | (hash >>> 19);
  }
  return (hash ^ (hash >>> 16)) >>> 0;
}
