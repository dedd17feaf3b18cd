/** System calls on sockets, one by one and synchronously, for processes that cause events for programs to see. */
import { errnoName } from "../../src/sys/errno.ts";
import { sys } from "../../src/sys/sys.ts";

const numbers = {
  socket: [41, 198],
  connect: [42, 203],
  bind: [49, 200],
  listen: [50, 201],
  sendto: [44, 206],
  recvfrom: [45, 207],
  getsockname: [51, 204],
  getpeername: [52, 205],
  setsockopt: [54, 208],
  getsockopt: [55, 209],
  unshare: [272, 97],
} as const;

export type SocketCall = keyof typeof numbers;

/** The result, or the name of the error. */
export function call(name: SocketCall, ...values: readonly (number | Uint8Array)[]): number | string {
  const [x64, generic] = numbers[name];
  const result = sys().call(process.arch === "x64" ? x64 : generic, values);
  return result < 0 ? errnoName(-result) : result;
}

/** The result, which must be one. */
export function made(name: SocketCall, ...values: readonly (number | Uint8Array)[]): number {
  const result = call(name, ...values);
  if (typeof result === "string") throw new Error(`${name}: ${result}`);
  return result;
}

export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;

/** `struct sockaddr_in` or `sockaddr_in6` on loopback. */
export function loopback(family: 2 | 10, port: number): Uint8Array {
  const bytes = new Uint8Array(family === AF_INET ? 16 : 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, family, true);
  view.setUint16(2, port);
  if (family === AF_INET) view.setUint32(4, 0x7f000001);
  else bytes[23] = 1;
  return bytes;
}

/** `struct sockaddr_un` with an abstract name, which leaves no file. */
export function abstractName(name: string): Uint8Array {
  const bytes = new Uint8Array(2 + 1 + name.length);
  bytes[0] = AF_UNIX;
  bytes.set(new TextEncoder().encode(name), 3);
  return bytes;
}

/** The port that an address call tells. */
export function portOf(name: "getsockname" | "getpeername", fd: number): number | string {
  const address = new Uint8Array(28);
  const length = new Uint8Array(Uint32Array.of(address.length).buffer);
  const result = call(name, fd, address, length);
  return typeof result === "string" ? result : new DataView(address.buffer).getUint16(2);
}

const CLONE_NEWNET = 0x4000_0000;

/** Moves this thread, and what it starts, into a network namespace of its own, which goes with the process. */
export function enterOwnNetwork(): void {
  made("unshare", CLONE_NEWNET);
}
