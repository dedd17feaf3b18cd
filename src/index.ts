/**
 * Yodel: eBPF in plain TypeScript. Importing it needs no kernel: only `load` does.
 */
export { type CompileOptions, compile } from "./compiler/compile.ts";
export { CompileError } from "./compiler/diagnostics/index.ts";
export type {
  BpfBase,
  DirectAccess,
  FunctionArguments,
  FunctionResult,
  GivenContext,
  PacketAccess,
  PacketCopies,
  ReadOnly,
  ReadOnlyDirectAccess,
  ReadOnlyPacketAccess,
  SequenceWriting,
} from "./define/bpf.ts";
// As a whole, so that `declare module "yodel"` can extend TracepointContexts.
export * from "./define/context-types.ts";
export type {
  ConstantDefinition,
  ContextArgument,
  Definition,
  ListItem,
  Literal,
  MapDefinition,
  PerCpuVariableDefinition,
  ProgramDefinition,
  Scope,
  ScopeValue,
  SubprogramArgument,
  SubprogramDefinition,
  VariableDefinition,
} from "./define/definitions.ts";
export {
  type PerfEventArrayDefinition,
  type PerfEventArrayOptions,
  perfEventArray,
  type RingBufferDefinition,
  type RingBufferOptions,
  ringBuffer,
} from "./define/event-maps.ts";
// Likewise, for KernelFunctions.
export * from "./define/kernel-functions.ts";
export * from "./define/kernel-types.ts";
export type {
  ArrayMapMethods,
  ArrayMapView,
  Box,
  ConstantView,
  FixedArray,
  Found,
  HashMapView,
  Integer,
  KernelBuffer,
  KernelInput,
  KernelScope,
  KernelView,
  UpdateFlag,
  VariableView,
} from "./define/kernel-view.ts";
export { type LpmTrieMapDefinition, lpmTrieMap } from "./define/lpm-trie.ts";
export type {
  BloomFilterView,
  LpmTrieView,
  PerfEventArrayView,
  ProgramArrayView,
  QueueView,
  RedirectMapView,
  RingBufferView,
  SocketMapView,
  SocketStorageView,
  TaskStorageView,
} from "./define/map-views.ts";
export {
  type ArrayMapDefinition,
  type ArrayMapOptions,
  arrayMap,
  type HashMapDefinition,
  type HashMapOptions,
  hashMap,
  type LruHashMapDefinition,
  type LruPerCpuHashMapDefinition,
  lruHashMap,
  lruPerCpuHashMap,
  type MapOptions,
  type MmapOption,
  type PerCpuArrayMapDefinition,
  type PerCpuHashMapDefinition,
  perCpuArrayMap,
  perCpuHashMap,
} from "./define/maps.ts";
export {
  type ArrayOfMapsDefinition,
  type ArrayOfMapsOptions,
  arrayOfMaps,
  type HashOfMapsDefinition,
  type HashOfMapsOptions,
  hashOfMaps,
} from "./define/maps-of-maps.ts";
export * from "./define/network-maps.ts";
export type * from "./define/network-sections.ts";
export { type KernelFunction, type ProgramOptions, program } from "./define/program.ts";
export { type ProgramArrayDefinition, type ProgramArrayOptions, programArray } from "./define/program-array.ts";
export {
  type BloomFilterDefinition,
  type BloomFilterOptions,
  bloomFilter,
  type QueueMapDefinition,
  type QueueMapOptions,
  queueMap,
  type StackMapDefinition,
  stackMap,
} from "./define/queue-maps.ts";
export type {
  AttachKindOf,
  BpfOf,
  ContextOf,
  RawTracepointBpf,
  ReturnOf,
  Section,
  TracepointBpf,
} from "./define/sections.ts";
export { type StackTraceMapDefinition, type StackTraceMapOptions, stackTraceMap } from "./define/stack-traces.ts";
export * from "./define/storage-maps.ts";
export { context, type SubprogramView, subprogram } from "./define/subprogram.ts";
export { usdtArgument } from "./define/usdt.ts";
export { constant, perCpuVariable, variable } from "./define/variables.ts";
export { ethernet, icmp, icmp6, ipv4, ipv6, tcp, udp, vlan } from "./kernel/protocols/index.ts";
export { writeElf } from "./object/index.ts";
export * from "./runtime.ts";
export {
  type AnySchema,
  type ArrayOf,
  array,
  type Be16,
  type Be32,
  type Be64,
  type Bits,
  type BitUnitSchema,
  type Bool,
  type Bytes,
  be16,
  be32,
  be64,
  bits,
  bool,
  bytes,
  type Chars,
  chars,
  type I8,
  type I16,
  type I32,
  type I64,
  type Ipv4Address,
  type Ipv6Address,
  i8,
  i16,
  i32,
  i64,
  ipv4Address,
  ipv6Address,
  type KernelBytes,
  type KernelOf,
  type MacAddress,
  macAddress,
  type OneOf,
  type SpinLock,
  type Struct,
  type StructFields,
  spinLock,
  struct,
  type U8,
  type U16,
  type U32,
  type U64,
  type Union,
  type UnionMembers,
  type UnionValue,
  type UserInput,
  type UserOf,
  u8,
  u16,
  u32,
  u64,
  union,
} from "./schema/index.ts";
export {
  type CompiledSource,
  type ConstantValues,
  type Definitions,
  type LoadedProgram,
  load,
  type ObjectOptions,
  type Session,
  type SessionOptions,
  withSession,
} from "./session/index.ts";
