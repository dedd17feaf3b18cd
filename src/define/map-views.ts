import type { AnySchema } from "../schema/index.ts";
import type { Found, Integer, KernelInput } from "./kernel-view.ts";
import type { XdpAction } from "./network-sections.ts";

/** An LPM trie in a kernel function. */
export interface LpmTrieView<K extends AnySchema, V extends AnySchema> {
  /** The value of the longest prefix that `data` begins with, undefined when there is none. */
  lookup(data: KernelInput<K>): Found<V> | undefined;
}

/** A ring buffer in a kernel function. */
export interface RingBufferView<V extends AnySchema> {
  /** Room for a record, all zero; undefined when the buffer is full. Every path must submit or discard it. */
  reserve(): Found<V> | undefined;
  /** Hands a reserved record to user space. It must not be touched any more. */
  submit(record: Found<V>): void;
  /** Gives a reserved record up. It must not be touched any more. */
  discard(record: Found<V>): void;
  /** Writes a copy of a record. Returns 0, or a negative errno when the buffer is full. */
  output(record: KernelInput<V>): number;
}

/** A perf event array in a kernel function. */
export interface PerfEventArrayView<V extends AnySchema> {
  /** Writes a copy of a record into this CPU's buffer. Returns 0, or a negative errno when the buffer is full or nobody reads it. */
  output(context: object, record: KernelInput<V>): number;
}

/** A program array in a kernel function. */
export interface ProgramArrayView {
  /**
   * Goes on with another program and does not come back. Where there is no program at `index`, or 33 were called in a row, it
   * returns a negative errno.
   */
  tailCall(context: object, index: Integer): number;
}

/** A queue or a stack in a kernel function. */
export interface QueueView<V extends AnySchema> {
  /** Adds a value; with `"exist"` it takes the place of the oldest when there is no room. Returns 0, or a negative errno. */
  push(value: KernelInput<V>, flags?: "any" | "exist"): number;
  /** Takes the next value out, undefined when there is none. A scalar is in a box. */
  pop(): Found<V> | undefined;
  /** A copy of the next value, undefined when there is none. A scalar is in a box. */
  peek(): Found<V> | undefined;
}

/** A map of stack traces in a kernel function. */
export interface StackTraceMapView {
  /**
   * Keeps the stack of calls that led here, those of the kernel or those of the user space below it.
   * @returns its number, the same for the same stack; or a negative errno: -EEXIST when another stack has its place, -EFAULT when there is none
   */
  record(context: object, of?: "kernel" | "user"): number;
}

/** A map of maps in a kernel function. */
export interface MapOfMapsView<Key, Inner> {
  /** The map under a key, undefined when there is none. */
  lookup(key: Key): Inner | undefined;
}

/** A bloom filter in a kernel function. */
export interface BloomFilterView<V extends AnySchema> {
  /** Returns 0, or a negative errno. */
  add(value: KernelInput<V>): number;
  /** False when the value was never added; true when it was, and for a small part of other values. */
  has(value: KernelInput<V>): boolean;
}

/** A map of devices, CPUs or AF_XDP sockets in a kernel function. */
export interface RedirectMapView {
  /**
   * Sends the frame to an entry when the program returns the result, which is `XDP_REDIRECT`; where there is no such entry, it is the verdict in
   * the low two bits of `flags` (`XDP_ABORTED` when left out).
   */
  redirect(key: Integer, flags?: Integer): XdpAction;
}

/** A map of sockets in a kernel function. Which of the methods a program may call depends on its type. */
export interface SocketMapView<Key> {
  /** In `sk_skb` and `sk_msg` programs: sends the data to another socket when the program returns the result; `SK_DROP` when there is none. */
  redirect(context: object, key: Key, flags?: Integer): 0 | 1;
  /** In `sockops` programs: puts the connection into the map. Returns 0, or a negative errno. */
  update(context: object, key: Key, flags?: Integer): number;
  /**
   * In `sk_lookup` and traffic control programs: gives the packet to a socket of the map. Returns 0, or a negative errno: -2 (ENOENT) when there is
   * none.
   */
  select(context: object, key: Key, flags?: Integer): number;
}

/** What sockets have in a map, in a kernel function. The socket is the context's: there may be none. */
export interface SocketStorageView<V extends AnySchema> {
  lookup(context: object): Found<V> | undefined;
  /** The value, made from `initial` or zero when there is none yet. */
  lookupOrInsert(context: object, initial?: KernelInput<V>): Found<V> | undefined;
  /** Returns 0, or a negative errno. */
  delete(context: object): number;
}

/** What tasks have in a map, in a kernel function. The task is the current one. */
export interface TaskStorageView<V extends AnySchema> {
  lookup(): Found<V> | undefined;
  /** The value, made from `initial` or zero when there is none yet. */
  lookupOrInsert(initial?: KernelInput<V>): Found<V> | undefined;
  /** Returns 0, or a negative errno. */
  delete(): number;
}
