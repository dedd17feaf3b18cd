import { perCpuArrayMap, program, struct, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { SYN, tcpPacket } from "./packets.ts";

const traffic = struct({ packets: u64, bytes: u64 });
const total = perCpuArrayMap({ value: traffic, maxEntries: 1 });

const run = program("cgroup_skb/egress", { total }, (skb, { total }) => {
  const row = total[0];
  row.packets += 1;
  row.bytes += skb.len;
  return 1;
});

/** Counts packets and bytes in a per-CPU array. */
export const counterPerCpu: Benchmark = {
  definitions: { total, run },
  packets: [tcpPacket(SYN)],
};
