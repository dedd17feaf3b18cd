import { SystemCallError } from "../errors/index.ts";
import { checked, describeErrno, errno } from "./errno.ts";
import { closeSync } from "./files.ts";
import { cString } from "./record.ts";
import { sys, systemCalls } from "./sys.ts";

/** Source: include/uapi/linux/netlink.h and include/linux/socket.h. */
const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_ROUTE = 0;
const SOL_NETLINK = 270;
const NETLINK_EXT_ACK = 11;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_REQUEST = 1;
const NLM_F_ACK = 4;
const NLM_F_CAPPED = 0x100;
const NLMSGERR_ATTR_MSG = 1;

export const NLM_F_ECHO = 8;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;

/** Nested attributes are marked since 5.2; older kernels do not look at it. */
const NLA_F_NESTED = 0x8000;
const NLA_TYPE_MASK = 0x3fff;

const headerLength = 16;
const bufferLength = 32 * 1024;
/** Of a request that goes wrong in a way that we do not know: nobody waits for ever. */
const mostMessages = 64;

/** An attribute: its header, the value, and what aligns the next one to 4 bytes. */
export function attribute(type: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(aligned(4 + value.length));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 4 + value.length, true);
  view.setUint16(2, type, true);
  bytes.set(value, 4);
  return bytes;
}

/** An attribute that holds others. */
export function nested(type: number, ...attributes: readonly Uint8Array[]): Uint8Array {
  return attribute(type | NLA_F_NESTED, joined(attributes));
}

export function word(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(`${value}\0`);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}

/**
 * Asks the kernel's network configuration (rtnetlink) for something, in our network namespace.
 * @param payload the message's own header, and attributes
 * @returns the payloads of what the kernel answered, without the acknowledgement
 * @throws {SystemCallError} it refuses; the message has its words
 */
export function requestRoute(what: string, type: number, flags: number, payload: Uint8Array): readonly Uint8Array[] {
  const kernel = sys();
  const fd = checked(
    "socket(AF_NETLINK)",
    kernel.call(systemCalls.socket, [AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE]),
  );
  try {
    const on = new Uint8Array(Int32Array.of(1).buffer);
    kernel.call(systemCalls.setsockopt, [fd, SOL_NETLINK, NETLINK_EXT_ACK, on, on.length]);
    const message = new Uint8Array(headerLength + payload.length);
    const view = new DataView(message.buffer);
    view.setUint32(0, message.length, true);
    view.setUint16(4, type, true);
    view.setUint16(6, flags | NLM_F_REQUEST | NLM_F_ACK, true);
    view.setUint32(8, 1, true);
    message.set(payload, headerLength);
    checked(`${what}: sendto`, kernel.call(systemCalls.sendto, [fd, message, message.length, 0, 0, 0]));
    return answers(what, fd);
  } finally {
    closeSync(fd);
  }
}

function answers(what: string, fd: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  const buffer = new Uint8Array(bufferLength);
  for (let round = 0; round < mostMessages; round += 1) {
    const length = checked(`${what}: recvfrom`, sys().call(systemCalls.recvfrom, [fd, buffer, buffer.length, 0, 0, 0]));
    const view = new DataView(buffer.buffer, 0, length);
    for (let at = 0; at + headerLength <= length; ) {
      const size = view.getUint32(at, true);
      const type = view.getUint16(at + 4, true);
      if (type === NLMSG_ERROR) {
        acknowledged(what, buffer.subarray(at, at + size));
        return found;
      }
      if (type === NLMSG_DONE || size < headerLength) return found;
      found.push(buffer.slice(at + headerLength, at + size));
      at += aligned(size);
    }
  }
  return found;
}

/** An error message holds a negative errno (0: all is well), the request, and since 4.12 words. */
function acknowledged(what: string, message: Uint8Array): void {
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  const code = -view.getInt32(headerLength, true);
  if (code === 0) return;
  const capped = (view.getUint16(6, true) & NLM_F_CAPPED) !== 0;
  const request = capped ? headerLength : aligned(view.getUint32(headerLength + 4, true));
  const words = attributesOf(message.subarray(headerLength + 4 + request)).get(NLMSGERR_ATTR_MSG);
  const reason = words ? `: ${cString(words)}` : "";
  throw new SystemCallError("YDL4300", `${what} failed: ${describeErrno(code)}${reason}`, { call: what, errno: code });
}

/** The values of attributes by their types; the last of a type counts. */
export function attributesOf(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const size = view.getUint16(at, true);
    if (size < 4 || at + size > bytes.length) break;
    found.set(view.getUint16(at + 2, true) & NLA_TYPE_MASK, bytes.subarray(at + 4, at + size));
    at += aligned(size);
  }
  return found;
}

/** True for a refusal of the kernel because of something that is there already. */
export function existsAlready(error: unknown): boolean {
  return error instanceof SystemCallError && error.errno === errno.EEXIST;
}
