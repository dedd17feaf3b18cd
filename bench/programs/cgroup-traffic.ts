import { hashMap, program, struct, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { SYN, tcpPacket } from "./packets.ts";

const traffic = struct({ packets: u64, bytes: u64 });
const cgroups = hashMap({ key: u64, value: traffic, maxEntries: 1024 });

const run = program("cgroup_skb/egress", { cgroups }, (skb, { cgroups }, bpf) => {
  const row = cgroups.lookupOrInsert(bpf.skb_cgroup_id(skb));
  if (row) {
    row.packets += 1;
    row.bytes += skb.len;
  }
  return 1;
});

/** Counts packets and bytes for each cgroup. */
export const cgroupTraffic: Benchmark = {
  definitions: { cgroups, run },
  packets: [tcpPacket(SYN)],
};
