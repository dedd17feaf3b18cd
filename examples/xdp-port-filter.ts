// Drops what arrives for some UDP and TCP ports, before the kernel's network code has seen it, and counts it.
// Run it as root: node examples/xdp-port-filter.ts INTERFACE PORT…
import { setTimeout as sleep } from "node:timers/promises";
import { ethernet, hashMap, load, program, u16, u64, udp } from "yodel";

const dropped = hashMap({ key: u16, value: u64, maxEntries: 1024 });

const filter = program("xdp", { ethernet, udp, dropped }, (frame, { ethernet, udp, dropped }, bpf) => {
  const type = bpf.header(frame, ethernet, 0)?.etherType ?? 0;
  if (type !== bpf.ETH_P_IP && type !== bpf.ETH_P_IPV6) return bpf.XDP_PASS;
  const found = bpf.transport(frame, 14); // behind the IP header, its options and extensions
  if (found?.protocol !== bpf.IPPROTO_UDP && found?.protocol !== bpf.IPPROTO_TCP) return bpf.XDP_PASS;
  const ports = bpf.header(frame, udp, found.offset); // the ports of TCP are in the same place
  if (!ports) return bpf.XDP_PASS;
  const count = dropped.lookup(ports.destinationPort);
  if (!count) return bpf.XDP_PASS;
  count.value += 1;
  return bpf.XDP_DROP;
});

const [interfaceName, ...ports] = process.argv.slice(2);
if (interfaceName === undefined || ports.length === 0) {
  console.error("usage: node xdp-port-filter.ts INTERFACE PORT…");
  process.exit(2);
}

using bpf = load({ dropped, filter });
for (const port of ports) bpf.maps.dropped.set(Number(port), 0n);
bpf.programs.filter.attach(interfaceName);
console.log(`Dropping what arrives on ${interfaceName} for the ports ${ports.join(", ")}. Ctrl-C ends it.`);
for (;;) {
  await sleep(1000);
  console.log([...bpf.maps.dropped].map(([port, count]) => `  ${port}: ${count}`).join("\n"));
}
