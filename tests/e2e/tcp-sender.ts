// Sends bytes over TCP, as a server or as a client. Says "waiting" when it runs; makes its sockets on the first input.
//
//   node tcp-sender.ts listen ADDRESS PORT BYTES     says "ready"; takes one connection, reads so many bytes, says "got BYTES"
//   node tcp-sender.ts connect ADDRESS PORT BYTES    connects, sends so many bytes, ends when all have arrived
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

const [role, address, port, bytes] = process.argv.slice(2);
console.log("waiting");
await once(process.stdin, "data");
if (role === "listen") {
  const server = createServer();
  server.listen(Number(port), address);
  await once(server, "listening");
  console.log("ready");
  const connection = await new Promise<Socket>((resolve) => server.once("connection", resolve));
  let got = 0;
  for await (const chunk of connection) got += chunk.length;
  console.log(`got ${got}`);
  server.close();
} else {
  const connection = connect(Number(port), address);
  await once(connection, "connect");
  const chunk = Buffer.alloc(1 << 20, "yodel");
  for (let left = Number(bytes); left > 0; left -= chunk.length) {
    if (!connection.write(chunk.subarray(0, left))) await once(connection, "drain");
  }
  connection.end();
  connection.resume();
  await once(connection, "close");
  console.log("sent");
}
process.stdin.destroy();
