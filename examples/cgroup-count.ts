// The other side of cgroup-count.bpf.ts: loads the object that was built, and reads its map.
// Run it as root: node examples/cgroup-count.ts [OBJECT]
import { setTimeout as sleep } from "node:timers/promises";
import { findCgroupRoot, load } from "yodel";

const cgroup = findCgroupRoot();

using bpf = load(process.argv[2] ?? "cgroup-count.bpf.o"); // ours or clang's
bpf.programs.count_egress.attach(cgroup); // attach type inferred from the section
console.log(`Counting egress packets on ${cgroup}...`);
for (let i = 0; i < 10; i++) {
  await sleep(1000);
  console.log(`  packets: ${bpf.maps.pkt_count.get(0)}`); // decoded through the object's BTF
}
