// The kernel side, on its own: yodel build examples/cgroup-count.bpf.ts -o cgroup-count.bpf.o
// An ordinary module; what it exports is the object. Export names are the symbol names.
import { arrayMap, program, u64 } from "yodel";

export const pkt_count = arrayMap({ value: u64, maxEntries: 1 });

export const count_egress = program("cgroup_skb/egress", { pkt_count }, (_skb, { pkt_count }) => {
  pkt_count[0] += 1;
  return 1;
});

export const license = "GPL";
