import { SystemCallError, UnsupportedError, YodelError } from "../../errors/index.ts";
import { programInfo } from "../../sys/bpf.ts";
import { attachToSocket, detachFromSocket } from "../../sys/socket.ts";
import type { Link, LinkInfo } from "../link.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/**
 * Attaches a socket filter to a socket. The kernel drops the filter with the socket; the link takes it off before that.
 *
 * @param target the socket's file descriptor; it stays the caller's
 * @throws {YodelError} it is not the file descriptor of a socket
 * @kernel 3.19
 */
export function attachSocket(program: LiveProgram, target: unknown): Link {
  if (typeof target !== "number" || !Number.isInteger(target) || target < 0) {
    throw wrongTarget(program, "a socket: its file descriptor", target);
  }
  try {
    attachToSocket(target, program.fd.number);
  } catch (error) {
    if (!(error instanceof SystemCallError)) throw error;
    throw new YodelError("YDL4416", `'${program.name}' can't attach to the file descriptor ${target}`, {
      hint: "it must be an open socket",
      cause: error,
    });
  }
  return new SocketAttachment(program, target);
}

class SocketAttachment implements Link {
  readonly #program: LiveProgram;
  readonly #socketFd: number;
  #attached = true;

  constructor(program: LiveProgram, socketFd: number) {
    this.#program = program;
    this.#socketFd = socketFd;
  }

  get isOpen(): boolean {
    return this.#attached;
  }

  close(): void {
    if (!this.#attached) return;
    this.#attached = false;
    detachFromSocket(this.#socketFd);
  }

  info(): LinkInfo {
    const { id } = programInfo(this.#program.fd.number);
    return { id: undefined, programId: id, target: `socket ${this.#socketFd}` };
  }

  pin(): never {
    throw new UnsupportedError("YDL4107", "a socket's filter lives with its socket and can't be pinned");
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
