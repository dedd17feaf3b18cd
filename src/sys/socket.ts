import { checked } from "./errno.ts";
import { sys, systemCalls } from "./sys.ts";

/** Source: include/uapi/asm-generic/socket.h. */
const SOL_SOCKET = 1;
const SO_DETACH_FILTER = 27;
const SO_ATTACH_BPF = 50;

/** @throws {SystemCallError} `socketFd` is no socket */
export function attachToSocket(socketFd: number, programFd: number): void {
  setOption(socketFd, "SO_ATTACH_BPF", SO_ATTACH_BPF, programFd);
}

export function detachFromSocket(socketFd: number): void {
  setOption(socketFd, "SO_DETACH_FILTER", SO_DETACH_FILTER, 0);
}

function setOption(socketFd: number, name: string, option: number, value: number): void {
  const bytes = new Uint8Array(Int32Array.of(value).buffer);
  const result = sys().call(systemCalls.setsockopt, [socketFd, SOL_SOCKET, option, bytes, bytes.length]);
  checked(`setsockopt(${name})`, result);
}
