import { type AnySchema, i32, struct, u32, u64 } from "../schema/index.ts";
import type { MapTypeName } from "./map-types.ts";

/** What a map holds as its user declares it. */
export interface DeclaredMap {
  readonly type: MapTypeName;
  readonly key: AnySchema | undefined;
  readonly value: AnySchema | undefined;
}

/** What a map holds as the kernel sees it. Where there is no schema, the kernel wants a size of 0. */
export interface MapLayout {
  readonly key: AnySchema | undefined;
  readonly value: AnySchema | undefined;
  /** What programs write into a ring or perf buffer, of which the kernel does not know. */
  readonly record: AnySchema | undefined;
}

/**
 * How the kernel stores what a map is declared with. Array maps, perf event arrays and program arrays have 32-bit indexes for
 * keys; the values of the latter two, and of maps of maps, are file descriptors. Maps of devices and CPUs hold settings and a program (its file descriptor when
 * written, its id when read); maps of sockets take file descriptors and give socket cookies; the keys of local storages are file
 * descriptors of what has the storage. Sources: the `*_alloc_check` and `*_alloc` functions in kernel/bpf.
 */
export function mapLayout({ type, key, value }: DeclaredMap): MapLayout {
  switch (type) {
    case "array":
    case "percpu_array":
    case "stack_trace":
      return { key: u32, value, record: undefined };
    case "hash":
    case "percpu_hash":
    case "lru_hash":
    case "lru_percpu_hash":
      return { key, value, record: undefined };
    case "lpm_trie":
      return { key: key && lpmTrieKey(key), value, record: undefined };
    case "devmap":
    case "devmap_hash":
      return { key: u32, value: struct({ interface: u32, program: u32 }), record: undefined };
    case "cpumap":
      return { key: u32, value: struct({ queueSize: u32, program: u32 }), record: undefined };
    case "xskmap":
      return { key: u32, value: u32, record: undefined };
    case "sockmap":
      return { key: u32, value: u64, record: undefined };
    case "sockhash":
      return { key, value: u64, record: undefined };
    case "sk_storage":
    case "inode_storage":
    case "task_storage":
    case "cgrp_storage":
      return { key: i32, value, record: undefined };
    case "prog_array":
    case "array_of_maps":
      return { key: u32, value: u32, record: undefined };
    case "hash_of_maps":
      return { key, value: u32, record: undefined };
    case "perf_event_array":
      return { key: u32, value: u32, record: value };
    case "ringbuf":
      return { key: undefined, value: undefined, record: value };
    case "queue":
    case "stack":
    case "bloom_filter":
      return { key: undefined, value, record: undefined };
  }
}

/**
 * `struct bpf_lpm_trie_key`: how many leading bits of the data count, and the data, whose first byte is the most significant.
 * Lookups fill in all bits of the data.
 */
export function lpmTrieKey(data: AnySchema): AnySchema {
  return struct({ prefixLength: u32, data });
}
