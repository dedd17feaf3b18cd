import { arrayMap, program, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { SYN, tcpPacket } from "./packets.ts";

const packets = arrayMap({ value: u64, maxEntries: 1 });

const run = program("cgroup_skb/egress", { packets }, (_skb, { packets }) => {
  packets[0] += 1;
  return 1;
});

/** Counts packets in an array map. */
export const counterArray: Benchmark = {
  definitions: { packets, run },
  packets: [tcpPacket(SYN)],
};
