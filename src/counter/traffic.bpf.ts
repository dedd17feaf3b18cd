import { perCpuHashMap, perCpuVariable, program, u64 } from "../index.ts";
import { counts } from "./kernel-counts.ts";

/** By cgroup id. Each CPU adds to values of its own: no CPU waits for another. */
export const traffic = perCpuHashMap({ key: u64, value: counts, maxEntries: 16384 });

/** What came for cgroups that had no more room in `traffic`. */
export const overflow = perCpuVariable(counts);

const scope = { traffic, overflow };

// The kernel hands large TCP and UDP sends down as one buffer of several segments, and merges what it receives likewise.
// Each segment is a packet on the wire, with headers of its own: what stands in front of the payload is there again.
export const count_egress = program("cgroup_skb/egress", scope, (skb, { traffic, overflow }, bpf) => {
  let packets = 1;
  let bytes = skb.len;
  const segments = skb.gso_segs;
  if (segments > 1) {
    packets = segments;
    bytes += (segments - 1) * (bpf.payload(skb, 0)?.offset ?? 0);
  }
  const row = traffic.lookupOrInsert(bpf.skb_cgroup_id(skb));
  if (row) {
    row.egress_packets += packets;
    row.egress_bytes += bytes;
    row.egress_skbs += 1;
  } else {
    overflow.value.egress_packets += packets;
    overflow.value.egress_bytes += bytes;
    overflow.value.egress_skbs += 1;
  }
  return 1;
});

export const count_ingress = program("cgroup_skb/ingress", scope, (skb, { traffic, overflow }, bpf) => {
  let packets = 1;
  let bytes = skb.len;
  const segments = skb.gso_segs;
  if (segments > 1) {
    packets = segments;
    bytes += (segments - 1) * (bpf.payload(skb, 0)?.offset ?? 0);
  }
  const row = traffic.lookupOrInsert(bpf.skb_cgroup_id(skb));
  if (row) {
    row.ingress_packets += packets;
    row.ingress_bytes += bytes;
    row.ingress_skbs += 1;
  } else {
    overflow.value.ingress_packets += packets;
    overflow.value.ingress_bytes += bytes;
    overflow.value.ingress_skbs += 1;
  }
  return 1;
});

export const license = "GPL";
