import { YodelError } from "../errors/index.ts";
import { failedWith } from "../sys/errno.ts";
import type { ProgramReference } from "./link.ts";
import { MapHandle } from "./map-handle.ts";

/** A program array: what tail calls go on with. It is empty again when the last file descriptor of it is closed. */
export class ProgramArrayHandle extends MapHandle {
  /** Number of places; it never changes. */
  get length(): number {
    return this.map.maxEntries;
  }

  /**
   * Puts a program in a place, instead of what was there.
   * @throws {YodelError} there is no such place, or the programs that use the array are of another type
   */
  set(index: number, program: ProgramReference): void {
    const access = this.#at(index);
    access.valueView.setUint32(0, program.fd, true);
    try {
      access.update();
    } catch (error) {
      if (!failedWith(error, "EINVAL")) throw error;
      throw new YodelError("YDL4420", `the program '${program.name}' can't be put in the map '${this.name}'`, {
        hint: "the programs of an array are of the type of those that use it, and were all verified for the same use",
        cause: error,
      });
    }
  }

  /** The kernel's number of the program at a place; undefined when there is none. */
  id(index: number): number | undefined {
    const access = this.#at(index);
    return access.lookup() ? access.valueView.getUint32(0, true) : undefined;
  }

  /** False when there was no program. */
  delete(index: number): boolean {
    return this.#at(index).delete();
  }

  #at(index: number): ReturnType<MapHandle["access"]> {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      const room = `it has ${this.length}, from 0 on`;
      throw new YodelError("YDL4405", `the map '${this.name}' has no element ${index}: ${room}`);
    }
    const access = this.access();
    access.keyView.setUint32(0, index, true);
    return access;
  }
}
