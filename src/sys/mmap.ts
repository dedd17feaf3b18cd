import { checked } from "./errno.ts";
import { sys, systemCalls } from "./sys.ts";

/** Source: include/uapi/asm-generic/mman-common.h. */
const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;

/** A map's memory, shared with the kernel until it is unmapped. */
export interface Mapping {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly writable: boolean;
  /** The bytes must not be touched after this: they are detached from the buffer first, so that they can't be. */
  unmap(): void;
}

/** Of every architecture that is supported; a larger one only makes a mapping shorter than a page, which is fine. */
const pageSize = 4096;

/**
 * Maps `length` bytes behind `fd` into memory.
 * @param offset where they begin: a multiple of the page size
 * @throws {SystemCallError} the map has no BPF_F_MMAPABLE, or is frozen and `writable` asked for
 */
export function mapMemory(fd: number, length: number, writable: boolean, offset = 0): Mapping {
  const system = sys();
  const mapped = Math.ceil(length / pageSize) * pageSize;
  const protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  const address = checked("mmap", system.call(systemCalls.mmap, [0, mapped, protection, MAP_SHARED, fd, offset]));
  const buffer = viewOrUnmap();
  let live = true;
  return {
    bytes: new Uint8Array(buffer),
    writable,
    unmap() {
      if (!live) return;
      live = false;
      detach(buffer);
      system.call(systemCalls.munmap, [address, mapped]);
    },
  };

  function viewOrUnmap(): ArrayBuffer {
    try {
      return system.view(address, length);
    } catch (error) {
      system.call(systemCalls.munmap, [address, mapped]);
      throw error;
    }
  }
}

/** Whoever still holds the buffer then reads nothing instead of memory that is gone. */
function detach(buffer: ArrayBuffer): void {
  buffer.transfer(0);
}
