import { release } from "node:os";
import { readFileSync } from "./files.ts";

/** A kernel version, such as `[6, 18]`. */
export type KernelVersion = readonly [major: number, minor: number];

/** The running kernel's version; distributions keep the first two numbers honest. */
export function kernelVersion(text = release()): KernelVersion {
  const [, major = "0", minor = "0"] = /^(\d+)\.(\d+)/.exec(text) ?? [];
  return [Number(major), Number(minor)];
}

/** `"5.17"` as numbers. */
export function parseVersion(text: string): KernelVersion {
  return kernelVersion(text);
}

export function isAtLeast(version: KernelVersion, minimum: KernelVersion): boolean {
  return version[0] > minimum[0] || (version[0] === minimum[0] && version[1] >= minimum[1]);
}

/**
 * The number of CPUs that this kernel could ever run, present or not: what per-CPU map values are counted by.
 * Source: Documentation/admin-guide/cputopology.rst.
 */
export function possibleCpus(text = readFile("/sys/devices/system/cpu/possible")): number {
  const last = /(\d+)\s*$/.exec(text ?? "")?.[1];
  return last === undefined ? 1 : Number(last) + 1;
}

/**
 * Bytes of a page of memory, as the kernel told this process when it started. Source: the auxiliary vector, of which 6 is
 * `AT_PAGESZ` in include/uapi/linux/auxvec.h.
 */
export function pageSize(vector = auxiliaryVector()): number {
  const words = new DataView(vector.buffer, vector.byteOffset, vector.byteLength);
  for (let offset = 0; offset + 16 <= vector.length; offset += 16) {
    if (words.getBigUint64(offset, true) === 6n) return Number(words.getBigUint64(offset + 8, true));
  }
  return 4096;
}

function auxiliaryVector(): Uint8Array {
  try {
    return readFileSync("/proc/self/auxv");
  } catch {
    return new Uint8Array();
  }
}

/** The contents of a small text file without the space around it, or undefined when it can't be read. */
export function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
