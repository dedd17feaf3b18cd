import type {
  AnySchema,
  ArraySchema,
  BitsSchema,
  BitUnitSchema,
  BooleanSchema,
  BytesSchema,
  CharsSchema,
  IntegerSchema,
  KernelBytes,
  KernelOf,
  KernelUnion,
  OneOf,
  Repeat,
  SpinLockSchema,
  StructSchema,
  UnionSchema,
} from "../schema/index.ts";
import type {
  ConstantDefinition,
  MapDefinition,
  PerCpuVariableDefinition,
  Scope,
  ScopeValue,
  SubprogramDefinition,
  VariableDefinition,
} from "./definitions.ts";
import type {
  BloomFilterView,
  LpmTrieView,
  MapOfMapsView,
  PerfEventArrayView,
  ProgramArrayView,
  QueueView,
  RedirectMapView,
  RingBufferView,
  SocketMapView,
  SocketStorageView,
  StackTraceMapView,
  TaskStorageView,
} from "./map-views.ts";
import type { SubprogramView } from "./subprogram.ts";

/**
 * What may stand where the kernel takes an integer: a `number`, a `bigint` (literals are exact), or a `boolean` (0 or 1). It is no
 * union, since TypeScript takes a place of a union type for what was stored there last: `x.value = 1n; x.value += n` would not check.
 */
export interface Integer {
  valueOf(): number | bigint | boolean;
}

/** Memory that a helper reads or writes as a whole: a `chars` or `bytes` field, a struct, or a variable. */
export type KernelBuffer = string | KernelBytes | object;

/** A fixed number of read-only elements. */
export type FixedArray<N extends number> = Readonly<Repeat<number, N>>;

/** Whether `update` may create an entry, replace one, or do either. */
export type UpdateFlag = "any" | "noexist" | "exist";

/** A single value in shared memory. */
export interface Box<Value, Written = Value> {
  get value(): Value;
  set value(value: Written);
}

/** What a kernel function may give for a value of a schema; missing struct fields are zero, a union takes one member, or another union. */
export type KernelInput<S> = S extends
  | IntegerSchema<string, infer _User>
  | BitsSchema<infer _Base extends BitUnitSchema>
  ? Integer
  : S extends BooleanSchema
    ? boolean | 0 | 1
    : S extends CharsSchema
      ? string
      : S extends BytesSchema<infer _N, infer _User>
        ? KernelBytes
        : S extends ArraySchema<infer T, infer _N>
          ? readonly KernelInput<T>[]
          : S extends StructSchema<infer F>
            ? { readonly [K in keyof F as F[K] extends SpinLockSchema ? never : K]?: KernelInput<F[K]> }
            : S extends UnionSchema<infer M>
              ? KernelUnion<M> | OneOf<{ readonly [K in keyof M]: KernelInput<M[K]> }>
              : never;

/** A value that was found in a map: structs and arrays by reference, everything else in a box. */
export type Found<S extends AnySchema> =
  KernelOf<S> extends number | boolean | string ? Box<KernelOf<S>, KernelInput<S>> : KernelOf<S>;

/** Methods of array maps in kernel functions. */
export interface ArrayMapMethods<V extends AnySchema> {
  /** The value at an index, undefined when the index is out of range. */
  lookup(index: Integer): Found<V> | undefined;
  /** Stores a whole value. Returns 0, or a negative errno. */
  update(index: Integer, value: KernelInput<V>, flags?: UpdateFlag): number;
}

/** The one element of a map with `maxEntries: 1`. */
interface OnlyElement<V> {
  0: V;
}

/** An array map in a kernel function is no JavaScript array: none of their methods exists. */
type NoArrayMethods = { readonly [K in Exclude<keyof unknown[], number | "length">]: never };

/**
 * An array map in a kernel function, indexed like an array. Up to 64 elements, a constant index that is out of range does not
 * type-check (for more than one element: with `noUncheckedIndexedAccess`).
 */
export type ArrayMapView<V extends AnySchema, N extends number> = ArrayMapMethods<V> &
  (N extends 1 ? OnlyElement<KernelOf<V>> : Repeat<KernelOf<V>, N> & NoArrayMethods);

