// Gives what leaves by an interface a priority by its protocol, for the queue behind it, and counts bytes of each. Linux 6.6.
// Run it as root: node examples/tcx-classifier.ts INTERFACE
import { setTimeout as sleep } from "node:timers/promises";
import { load, perCpuHashMap, program, struct, u8, u64 } from "yodel";

const protocols = perCpuHashMap({ key: u8, value: struct({ packets: u64, bytes: u64 }), maxEntries: 256 });

const classify = program("tcx/egress", { protocols }, (skb, { protocols }, bpf) => {
  if (skb.protocol !== bpf.ETH_P_IP && skb.protocol !== bpf.ETH_P_IPV6) return bpf.TCX_NEXT;
  const found = bpf.transport(skb, 14);
  if (!found) return bpf.TCX_NEXT;
  skb.priority = found.protocol === bpf.IPPROTO_UDP ? 6 : 0; // the band for what should not wait
  const row = protocols.lookupOrInsert(found.protocol);
  if (row) {
    row.packets += 1;
    row.bytes += skb.len;
  }
  return bpf.TCX_NEXT; // other programs at this interface have their say
});

const [interfaceName] = process.argv.slice(2);
if (interfaceName === undefined) {
  console.error("usage: node tcx-classifier.ts INTERFACE");
  process.exit(2);
}

using bpf = load({ protocols, classify });
bpf.programs.classify.attach(interfaceName);
console.log(`Classifying what leaves by ${interfaceName}. Ctrl-C ends it.`);
for (;;) {
  await sleep(1000);
  for (const [protocol, { packets, bytes }] of bpf.maps.protocols.totals()) {
    console.log(`  protocol ${protocol}: ${packets} packets, ${bytes} bytes`);
  }
}
