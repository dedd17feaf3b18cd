import { YodelError } from "../errors/index.ts";
import { mapTypes } from "../kernel/map-types.ts";
import type { UserInput } from "../schema/index.ts";
import { failedWith } from "../sys/errno.ts";
import { closeSync, constants, openSync } from "../sys/files.ts";
import { openProcess } from "../sys/process.ts";
import { MapHandle } from "./map-handle.ts";
import { type SocketReference, socketFd } from "./socket-fd.ts";

/** What has a storage: a file descriptor while it is looked at. */
interface Owner {
  readonly fd: number;
  close(): void;
}

/** A storage: what belongs to sockets, tasks, inodes or cgroups in a map, and goes with them. There is no list of all of them. */
abstract class StorageMap<K, V> extends MapHandle {
  /** The value, undefined when there is none. */
  get(owner: K): V | undefined {
    return this.#with(owner, (access) => (access.lookup() ? this.#read(access.valueView) : undefined));
  }

  has(owner: K): boolean {
    return this.#with(owner, (access) => access.lookup());
  }

  /** Makes or replaces the value. */
  set(owner: K, value: UserInput<V>): this {
    this.#with(owner, (access) => {
      this.valueCodec.schema.write(access.valueView, 0, value as never, `${this.name} value`);
      access.update();
    });
    return this;
  }

  /** False when there was no value. */
  delete(owner: K): boolean {
    return this.#with(owner, (access) => access.delete());
  }

  /** Opens what has the storage; undefined when there is no such. */
  protected abstract open(owner: K): Owner | undefined;
  /** What may stand for an owner, in words. */
  protected abstract readonly owners: string;

  #read(view: DataView): V {
    return this.valueCodec.schema.read(view, 0) as V;
  }

  #with<R>(owner: K, action: (access: ReturnType<MapHandle["access"]>) => R): R {
    const opened = this.open(owner);
    if (!opened) throw this.#noOwner();
    try {
      const access = this.access();
      access.keyView.setInt32(0, opened.fd, true);
      return action(access);
    } catch (error) {
      throw failedWith(error, "EBADF", "ENOTSOCK", "EINVAL", "ESRCH") ? this.#noOwner(error) : error;
    } finally {
      opened.close();
    }
  }

  #noOwner(cause?: unknown): YodelError {
    return new YodelError("YDL4449", `there is nothing that a value in '${this.name}' could belong to`, {
      hint: `it belongs to ${this.owners}`,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

/** An open file that stays the caller's. */
function borrowed(fd: number): Owner {
  return { fd, close() {} };
}

/** A file that is closed again. */
function owned(fd: number): Owner {
  return { fd, close: () => closeSync(fd) };
}

/** Values by sockets: a socket or server of `node:net`, a socket of `node:dgram`, or a file descriptor. @kernel 5.2 */
export class SocketStorageHandle<V> extends StorageMap<SocketReference, V> {
  protected readonly owners = "an open socket";

  protected open(socket: SocketReference): Owner | undefined {
    const fd = socketFd(socket);
    return fd === undefined ? undefined : borrowed(fd);
  }
}

/** Values by tasks: the id of a process, whose first thread is meant; or `{ pidfd }`. @kernel 5.11 */
export class TaskStorageHandle<V> extends StorageMap<number | { readonly pidfd: number }, V> {
  protected readonly owners = "a process that runs";

  protected open(process: number | { readonly pidfd: number }): Owner | undefined {
    if (typeof process === "object") return borrowed(process.pidfd);
    const fd = openProcess(process);
    return fd === undefined ? undefined : owned(fd);
  }
}

/** Values by inodes (from 5.10 on) or cgroups (from 6.2 on): a path, or the file descriptor of what is open. */
export class FileStorageHandle<V> extends StorageMap<string | number, V> {
  protected get owners(): string {
    return this.map.type === mapTypes.cgrp_storage.id ? "the directory of a cgroup" : "a file that is there";
  }

  protected open(file: string | number): Owner | undefined {
    if (typeof file === "number") return borrowed(file);
    try {
      return owned(openSync(file, constants.O_RDONLY));
    } catch {
      return undefined;
    }
  }
}
