import { perCpuVariable, program, u64 } from "../index.ts";

/**
 * The kernel side of `yodel count`. A counter for each CPU is the cheapest one there is, and it is read without a
 * system call.
 */
export const egress_packets = perCpuVariable(u64);
export const ingress_packets = perCpuVariable(u64);

// The kernel hands large TCP and UDP sends down as one buffer of several segments, and merges what it receives likewise.
// Each segment is a packet on the wire.
export const count_egress = program("cgroup_skb/egress", { egress_packets }, (skb, { egress_packets }) => {
  egress_packets.value += skb.gso_segs || 1;
  return 1;
});

export const count_ingress = program("cgroup_skb/ingress", { ingress_packets }, (skb, { ingress_packets }) => {
  ingress_packets.value += skb.gso_segs || 1;
  return 1;
});

export const license = "GPL";
