import type { AnySchema } from "../schema/index.ts";
import { assertOptions, assertSchema } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkFlags } from "./map-checks.ts";
import type { MapOptions } from "./maps.ts";

export interface SocketStorageDefinition<V extends AnySchema = AnySchema>
  extends MapDefinition<"sk_storage", undefined, V> {}
export interface TaskStorageDefinition<V extends AnySchema = AnySchema>
  extends MapDefinition<"task_storage", undefined, V> {}
export interface InodeStorageDefinition<V extends AnySchema = AnySchema>
  extends MapDefinition<"inode_storage", undefined, V> {}
export interface CgroupStorageDefinition<V extends AnySchema = AnySchema>
  extends MapDefinition<"cgrp_storage", undefined, V> {}

export interface StorageOptions<V extends AnySchema> extends MapOptions {
  readonly value: V;
}

/** Every such map must be created with it: entries are made when they are first asked for. */
const BPF_F_NO_PREALLOC = 1;

/**
 * A value that belongs to a socket and goes with it: there is no key to choose, nothing to clean up, and no limit to how many.
 * ```ts
 * const sent = socketStorage({ value: u64 });
 * program("cgroup_skb/egress", { sent }, (skb, { sent }) => {
 *   const bytes = sent.lookupOrInsert(skb);
 *   if (bytes) bytes.value += skb.len;
 *   return 1;
 * });
 * ```
 * User space asks by the socket: `bpf.maps.sent.get(socket)`.
 * @throws {YodelError} an option is wrong
 * @kernel 5.2
 */
export function socketStorage<V extends AnySchema>(options: StorageOptions<V>): SocketStorageDefinition<V> {
  return storage("socketStorage", "sk_storage", options);
}

/**
 * A value that belongs to a task (a thread) and goes with it; kernel functions see that of the current task.
 * ```ts
 * const switches = taskStorage({ value: u64 });
 * program("raw_tracepoint/sys_enter", { switches }, (_event, { switches }) => {
 *   const count = switches.lookupOrInsert();
 *   if (count) count.value += 1;
 * });
 * ```
 * User space asks by the process id: `bpf.maps.switches.get(process.pid)`.
 * @throws {YodelError} an option is wrong
 * @kernel 5.11
 */
export function taskStorage<V extends AnySchema>(options: StorageOptions<V>): TaskStorageDefinition<V> {
  return storage("taskStorage", "task_storage", options);
}

/**
 * A value that belongs to an inode and goes with it. User space asks by an open file or a path: `bpf.maps.labels.get("/etc/passwd")`.
 * @throws {YodelError} an option is wrong
 * @kernel 5.10
 */
export function inodeStorage<V extends AnySchema>(options: StorageOptions<V>): InodeStorageDefinition<V> {
  return storage("inodeStorage", "inode_storage", options);
}

/**
 * A value that belongs to a cgroup and goes with it. User space asks by its directory: `bpf.maps.quotas.get("/sys/fs/cgroup/user.slice")`.
 * @throws {YodelError} an option is wrong
 * @kernel 6.2
 */
export function cgroupStorage<V extends AnySchema>(options: StorageOptions<V>): CgroupStorageDefinition<V> {
  return storage("cgroupStorage", "cgrp_storage", options);
}

function storage<Type extends "sk_storage" | "task_storage" | "inode_storage" | "cgrp_storage", V extends AnySchema>(
  what: string,
  type: Type,
  options: StorageOptions<V>,
): MapDefinition<Type, undefined, V> {
  assertOptions(what, options, ["value", "flags"], {
    key: "a storage has no keys: what it belongs to is the key",
    maxEntries: "a storage has no limit: there is a value for each that was asked for one",
  });
  assertSchema(what, "value", options.value);
  checkFlags(what, options.flags);
  const { value, flags = 0 } = options;
  return Object.freeze({
    kind: "map",
    type,
    key: undefined,
    value,
    maxEntries: 0,
    flags: flags | BPF_F_NO_PREALLOC,
  });
}
