import { ipv4, ipv4Address, lpmTrieMap, program, struct, u32, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { ipv6Packet, SYN, tcpPacket } from "./packets.ts";

const rule = struct({ allowed: u32, limit: u32, packets: u64 });
const networks = lpmTrieMap({ key: ipv4Address, value: rule, maxEntries: 1024 });

const run = program("cgroup_skb/egress", { ipv4, networks }, (skb, { ipv4, networks }, bpf) => {
  const ip = bpf.header(skb, ipv4, 0);
  if (ip?.version !== 4) return 1;
  const rule = networks.lookup(ip.destinationAddress);
  if (!rule) return 1;
  rule.packets += 1;
  if (rule.allowed === 0) return 0;
  return skb.len <= rule.limit ? 1 : 0;
});

/** Refuses packets to networks that are not allowed, and large ones to networks with a limit: the longest prefix decides. */
export const networkFirewall: Benchmark = {
  definitions: { networks, run },
  packets: [tcpPacket(SYN), ipv6Packet()],
};
