import { arrayMap, program, u64 } from "../../src/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { SYN, tcpPacket } from "./packets.ts";

const sizes = arrayMap({ value: u64, maxEntries: 32 });

const run = program("cgroup_skb/egress", { sizes }, (skb, { sizes }) => {
  let rest = skb.len;
  let bucket = 0;
  if (rest > 0xffff) {
    bucket += 16;
    rest = rest >> 16;
  }
  if (rest > 0xff) {
    bucket += 8;
    rest = rest >> 8;
  }
  if (rest > 0xf) {
    bucket += 4;
    rest = rest >> 4;
  }
  if (rest > 3) {
    bucket += 2;
    rest = rest >> 2;
  }
  if (rest > 1) bucket += 1;
  const count = sizes.lookup(bucket);
  if (count) count.value += 1;
  return 1;
});

/** Counts packets by the base-2 logarithm of their length. */
export const sizeHistogram: Benchmark = {
  definitions: { sizes, run },
  packets: [0, 20, 100, 300, 1200].map((length) => tcpPacket(SYN, { payload: new Uint8Array(length) })),
};
