import assert from "node:assert/strict";
import { resolve } from "node:path";
import { Running } from "./processes.ts";

/** Of a datagram that is sent, in bytes: 16, and the headers of UDP and IPv4. */
export const datagramBytes = 16 + 8 + 20;

const script = resolve(import.meta.dirname, "../e2e/udp-sender.ts");

/** Sends datagrams on loopback, from a process in the cgroup to itself. */
export async function sendDatagrams(cgroup: { add(pid: number): void }, datagrams: number): Promise<void> {
  await using sender = new Running(process.execPath, [script, String(datagrams)]);
  cgroup.add(sender.pid);
  sender.write("make sockets\n");
  await sender.printed(/^ready\n/);
  sender.write("start\n");
  const { status, stderr } = await sender.ended;
  assert.equal(status, 0, stderr);
}
