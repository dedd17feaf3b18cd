/**
 * Run in a cgroup: waits for a line, makes every system call that programs of a cgroup can see, and prints what came of them.
 */
import { closeSync, openSync, readFileSync } from "node:fs";
import { stdin } from "node:process";
import { createInterface } from "node:readline";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  abstractName,
  call,
  loopback,
  made,
  portOf,
  SOCK_DGRAM,
  SOCK_STREAM,
} from "./socket-calls.ts";

const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVTIMEO = 20;
const int = (value: number) => new Uint8Array(Int32Array.of(value).buffer);

/** Nothing waits for ever: what was refused never comes. */
function limitWaiting(fd: number): void {
  made("setsockopt", fd, SOL_SOCKET, SO_RCVTIMEO, new Uint8Array(BigInt64Array.of(1n, 0n).buffer), 16);
}

function attempt(action: () => unknown): string {
  try {
    action();
    return "done";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

function internet(family: 2 | 10): Record<string, unknown> {
  const server = made("socket", family, SOCK_STREAM, 0);
  const bound = call("bind", server, loopback(family, 0), family === AF_INET ? 16 : 28);
  made("listen", server, 1);
  const port = Number(portOf("getsockname", server));
  const client = made("socket", family, SOCK_STREAM, 0);
  const address = loopback(family, port);
  const connected = call("connect", client, address, address.length);
  const peer = portOf("getpeername", client);
  const datagrams = made("socket", family, SOCK_DGRAM, 0);
  limitWaiting(datagrams);
  call("bind", datagrams, loopback(family, 0), address.length);
  const to = loopback(family, Number(portOf("getsockname", datagrams)));
  const data = new Uint8Array(8);
  const sent = call("sendto", datagrams, data, data.length, 0, to, to.length);
  const received = call("recvfrom", datagrams, data, data.length, 0, new Uint8Array(28), int(28));
  for (const fd of [server, client, datagrams]) closeSync(fd);
  return { bound, connected, peer, sent, received };
}

function unix(name: string): Record<string, unknown> {
  const address = abstractName(name);
  const receiver = made("socket", AF_UNIX, SOCK_DGRAM, 0);
  limitWaiting(receiver);
  made("bind", receiver, address, address.length);
  const sender = made("socket", AF_UNIX, SOCK_DGRAM, 0);
  const data = new Uint8Array(4);
  const sent = call("sendto", sender, data, data.length, 0, address, address.length);
  const received = call("recvfrom", receiver, data, data.length, 0, new Uint8Array(110), int(110));
  const connected = call("connect", sender, address, address.length);
  const names = [portOf("getpeername", sender), portOf("getsockname", receiver)].map((result) => typeof result);
  for (const fd of [receiver, sender]) closeSync(fd);
  return { sent, received, connected, names };
}

function options(): Record<string, unknown> {
  const fd = made("socket", AF_INET, SOCK_DGRAM, 0);
  const set = call("setsockopt", fd, SOL_SOCKET, SO_RCVBUF, int(9000), 4);
  const value = int(0);
  const got = call("getsockopt", fd, SOL_SOCKET, SO_RCVBUF, value, int(4));
  closeSync(fd);
  return { set, got, value: new DataView(value.buffer).getInt32(0, true) };
}

createInterface({ input: stdin }).once("line", () => {
  const seen = {
    ipv4: internet(AF_INET),
    ipv6: internet(AF_INET6),
    unix: unix(`yodel-${process.pid}`),
    options: options(),
    setting: attempt(() => readFileSync("/proc/sys/kernel/hostname")),
    device: attempt(() => closeSync(openSync("/dev/zero", "r"))),
  };
  console.log(JSON.stringify(seen));
  process.exit();
});
