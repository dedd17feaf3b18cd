import { createSocket } from "node:dgram";
import { once } from "node:events";

/** Sends a datagram to itself on loopback every 20 ms, until it is disposed. */
export async function loopbackTraffic(): Promise<Disposable> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  const timer = setInterval(() => socket.send("yodel", port, "127.0.0.1"), 20);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      socket.close();
    },
  };
}
