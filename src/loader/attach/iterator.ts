import { SystemCallError, UnsupportedError } from "../../errors/index.ts";
import { failedWith } from "../../sys/errno.ts";
import { closeSync, readSync } from "../../sys/files.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { createIteratorLink, openIterator } from "../../sys/tracing-links.ts";
import { KernelLink } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import type { LiveProgram } from "./target.ts";

/** What an iterator is limited to. */
export interface IteratorTarget {
  /** The map whose elements `iter/bpf_map_elem` goes through, or whose sockets `iter/bpf_sk_storage_map` does. */
  readonly map?: { readonly fd: number };
  /** Only this process, for `iter/task` and those of its files and memory. @kernel 6.1 */
  readonly pid?: number;
}

/** An attached iterator: each reading runs it from its start. */
export class IteratorLink extends KernelLink {
  /**
   * Runs the iterator's program for each object, and returns all that it wrote.
   * @throws {YodelError} the link is closed
   */
  read(): Uint8Array {
    const fd = openIterator(this.fd);
    const pieces: Uint8Array[] = [];
    try {
      for (;;) {
        const piece = readPiece(fd);
        if (piece === undefined) continue;
        if (piece.length === 0) return Buffer.concat(pieces);
        pieces.push(piece);
      }
    } finally {
      closeSync(fd);
    }
  }

  /** The same, as text. */
  text(): string {
    return Buffer.from(this.read()).toString("utf8");
  }
}

/** What the kernel takes at most for one reading. */
const pieceSize = 64 * 1024;

/** Undefined: the kernel has gone through so many objects that it asks to be called again. */
function readPiece(fd: number): Uint8Array | undefined {
  const bytes = new Uint8Array(pieceSize);
  try {
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, null));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}

/**
 * Attaches an iterator. Nothing runs until it is read.
 *
 * @throws {UnsupportedError} the kernel has no iterators
 * @kernel 5.8
 */
export function attachIterator(program: LiveProgram, target: unknown): IteratorLink {
  const { map, pid } = (target ?? {}) as IteratorTarget;
  const words = program.resolved.section;
  try {
    return new IteratorLink(createIteratorLink(program.fd.number, limits(map?.fd, pid)), words);
  } catch (error) {
    if (!isAtLeast(kernelVersion(), [5, 8]) && error instanceof SystemCallError) {
      throw new UnsupportedError("YDL4474", "this kernel has no iterators", { minimumKernel: "5.8", cause: error });
    }
    if (failedWith(error, "EBADF", "EINVAL") && map === undefined) {
      throw new UnsupportedError("YDL4474", `'${words}' needs what it goes through, or this kernel can't limit it so`, {
        hint: "attach({ map: bpf.maps.NAME }) for the elements of a map",
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to ${words}`, needs: ["CAP_PERFMON"] });
  }
}

/** `union bpf_iter_link_info` in include/uapi/linux/bpf.h: the descriptor of a map, or thread, process and its descriptor. */
function limits(mapFd: number | undefined, pid: number | undefined): Uint8Array | undefined {
  if (mapFd === undefined && pid === undefined) return undefined;
  const words = mapFd !== undefined ? [mapFd] : [0, pid ?? 0, 0];
  return new Uint8Array(Uint32Array.from([...words, 0, 0, 0].slice(0, 4)).buffer);
}
