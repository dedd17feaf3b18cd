// Sends one datagram of 16 bytes over a connected socket, once it is told to.
//
//   node one-datagram.ts ADDRESS PORT
import { createSocket } from "node:dgram";
import { once } from "node:events";

const [address = "", port = ""] = process.argv.slice(2);
await once(process.stdin, "data");
const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
socket.connect(Number(port), address);
await once(socket, "connect");
socket.send(Buffer.alloc(16), (error) => {
  if (error) throw error;
  console.log(`sent from ${socket.address().port}`);
  socket.close();
  process.stdin.destroy();
});
