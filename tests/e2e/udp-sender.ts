// Sends datagrams to a bound socket of its own on loopback. Says "ready" once it has its sockets, starts on the first
// input, says "sent" in the end.
//
//   node udp-sender.ts DATAGRAMS
//
// Nobody reads the receiver: what overflows its buffer is dropped after the ingress programs have seen it.
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";

const datagrams = Number(process.argv[2]);
/** Datagrams between two turns of the event loop, well below the 1000 that fit into a CPU's backlog. */
const batch = 250;

await once(process.stdin, "data");
const receiver = await bound();
const sender = await bound();
const { port } = receiver.address();
sender.connect(port, "127.0.0.1");
await once(sender, "connect");
console.log("ready");

await once(process.stdin, "data");
const payload = Buffer.alloc(16);
for (let sent = 0; sent < datagrams; ) {
  const until = Math.min(datagrams, sent + batch);
  for (; sent < until; sent++) sender.send(payload, failOnError);
  while (sender.getSendQueueCount() > 0) await nextTurn();
}
console.log("sent");
sender.close();
receiver.close();
process.stdin.destroy();

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}

function failOnError(error: Error | null): void {
  if (error) throw error;
}
