// Counts the packets that leave every process, all in one file. Run it as root: node examples/inline.ts
import { setTimeout as sleep } from "node:timers/promises";
import { arrayMap, findCgroupRoot, load, program, u64 } from "yodel";

const pktCount = arrayMap({ value: u64, maxEntries: 1 });

const countEgress = program("cgroup_skb/egress", { pktCount }, (_skb, { pktCount }) => {
  pktCount[0] += 1; // one atomic instruction in the kernel
  return 1; // 1 = allow, 0 = drop; anything else does not type-check
});

const cgroup = findCgroupRoot(); // "/sys/fs/cgroup" on most machines

using bpf = load({ pktCount, countEgress }); // compiled, verified, in the kernel
bpf.programs.countEgress.attach(cgroup); // attach type inferred from the section
console.log(`Counting egress packets on ${cgroup}...`);
for (let i = 0; i < 10; i++) {
  await sleep(1000);
  console.log(`  packets: ${bpf.maps.pktCount.get(0)}`);
} // scope ends: detached, closed
