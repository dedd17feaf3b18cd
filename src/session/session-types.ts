import type {
  AttachKindOf,
  ConstantDefinition,
  MapDefinition,
  PerCpuVariableDefinition,
  ProgramDefinition,
  ScopeValue,
  Section,
  VariableDefinition,
} from "../define/index.ts";
import type {
  ArrayMapHandle,
  BloomFilterHandle,
  ConstantHandle,
  CpuMapHandle,
  DeviceMapHandle,
  FileStorageHandle,
  HashMapHandle,
  IteratorLink,
  IteratorTarget,
  KernelProbesOptions,
  Link,
  LoadedObject,
  LpmTrieMapHandle,
  MapOfMapsHandle,
  NetfilterHook,
  OrderOptions,
  PerCpuArrayMapHandle,
  PerCpuHashMapHandle,
  PerCpuVariableHandle,
  PerfEventArrayHandle,
  PerfEventTarget,
  ProbeOptions,
  ProgramArrayHandle,
  ProgramHandle,
  QueueMapHandle,
  RingBufferHandle,
  RouteTarget,
  SocketMapHandle,
  SocketReference,
  SocketStorageHandle,
  StackTraceMapHandle,
  TaskStorageHandle,
  TrafficControlOptions,
  UserProbesTarget,
  UserProbeTarget,
  UserTracepointTarget,
  VariableHandle,
  XdpOptions,
  XskMapHandle,
} from "../loader/index.ts";
import type { AnySchema, UserInput, UserOf } from "../schema/index.ts";

/** What is compiled and loaded together: the names are those in the kernel and in an object file. */
export interface Definitions {
  readonly [name: string]: ScopeValue | ProgramDefinition;
}

/** Definitions in the kernel: a handle for each, of the type that its definition implies. */
export interface Session<D> extends LoadedObject<SessionMaps<D>, SessionPrograms<D>, SessionVariables<D>> {}

type SessionMaps<D> = { readonly [K in keyof D as D[K] extends MapDefinition ? K : never]: MapHandleOf<D[K]> };

type SessionPrograms<D> = {
  readonly [K in keyof D as D[K] extends ProgramDefinition ? K : never]: ProgramHandleOf<D[K]>;
};

type SessionVariables<D> = {
  readonly [K in keyof D as D[K] extends AnyVariableDefinition ? K : never]: VariableHandleOf<D[K]>;
};

type AnyVariableDefinition = VariableDefinition | ConstantDefinition | PerCpuVariableDefinition;

type MapHandleOf<M> =
  M extends MapDefinition<"array", undefined, infer V extends AnySchema>
    ? ArrayMapHandle<UserOf<V>>
    : M extends MapDefinition<"percpu_array", undefined, infer V extends AnySchema>
      ? PerCpuArrayMapHandle<UserOf<V>>
      : M extends MapDefinition<"hash" | "lru_hash", infer K extends AnySchema, infer V extends AnySchema>
        ? HashMapHandle<UserOf<K>, UserOf<V>>
        : M extends MapDefinition<
              "percpu_hash" | "lru_percpu_hash",
              infer K extends AnySchema,
              infer V extends AnySchema
            >
          ? PerCpuHashMapHandle<UserOf<K>, UserOf<V>>
          : M extends MapDefinition<"lpm_trie", infer K extends AnySchema, infer V extends AnySchema>
            ? LpmTrieMapHandle<UserOf<K>, UserOf<V>>
            : M extends MapDefinition<infer Type extends keyof ValuelessHandle>
              ? ValuelessHandle[Type]
              : M extends MapDefinition<"sockhash", infer K extends AnySchema>
                ? SocketMapHandle<UserOf<K>>
                : M extends MapDefinition<"array_of_maps">
                  ? MapOfMapsHandle<number>
                  : M extends MapDefinition<"hash_of_maps", infer K extends AnySchema>
                    ? MapOfMapsHandle<UserOf<K>>
                    : M extends MapDefinition<infer Type, undefined, infer V extends AnySchema>
                      ? KeylessHandle<UserOf<V>>[Type & keyof KeylessHandle<UserOf<V>>]
                      : never;

