// Refuses the processes of a cgroup to connect to some networks, and says who tried.
// Run it as root: node examples/connect-firewall.ts CGROUP NETWORK…, such as 10.0.0.0/8
import { chars, ipv4Address, load, lpmTrieMap, program, ringBuffer, struct, u16, u32 } from "yodel";

const refused = lpmTrieMap({ key: ipv4Address, value: u32, maxEntries: 1024 });
const attempts = ringBuffer({
  value: struct({ pid: u32, address: ipv4Address, port: u16, command: chars(16) }),
  maxEntries: 65536,
});

const onConnect = program("cgroup/connect4", { refused, attempts }, (socket, { refused, attempts }, bpf) => {
  if (!refused.lookup(socket.user_ip4)) return 1;
  const attempt = attempts.reserve();
  if (attempt) {
    attempt.pid = bpf.get_current_pid_tgid() >> 32;
    attempt.address = socket.user_ip4;
    attempt.port = socket.user_port;
    bpf.get_current_comm(attempt.command);
    attempts.submit(attempt);
  }
  return 0; // connect() fails with EPERM
});

const [cgroup, ...networks] = process.argv.slice(2);
if (cgroup === undefined || networks.length === 0) {
  console.error("usage: node connect-firewall.ts CGROUP NETWORK…");
  process.exit(2);
}

using bpf = load({ refused, attempts, onConnect });
for (const network of networks) {
  const [address, length] = network.split("/");
  bpf.maps.refused.set(`${address}/${Number(length ?? 32)}`, 1);
}
bpf.programs.onConnect.attach(cgroup);
console.log(`Refusing connections from ${cgroup} to ${networks.join(", ")}. Ctrl-C ends it.`);
for await (const { pid, command, address, port } of bpf.maps.attempts) {
  console.log(`  ${command} (${pid}) to ${address}:${port}`);
}
