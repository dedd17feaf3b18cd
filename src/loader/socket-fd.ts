/** Node's sockets and servers keep their file descriptor here; no public way to it exists. */
interface NodeHandle {
  readonly _handle?: { readonly fd?: unknown } | null;
}

/** What stands for a socket: a socket or server of `node:net`, a socket of `node:dgram`, or a file descriptor. */
export type SocketReference = number | object;

const datagramState = "state symbol";

/** The file descriptor, or undefined when `socket` is none, closed or not open yet. */
export function socketFd(socket: unknown): number | undefined {
  if (typeof socket === "number") return Number.isInteger(socket) && socket >= 0 ? socket : undefined;
  if (typeof socket !== "object" || socket === null) return undefined;
  const handle = datagramHandle(socket) ?? (socket as NodeHandle)._handle;
  return typeof handle?.fd === "number" && handle.fd >= 0 ? handle.fd : undefined;
}

/** `node:dgram` keeps its handle behind a symbol; asking such a socket for `_handle` makes Node warn. */
function datagramHandle(socket: object): { readonly fd?: unknown } | undefined {
  for (const symbol of Object.getOwnPropertySymbols(socket)) {
    if (symbol.description !== datagramState) continue;
    const state = (socket as Readonly<Record<symbol, { readonly handle?: { readonly fd?: unknown } | null }>>)[symbol];
    return state?.handle ?? {};
  }
  return undefined;
}
