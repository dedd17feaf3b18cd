import { YodelError } from "../errors/index.ts";
import type { UserInput } from "../schema/index.ts";
import { failedWith } from "../sys/errno.ts";
import { MapHandle } from "./map-handle.ts";
import { type SocketReference, socketFd } from "./socket-fd.ts";

/**
 * A map of sockets. It holds a socket as long as that is open and connected, listening or bound; programs that are attached to the
 * map run for the sockets that are put into it.
 */
export class SocketMapHandle<K = number> extends MapHandle {
  /** How many sockets fit. */
  get length(): number {
    return this.map.maxEntries;
  }

  /**
   * Puts a socket into the map, in the place of one that was there.
   * @param socket a socket or server of `node:net`, a socket of `node:dgram`, or a file descriptor, which stays the caller's
   * @throws {YodelError} it is not open, or of a kind that such a map does not take
   */
  set(key: UserInput<K>, socket: SocketReference): this {
    const fd = socketFd(socket);
    if (fd === undefined) throw this.#refused(undefined);
    const access = this.accessAt(key);
    access.valueView.setBigUint64(0, BigInt(fd), true);
    try {
      access.update();
    } catch (error) {
      if (failedWith(error, "E2BIG") && this.map.keySize === 4) throw this.#beyond(key, error);
      if (!failedWith(error, "EBADF", "EINVAL", "EOPNOTSUPP", "ENOTSOCK", "EPERM", "EBUSY")) throw error;
      throw this.#refused(error);
    }
    return this;
  }

  /**
   * The cookie of the socket there, which `bpf.get_socket_cookie` gives, too; undefined when there is none.
   * @kernel 5.7
   */
  cookie(key: UserInput<K>): bigint | undefined {
    const access = this.accessAt(key);
    return access.lookup() ? access.valueView.getBigUint64(0, true) : undefined;
  }

  has(key: UserInput<K>): boolean {
    return this.cookie(key) !== undefined;
  }

  /** False when there was no socket. */
  delete(key: UserInput<K>): boolean {
    try {
      return this.accessAt(key).delete();
    } catch (error) {
      if (failedWith(error, "EINVAL")) return false;
      throw error;
    }
  }

  #refused(cause: unknown): YodelError {
    return new YodelError("YDL4448", `the map '${this.name}' does not take this socket`, {
      hint: "it must be open: a TCP socket that is connected or listens, a UDP socket that is bound, or a Unix socket that is connected",
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #beyond(key: unknown, cause: unknown): YodelError {
    const room = `it has ${this.length}, from 0 on`;
    return new YodelError("YDL4405", `the map '${this.name}' has no element ${key}: ${room}`, { cause });
  }
}
