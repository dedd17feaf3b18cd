import { be32, hashMap, ipv4, program, struct, u64, variable } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ipv6Packet, SYN, tcpPacket } from "./packets.ts";

const buckets = hashMap({ key: be32, value: struct({ tokens: u64, filled: u64 }), maxEntries: 4096 });
const limited = variable(u64);

const run = program("cgroup_skb/egress", { ipv4, buckets, limited }, (skb, { ipv4, buckets, limited }, bpf) => {
  const ip = bpf.header(skb, ipv4, 0);
  if (ip?.version !== 4) return 1;
  const now = bpf.ktime_get_ns();
  const bucket = buckets.lookupOrInsert(ip.destinationAddress, { tokens: 1000, filled: now });
  if (!bucket) return 1;
  let tokens = bucket.tokens;
  const fresh = (now - bucket.filled) / 10_000_000;
  if (fresh > 0) {
    tokens += fresh;
    if (tokens > 1000) tokens = 1000;
    bucket.filled = now;
  }
  if (tokens < skb.len) {
    bucket.tokens = tokens;
    limited.value += 1;
    return 0;
  }
  bucket.tokens = tokens - skb.len;
  return 1;
});

/** A bucket of 1000 bytes for each destination, filled with 100 bytes a second; packets that find too little are dropped. */
export const rateLimiter: Benchmark = {
  definitions: { buckets, limited, run },
  packets: [
    ...Array.from({ length: 4 }, () => tcpPacket(SYN, { payload: new Uint8Array(400) })),
    tcpPacket(SYN, { destination: [10, 0, 0, 7] }),
    ipv6Packet(),
  ],
  timeDependent: ["buckets"],
};
