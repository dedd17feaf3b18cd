import { program, u64, variable } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { SYN, tcpPacket } from "./packets.ts";

const packets = variable(u64);
const bytes = variable(u64);

const run = program("cgroup_skb/egress", { packets, bytes }, (skb, { packets, bytes }) => {
  packets.value += 1;
  bytes.value += skb.len;
  return 1;
});

/** Counts packets and bytes in variables. */
export const counterVariable: Benchmark = {
  definitions: { packets, bytes, run },
  packets: [tcpPacket(SYN)],
};