interface ValuelessHandle {
  readonly prog_array: ProgramArrayHandle;
  readonly sockmap: SocketMapHandle;
  readonly devmap: DeviceMapHandle;
  readonly devmap_hash: DeviceMapHandle;
  readonly cpumap: CpuMapHandle;
  readonly xskmap: XskMapHandle;
}

interface KeylessHandle<V> {
  readonly stack_trace: StackTraceMapHandle;
  readonly sk_storage: SocketStorageHandle<V>;
  readonly task_storage: TaskStorageHandle<V>;
  readonly inode_storage: FileStorageHandle<V>;
  readonly cgrp_storage: FileStorageHandle<V>;
  readonly ringbuf: RingBufferHandle<V>;
  readonly perf_event_array: PerfEventArrayHandle<V>;
  readonly queue: QueueMapHandle<V>;
  readonly stack: QueueMapHandle<V>;
  readonly bloom_filter: BloomFilterHandle<V>;
}

type VariableHandleOf<V> =
  V extends VariableDefinition<infer S>
    ? VariableHandle<UserOf<S>>
    : V extends PerCpuVariableDefinition<infer S>
      ? PerCpuVariableHandle<UserOf<S>>
      : V extends ConstantDefinition<infer S>
        ? ConstantHandle<UserOf<S>>
        : never;

type ProgramHandleOf<P> =
  P extends ProgramDefinition<infer S>
    ? S extends Section
      ? LoadedProgram<AttachArguments[AttachKindOf<S>], AttachKindOf<S> extends "iterator" ? IteratorLink : Link>
      : LoadedProgram<AttachArguments[keyof AttachArguments]>
    : never;

/** What `attach` takes, by what the section attaches to. */
interface AttachArguments {
  /** A directory in the cgroup2 file system. */
  readonly cgroup: [path: string, order?: OrderOptions];
  /** The name of a network interface. */
  readonly interface: [name: string, options?: XdpOptions];
  readonly tcx: [interfaceName: string, order?: OrderOptions];
  readonly netkit: [interfaceName: string, order?: OrderOptions];
  readonly trafficControl: [interfaceName: string, options?: TrafficControlOptions];
  /** A file that stands for a network namespace; our own when left out. */
  readonly networkNamespace: [path?: string];
  /** The handle of a map of sockets. */
  readonly socketMap: [map: { readonly name: string; readonly fd: number }];
  readonly netfilter: [hook: NetfilterHook];
  readonly route: [route: RouteTarget];
  /** Such programs are not attached: they are put into a map. */
  readonly mapEntry: [never];
  /** Everything is in the section. */
  readonly tracepoint: [];
  readonly rawTracepoint: [];
  /** A socket of `node:net` or `node:dgram`, or its file descriptor. */
  readonly socket: [socket: SocketReference];
  readonly kernelProbe: [options?: ProbeOptions];
  /** Names of functions, or a pattern; left out where the section has it. */
  readonly kernelProbes: [functions?: string | readonly string[], options?: KernelProbesOptions];
  readonly userProbe: [target?: Partial<UserProbeTarget>];
  readonly userProbes: [target?: Partial<UserProbesTarget>];
  readonly userTracepoint: [target?: Partial<UserTracepointTarget>];
  readonly kernelFunction: [];
  /** A directory in the cgroup2 file system. */
  readonly lsmCgroup: [path: string];
  readonly perfEvent: [event: PerfEventTarget];
  readonly iterator: [target?: IteratorTarget];
  readonly extension: [];
  /** Such programs are run by `test()`, or attached with something else. */
  readonly structOps: [never];
  readonly none: [never];
}

/** A program in the kernel, attached by what its section leaves open. */
export interface LoadedProgram<Arguments extends readonly unknown[], Attachment extends Link = Link>
  extends Omit<ProgramHandle, "attach"> {
  /**
   * Attaches the program. The attachment ends with its link, with `close()` of the session, and with the process.
   * @throws {CgroupError} the path is not in a cgroup2 hierarchy (the message says where one is mounted)
   * @throws {PermissionError} a capability is missing
   */
  attach(...target: Arguments): Attachment;
}

/** Values for the constants of definitions. */
export type ConstantValues<D> = {
  readonly [K in keyof D as D[K] extends ConstantDefinition ? K : never]?: D[K] extends ConstantDefinition<infer S>
    ? UserInput<UserOf<S>>
    : never;
};
