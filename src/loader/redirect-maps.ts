import { YodelError } from "../errors/index.ts";
import { failedWith } from "../sys/errno.ts";
import { interfaceIndex } from "../sys/network.ts";
import type { ProgramReference } from "./link.ts";
import { MapHandle } from "./map-handle.ts";
import { type SocketReference, socketFd } from "./socket-fd.ts";

/** What the maps of devices, CPUs and AF_XDP sockets share: numbers for keys. */
abstract class RedirectMap extends MapHandle {
  /** How many entries fit. */
  get length(): number {
    return this.map.maxEntries;
  }

  /** False when there was no such entry. */
  delete(key: number): boolean {
    return this.accessAt(key).delete();
  }

  /** Writes the entry that `write` puts into the value. */
  protected put(key: number, what: string, hint: string, write: (value: DataView) => void): this {
    const access = this.accessAt(key);
    access.value.fill(0);
    write(access.valueView);
    try {
      access.update();
      return this;
    } catch (error) {
      if (failedWith(error, "E2BIG") && key >= this.length) {
        const room = `it has ${this.length}, from 0 on`;
        throw new YodelError("YDL4405", `the map '${this.name}' has no element ${key}: ${room}`, { cause: error });
      }
      if (!failedWith(error, "EINVAL", "ENODEV", "EBADF", "EOPNOTSUPP", "EOVERFLOW", "E2BIG")) throw error;
      throw new YodelError("YDL4450", `the map '${this.name}' does not take ${what}`, { hint, cause: error });
    }
  }

  /** The two numbers of an entry; the second is a program's id, or 0. */
  protected pair(key: number): readonly [first: number, program: number | undefined] | undefined {
    const access = this.accessAt(key);
    access.value.fill(0);
    if (!access.lookup()) return undefined;
    const first = access.valueView.getUint32(0, true);
    if (first === 0) return undefined;
    return [first, access.valueView.getUint32(4, true) || undefined];
  }
}

/** An interface in a device map. */
export interface Device {
  /** Its name in our network namespace, or its index. */
  readonly interface: string | number;
  /** A program of the section `xdp/devmap`, for frames on their way out. @kernel 5.8 */
  readonly program?: ProgramReference;
}

/** A device map: where XDP programs send frames to. */
export class DeviceMapHandle extends RedirectMap {
  /**
   * Puts an interface into an entry: its name, its index, or one of these with a program.
   * @throws {YodelError} there is no such interface or entry, or the program is of another section
   */
  set(key: number, device: Device | string | number): this {
    const { interface: name, program } = typeof device === "object" ? device : { interface: device };
    const index = typeof name === "number" ? name : interfaceIndex(name);
    if (index === undefined) {
      throw new YodelError("YDL4411", `there is no network interface '${name}'`, { hint: "`ip link` lists them" });
    }
    const what = program ? `the interface ${name} with the program '${program.name}'` : `the interface ${name}`;
    const hint = "interfaces are those of our network namespace; programs have the section xdp/devmap (kernel 5.8)";
    return this.put(key, what, hint, (value) => {
      value.setUint32(0, index, true);
      // 0 is a file descriptor: no program is -1 to the kernel.
      value.setInt32(4, program?.fd ?? -1, true);
    });
  }

  /** The interface's index and the kernel's number of its program; undefined when the entry is empty. */
  get(key: number): { readonly interface: number; readonly programId: number | undefined } | undefined {
    const found = this.pair(key);
    return found && { interface: found[0], programId: found[1] };
  }
}

/** A CPU in a CPU map. */
export interface CpuQueue {
  /** How many frames may wait for it; a CPU can hold 16384. */
  readonly queueSize: number;
  /** A program of the section `xdp/cpumap`, for frames that arrive there. @kernel 5.9 */
  readonly program?: ProgramReference;
}

/** A CPU map: which CPUs go on with the frames that XDP programs redirect. The keys are the numbers of the CPUs. */
export class CpuMapHandle extends RedirectMap {
  /** @throws {YodelError} there is no such CPU or entry, or the program is of another section */
  set(cpu: number, { queueSize, program }: CpuQueue): this {
    const hint =
      "the CPU must be there and switched on, the queue have 1 to 16384 places; programs have the section xdp/cpumap";
    return this.put(cpu, `the CPU ${cpu}`, hint, (value) => {
      value.setUint32(0, queueSize, true);
      value.setInt32(4, program?.fd ?? -1, true);
    });
  }

  /** The size of its queue and the kernel's number of its program; undefined when the entry is empty. */
  get(cpu: number): { readonly queueSize: number; readonly programId: number | undefined } | undefined {
    const found = this.pair(cpu);
    return found && { queueSize: found[0], programId: found[1] };
  }
}

/** A map of AF_XDP sockets. The kernel does not tell what is in it. */
export class XskMapHandle extends RedirectMap {
  /** @throws {YodelError} it is no AF_XDP socket, or there is no such entry */
  set(key: number, socket: SocketReference): this {
    const fd = socketFd(socket);
    const hint = "AF_XDP sockets are made by socket(AF_XDP, …), and given by their file descriptor";
    if (fd === undefined) throw new YodelError("YDL4450", `the map '${this.name}' does not take this socket`, { hint });
    try {
      return this.put(key, `the file descriptor ${fd}`, hint, (value) => value.setUint32(0, fd, true));
    } catch (error) {
      if (!failedWith(error, "ENOTSOCK", "ENOPROTOOPT")) throw error;
      throw new YodelError("YDL4450", `the map '${this.name}' does not take the file descriptor ${fd}`, {
        hint,
        cause: error,
      });
    }
  }
}
