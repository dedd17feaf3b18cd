import { MapHandle } from "./map-handle.ts";

/** Stacks of calls by their numbers. Addresses are those of the kernel or of the process, as programs recorded them. */
export class StackTraceMapHandle extends MapHandle {
  /** The return addresses of a stack, the innermost first; undefined when there is none with this number. */
  get(id: number | bigint): bigint[] | undefined {
    const access = this.#at(id);
    if (!access?.lookup()) return undefined;
    const addresses = new BigUint64Array(access.value.slice().buffer);
    const end = addresses.indexOf(0n);
    return [...(end < 0 ? addresses : addresses.subarray(0, end))];
  }

  /** False when there was none. Its number may then stand for another stack. */
  delete(id: number | bigint): boolean {
    return this.#at(id)?.delete() ?? false;
  }

  /** The numbers of all stacks. */
  *ids(): Generator<number> {
    const access = this.access();
    for (let first = true; access.advance(first); first = false) yield access.keyView.getUint32(0, true);
  }

  /** A negative errno of a program is no number of a stack. */
  #at(id: number | bigint): ReturnType<MapHandle["access"]> | undefined {
    if (id < 0 || id > 0xffff_ffff) return undefined;
    const access = this.access();
    access.keyView.setUint32(0, Number(id), true);
    return access;
  }
}
