import { mapTypes } from "../kernel/map-types.ts";
import type { BpfObject } from "../object/object.ts";
import type { LiveMap } from "./create-maps.ts";
import { later } from "./later.ts";
import { MapHandle } from "./map-handle.ts";

const arrayMap = later<typeof import("./array-map.ts")>("./array-map");
const hashMap = later<typeof import("./hash-map.ts")>("./hash-map");

const lpmMap = later<typeof import("./lpm-map.ts")>("./lpm-map");
const mapOfMaps = later<typeof import("./map-of-maps.ts")>("./map-of-maps");
const userRingBuffer = later<typeof import("./user-ring-buffer.ts")>("./user-ring-buffer");
const stackTraceMap = later<typeof import("./stack-trace-map.ts")>("./stack-trace-map");
const queueMap = later<typeof import("./queue-map.ts")>("./queue-map");
const programArray = later<typeof import("./program-array.ts")>("./program-array");
const perfBuffer = later<typeof import("./perf-buffer.ts")>("./perf-buffer");
const redirectMaps = later<typeof import("./redirect-maps.ts")>("./redirect-maps");
const socketMap = later<typeof import("./socket-map.ts")>("./socket-map");
const storageMap = later<typeof import("./storage-map.ts")>("./storage-map");
const ringBuffer = later<typeof import("./ring-buffer.ts")>("./ring-buffer");

/** Only objects of other compilers have it. Source: `enum bpf_map_type` in include/uapi/linux/bpf.h. */
const USER_RINGBUF = 31;

/** The handle that fits a map's type. */
export function handleOf(object: BpfObject, live: LiveMap): MapHandle {
  switch (live.map.type) {
    case mapTypes.hash.id:
    case mapTypes.lru_hash.id:
      return new (hashMap().HashMapHandle)(object, live);
    case mapTypes.array.id:
      return new (arrayMap().ArrayMapHandle)(object, live);
    case mapTypes.percpu_hash.id:
    case mapTypes.lru_percpu_hash.id:
      return new (hashMap().PerCpuHashMapHandle)(object, live);
    case mapTypes.percpu_array.id:
      return new (arrayMap().PerCpuArrayMapHandle)(object, live);
    case mapTypes.lpm_trie.id:
      return new (lpmMap().LpmTrieMapHandle)(object, live);
    case mapTypes.queue.id:
    case mapTypes.stack.id:
      return new (queueMap().QueueMapHandle)(object, live);
    case mapTypes.bloom_filter.id:
      return new (queueMap().BloomFilterHandle)(object, live);
    case mapTypes.prog_array.id:
      return new (programArray().ProgramArrayHandle)(object, live);
    case mapTypes.array_of_maps.id:
    case mapTypes.hash_of_maps.id:
      return new (mapOfMaps().MapOfMapsHandle)(object, live);
    case mapTypes.sockmap.id:
    case mapTypes.sockhash.id:
      return new (socketMap().SocketMapHandle)(object, live);
    case mapTypes.devmap.id:
    case mapTypes.devmap_hash.id:
      return new (redirectMaps().DeviceMapHandle)(object, live);
    case mapTypes.cpumap.id:
      return new (redirectMaps().CpuMapHandle)(object, live);
    case mapTypes.xskmap.id:
      return new (redirectMaps().XskMapHandle)(object, live);
    case mapTypes.sk_storage.id:
      return new (storageMap().SocketStorageHandle)(object, live);
    case mapTypes.task_storage.id:
      return new (storageMap().TaskStorageHandle)(object, live);
    case mapTypes.inode_storage.id:
    case mapTypes.cgrp_storage.id:
      return new (storageMap().FileStorageHandle)(object, live);
    case mapTypes.stack_trace.id:
      return new (stackTraceMap().StackTraceMapHandle)(object, live);
    case mapTypes.perf_event_array.id:
      return new (perfBuffer().PerfEventArrayHandle)(object, live);
    case mapTypes.ringbuf.id:
      return new (ringBuffer().RingBufferHandle)(object, live);
    case USER_RINGBUF:
      return new (userRingBuffer().UserRingBufferHandle)(object, live);
    default:
      return new MapHandle(object, live);
  }
}
