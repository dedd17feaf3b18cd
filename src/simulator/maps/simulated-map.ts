import type { ObjectMap } from "../../object/object.ts";
import type { Region } from "../memory.ts";

/** Errors of map operations; programs and tests see them as negative numbers. Source: include/uapi/asm-generic/errno*.h. */
export const errno = {
  ENOENT: 2,
  E2BIG: 7,
  EBUSY: 16,
  EEXIST: 17,
  EINVAL: 22,
  ENOSPC: 28,
  ENOTSUPP: 524,
  EOPNOTSUPP: 95,
} as const;

/** Flags of an update. Source: include/uapi/linux/bpf.h. */
export const BPF_NOEXIST = 1;
export const BPF_EXIST = 2;
/** Has no effect here: only one CPU runs at a time. */
export const BPF_F_LOCK = 4;

/** A map in simulated memory. Keys and values are as long as the map says; operations answer 0 or a negative errno. */
export interface SimulatedMap {
  readonly name: string;
  readonly map: ObjectMap;
  /** The value that a CPU sees; undefined when there is none. */
  lookup(key: Uint8Array, cpu: number): Region | undefined;
  /** @param cpu whose value; undefined sets that of all CPUs */
  update(key: Uint8Array, value: Uint8Array, flags: number, cpu: number | undefined): number;
  delete(key: Uint8Array): number;
  /** Keys of all elements, as copies. */
  keys(): Uint8Array[];
  /** As `lookup`, without leaving a trace in what was used lately. */
  peekAt(key: Uint8Array, cpu: number): Region | undefined;
  /** The one value whose address code may hold; only in arrays of one element. */
  directValue?(): Region | undefined;
}

/** Checks the flags of an update. */
export function refusal(flags: number, exists: boolean): number {
  const wanted = flags & ~BPF_F_LOCK;
  if (wanted > BPF_EXIST) return -errno.EINVAL;
  if (wanted === BPF_NOEXIST && exists) return -errno.EEXIST;
  if (wanted === BPF_EXIST && !exists) return -errno.ENOENT;
  return 0;
}

/** Bytes as a key of a JavaScript `Map`. */
export function textOf(key: Uint8Array): string {
  let text = "";
  for (const byte of key) text += String.fromCharCode(byte);
  return text;
}
