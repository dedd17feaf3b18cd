import { checked } from "./errno.ts";
import { closeSync } from "./files.ts";
import { sys, systemCalls } from "./sys.ts";

/** Source: include/linux/socket.h and include/uapi/linux/sockios.h. */
const AF_INET = 2;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SIOCGIFINDEX = 0x8933;
/** `IFNAMSIZ`, with the NUL. */
const nameLength = 16;
/** `struct ifreq`. */
const requestLength = 40;

/**
 * The index of a network interface of our network namespace, or undefined when there is none of that name. It is asked of a socket:
 * /sys/class/net shows the namespace in which it was mounted, which may be another one.
 */
export function interfaceIndex(name: string): number | undefined {
  const text = new TextEncoder().encode(name);
  if (text.length === 0 || text.length >= nameLength || /[/\s]/.test(name)) return undefined;
  const fd = checked("socket", sys().call(systemCalls.socket, [AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0]));
  try {
    const request = new Uint8Array(requestLength);
    request.set(text);
    const result = sys().call(systemCalls.ioctl, [fd, SIOCGIFINDEX, request]);
    return result < 0 ? undefined : new DataView(request.buffer).getUint32(nameLength, true);
  } finally {
    closeSync(fd);
  }
}
