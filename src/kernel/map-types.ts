/**
 * Map types by the kernel's names. Source: `enum bpf_map_type` in include/uapi/linux/bpf.h.
 */
export const mapTypes = {
  hash: { id: 1, minimumKernel: "3.19", perCpu: false },
  array: { id: 2, minimumKernel: "3.19", perCpu: false },
  prog_array: { id: 3, minimumKernel: "4.2", perCpu: false },
  perf_event_array: { id: 4, minimumKernel: "4.3", perCpu: false },
  percpu_hash: { id: 5, minimumKernel: "4.6", perCpu: true },
  percpu_array: { id: 6, minimumKernel: "4.6", perCpu: true },
  stack_trace: { id: 7, minimumKernel: "4.6", perCpu: false },
  lru_hash: { id: 9, minimumKernel: "4.10", perCpu: false },
  lru_percpu_hash: { id: 10, minimumKernel: "4.10", perCpu: true },
  lpm_trie: { id: 11, minimumKernel: "4.11", perCpu: false },
  array_of_maps: { id: 12, minimumKernel: "4.12", perCpu: false },
  hash_of_maps: { id: 13, minimumKernel: "4.12", perCpu: false },
  devmap: { id: 14, minimumKernel: "4.14", perCpu: false },
  sockmap: { id: 15, minimumKernel: "4.14", perCpu: false },
  cpumap: { id: 16, minimumKernel: "4.15", perCpu: false },
  xskmap: { id: 17, minimumKernel: "4.18", perCpu: false },
  sockhash: { id: 18, minimumKernel: "4.18", perCpu: false },
  queue: { id: 22, minimumKernel: "4.20", perCpu: false },
  stack: { id: 23, minimumKernel: "4.20", perCpu: false },
  sk_storage: { id: 24, minimumKernel: "5.2", perCpu: false },
  devmap_hash: { id: 25, minimumKernel: "5.4", perCpu: false },
  ringbuf: { id: 27, minimumKernel: "5.8", perCpu: false },
  inode_storage: { id: 28, minimumKernel: "5.10", perCpu: false },
  task_storage: { id: 29, minimumKernel: "5.11", perCpu: false },
  bloom_filter: { id: 30, minimumKernel: "5.16", perCpu: false },
  cgrp_storage: { id: 32, minimumKernel: "6.2", perCpu: false },
} as const satisfies Record<string, MapType>;

export interface MapType {
  readonly id: number;
  readonly minimumKernel: string;
  /** Each CPU has its own value. */
  readonly perCpu: boolean;
}

export type MapTypeName = keyof typeof mapTypes;
