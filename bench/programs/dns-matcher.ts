import { ethernet, hashMap, ipv4, program, u8, u32, u64, udp } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { dnsQuery, pingPacket, udpPacket } from "./packets.ts";

const blocked = hashMap({ key: u32, value: u64, maxEntries: 1024 });

/** The FNV-1a hash of a name as it stands in a query, in small letters. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of dnsQuery(name).subarray(12, -5)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function bytesOf(value: number, size: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

const run = program("xdp", { ethernet, ipv4, udp, u8, blocked }, (frame, { ethernet, ipv4, udp, u8, blocked }, bpf) => {
  const link = bpf.header(frame, ethernet, 0);
  if (!link || link.etherType !== bpf.ETH_P_IP) return bpf.XDP_PASS;
  const ip = bpf.header(frame, ipv4, 14);
  if (ip?.headerLength !== 5 || ip.protocol !== bpf.IPPROTO_UDP) return bpf.XDP_PASS;
  const datagram = bpf.header(frame, udp, 34);
  if (datagram?.destinationPort !== 53) return bpf.XDP_PASS;
  let hash = 0x811c9dc5;
  for (let i = 0; i < 64; i++) {
    const byte = bpf.header(frame, u8, 54 + i);
    if (!byte || byte.value === 0) break;
    let letter = byte.value;
    if (letter >= 65 && letter <= 90) letter |= 32;
    hash = bpf.u32((hash ^ letter) * 0x01000193);
  }
  const hits = blocked.lookup(hash);
  if (!hits) return bpf.XDP_PASS;
  hits.value += 1;
  return bpf.XDP_DROP;
});

/** Drops DNS queries for names whose hash is in a list. */
export const dnsMatcher: Benchmark = {
  definitions: { blocked, run },
  packets: ["bad.example.com", "good.example.com", "BAD.example.COM"]
    .map((name) => udpPacket({ payload: dnsQuery(name) }))
    .concat([udpPacket({ destinationPort: 54 }), pingPacket()]),
  entries: { blocked: [[bytesOf(hashOf("bad.example.com"), 4), bytesOf(0, 8)]] },
};