/** A hash map in a kernel function. */
export interface HashMapView<K extends AnySchema, V extends AnySchema> {
  /** The value of an entry, undefined when there is none. */
  lookup(key: KernelInput<K>): Found<V> | undefined;
  /** The value of an entry that is made, from `initial` or zero, when there is none; undefined when the map is full. */
  lookupOrInsert(key: KernelInput<K>, initial?: KernelInput<V>): Found<V> | undefined;
  /** Stores a whole value. Returns 0, or a negative errno. */
  update(key: KernelInput<K>, value: KernelInput<V>, flags?: UpdateFlag): number;
  /** Removes an entry. Returns 0, or a negative errno when there is none. */
  delete(key: KernelInput<K>): number;
}

/** A variable in a kernel function; a per-CPU variable is this CPU's. */
export interface VariableView<S extends AnySchema> extends Box<KernelOf<S>, KernelInput<S>> {}

/** A load-time constant in a kernel function. */
export interface ConstantView<S extends AnySchema> {
  readonly value: KernelOf<S>;
}

/** Arrays in a map of maps have methods only: the compiler knows the address of no element. */
type InnerView<M extends MapDefinition> =
  M extends MapDefinition<"array" | "percpu_array", undefined, infer V extends AnySchema>
    ? ArrayMapMethods<V>
    : MapView<M>;

type MapView<M extends MapDefinition> = M extends { readonly inner: infer Inner extends MapDefinition }
  ? MapOfMapsView<
      M extends MapDefinition<"hash_of_maps", infer K extends AnySchema> ? KernelInput<K> : Integer,
      InnerView<Inner>
    >
  : M extends MapDefinition<"array" | "percpu_array", undefined, infer V extends AnySchema, infer N>
    ? ArrayMapView<V, N>
    : M extends MapDefinition<HashTypes, infer K extends AnySchema, infer V extends AnySchema>
      ? HashMapView<K, V>
      : M extends MapDefinition<"lpm_trie", infer K extends AnySchema, infer V extends AnySchema>
        ? LpmTrieView<K, V>
        : M extends MapDefinition<"sockhash", infer K extends AnySchema>
          ? SocketMapView<KernelInput<K>>
          : M extends MapDefinition<infer Type extends keyof ValuelessView>
            ? ValuelessView[Type]
            : M extends MapDefinition<infer Type, undefined, infer V extends AnySchema>
              ? KeylessView<V>[Type & keyof KeylessView<V>]
              : never;

type HashTypes = "hash" | "percpu_hash" | "lru_hash" | "lru_percpu_hash";

interface ValuelessView {
  readonly prog_array: ProgramArrayView;
  readonly sockmap: SocketMapView<Integer>;
  readonly devmap: RedirectMapView;
  readonly devmap_hash: RedirectMapView;
  readonly cpumap: RedirectMapView;
  readonly xskmap: RedirectMapView;
}

interface KeylessView<V extends AnySchema> {
  readonly stack_trace: StackTraceMapView;
  readonly sk_storage: SocketStorageView<V>;
  readonly task_storage: TaskStorageView<V>;
  readonly ringbuf: RingBufferView<V>;
  readonly perf_event_array: PerfEventArrayView<V>;
  readonly queue: QueueView<V>;
  readonly stack: QueueView<V>;
  readonly bloom_filter: BloomFilterView<V>;
}

/** What a kernel function sees of something in its scope. */
export type KernelView<T extends ScopeValue> = T extends MapDefinition
  ? MapView<T>
  : T extends VariableDefinition<infer S> | PerCpuVariableDefinition<infer S>
    ? VariableView<S>
    : T extends ConstantDefinition<infer S>
      ? ConstantView<S>
      : T extends SubprogramDefinition<infer Arguments, infer Result>
        ? SubprogramView<Arguments, Result>
        : T extends bigint
          ? number
          : T extends readonly ScopeValue[]
            ? { readonly [I in keyof T]: T[I] extends ScopeValue ? KernelView<T[I]> : never }
            : T;

/** A kernel function's scope, as it sees it. */
export type KernelScope<S extends Scope> = { readonly [K in keyof S]: KernelView<S[K]> };
