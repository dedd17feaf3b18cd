export type { ArrayMapHandle, PerCpuArrayMapHandle } from "./array-map.ts";
export type { AttachOptions, AttachTarget } from "./attach/index.ts";
export type { XdpMode, XdpOptions } from "./attach/xdp.ts";
export { findCgroupRoot } from "./cgroup-path.ts";
export type { HashMapHandle, PerCpuHashMapHandle } from "./hash-map.ts";
export type { Link, LinkInfo } from "./link.ts";
export { type LoadedObject, type LoadOptions, loadObject } from "./load-object.ts";
export type { LpmTrieMapHandle, Prefix, PrefixOf } from "./lpm-map.ts";
export type { MapHandle, MapInfo } from "./map-handle.ts";
export type { MapOfMapsHandle, MapReference } from "./map-of-maps.ts";
export type { PerfEventArrayHandle } from "./perf-buffer.ts";
export type { ProgramArrayHandle, ProgramReference } from "./program-array.ts";
export type { ProgramHandle, ProgramInfo } from "./program-handle.ts";
export type { BloomFilterHandle, QueueMapHandle } from "./queue-map.ts";
export type { RingBufferHandle } from "./ring-buffer.ts";
export type { ContextValues, TestRunOptions, TestRunResult } from "./test-run.ts";

export type { AnyVariableHandle, ConstantHandle, PerCpuVariableHandle, VariableHandle } from "./variables.ts";
export type { Verification, VerifiedLine } from "./verify.ts";
