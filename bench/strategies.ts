import {
  arrayMap,
  hashMap,
  perCpuArrayMap,
  perCpuHashMap,
  perCpuVariable,
  program,
  struct,
  u64,
  variable,
} from "../src/index.ts";

const traffic = struct({ packets: u64, bytes: u64 });
const packetsInArray = arrayMap({ value: u64, maxEntries: 1 });
const packetsInVariable = variable(u64);
const packetsInSlots = perCpuVariable(u64);
const packetsInPerCpuArray = perCpuArrayMap({ value: u64, maxEntries: 1 });
const cgroups = hashMap({ key: u64, value: traffic, maxEntries: 10240 });
const cgroupsPerCpu = perCpuHashMap({ key: u64, value: traffic, maxEntries: 10240 });

/**
 * The ways to count, each as a program `count`. The names are those of the files in c/ that do the same: there the empty
 * program, from which the others' cost is counted, comes first too.
 */
export const strategies = {
  empty: {
    count: program("cgroup_skb/egress", {}, () => 1),
  },
  "array-map": {
    packets: packetsInArray,
    count: program("cgroup_skb/egress", { packets: packetsInArray }, (_skb, { packets }) => {
      packets[0] += 1;
      return 1;
    }),
  },
  variable: {
    packets: packetsInVariable,
    count: program("cgroup_skb/egress", { packets: packetsInVariable }, (_skb, { packets }) => {
      packets.value += 1;
      return 1;
    }),
  },
  "per-cpu-variable": {
    packets: packetsInSlots,
    count: program("cgroup_skb/egress", { packets: packetsInSlots }, (_skb, { packets }) => {
      packets.value += 1;
      return 1;
    }),
  },
  "per-cpu-array-map": {
    packets: packetsInPerCpuArray,
    count: program("cgroup_skb/egress", { packets: packetsInPerCpuArray }, (_skb, { packets }) => {
      packets[0] += 1;
      return 1;
    }),
  },
  "hash-map": {
    cgroups,
    count: program("cgroup_skb/egress", { cgroups }, (skb, { cgroups }, bpf) => {
      const row = cgroups.lookupOrInsert(bpf.skb_cgroup_id(skb));
      if (row) {
        row.packets += 1;
        row.bytes += skb.len;
      }
      return 1;
    }),
  },
  "per-cpu-hash-map": {
    cgroups: cgroupsPerCpu,
    count: program("cgroup_skb/egress", { cgroups: cgroupsPerCpu }, (skb, { cgroups }, bpf) => {
      const row = cgroups.lookupOrInsert(bpf.skb_cgroup_id(skb));
      if (row) {
        row.packets += 1;
        row.bytes += skb.len;
      }
      return 1;
    }),
  },
};

export type Strategy = keyof typeof strategies;
export const strategyNames = Object.keys(strategies) as Strategy[];
