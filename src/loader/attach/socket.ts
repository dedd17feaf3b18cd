import { SystemCallError, YodelError } from "../../errors/index.ts";
import { attachToSocket, detachFromSocket } from "../../sys/socket.ts";
import { type Link, PlainAttachment } from "../link.ts";
import { socketFd } from "../socket-fd.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/**
 * Attaches a socket filter to a socket. The kernel drops the filter with the socket; the link takes it off before that.
 *
 * @param target a socket of `node:net` or `node:dgram`, or its file descriptor; it stays the caller's
 * @throws {YodelError} it is not the file descriptor of a socket
 * @kernel 3.19
 */
export function attachSocket(program: LiveProgram, target: unknown): Link {
  const fd = socketFd(target);
  if (fd === undefined) throw wrongTarget(program, "a socket: one of Node's, or its file descriptor", target);
  try {
    attachToSocket(fd, program.fd.number);
  } catch (error) {
    if (!(error instanceof SystemCallError)) throw error;
    throw new YodelError("YDL4416", `'${program.name}' can't attach to the file descriptor ${fd}`, {
      hint: "it must be an open socket",
      cause: error,
    });
  }
  return new PlainAttachment(
    program,
    `socket ${fd}`,
    () => detachFromSocket(fd),
    "a socket's filter lives with its socket",
  );
}
