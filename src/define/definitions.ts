import type { MapTypeName } from "../kernel/map-types.ts";
import type { AnySchema } from "../schema/index.ts";

/**
 * What a user declares, as plain data. Nothing here touches a kernel or compiles anything.
 * A definition gets its name from the key under which it is listed in a scope, an export or `load({ … })`.
 *
 * `key` and `value` are what the user declared; what the kernel stores is in `mapLayout` of `kernel/`. `key` is undefined where keys
 * are indexes (arrays) and where there are none; of an LPM trie it is the data without the prefix length. `value` of ring buffers and
 * perf event arrays is the record.
 */
export interface MapDefinition<
  Type extends MapTypeName = MapTypeName,
  Key extends AnySchema | undefined = AnySchema | undefined,
  Value extends AnySchema | undefined = AnySchema | undefined,
  Entries extends number = number,
> {
  readonly kind: "map";
  readonly type: Type;
  readonly key: Key;
  readonly value: Value;
  readonly maxEntries: Entries;
  /** `BPF_F_*` flags of map creation; those that the map type demands are among them. */
  readonly flags: number;
  /** `map_extra` of map creation: the number of hash functions of a bloom filter. */
  readonly extra?: number;
  /** Of a map of maps: the shape of those that it holds. */
  readonly inner?: MapDefinition;
}

/** A global variable in `.bss` or `.data`, shared by all CPUs and with user space. */
export interface VariableDefinition<S extends AnySchema = AnySchema> {
  readonly kind: "variable";
  readonly schema: S;
  /** Encoded first value; undefined is all zero. */
  readonly initial: Uint8Array | undefined;
}

/** A value in `.rodata`, fixed when the object is loaded. */
export interface ConstantDefinition<S extends AnySchema = AnySchema> {
  readonly kind: "constant";
  readonly schema: S;
  readonly initial: Uint8Array;
}

/** One cache-line-padded slot for each CPU in `.bss`. */
export interface PerCpuVariableDefinition<S extends AnySchema = AnySchema> {
  readonly kind: "perCpuVariable";
  readonly schema: S;
}

/** A parameter of a subprogram: a value of a schema (a struct by reference), or the context of a section's programs. */
export type SubprogramArgument = AnySchema | ContextArgument;

export interface ContextArgument<Section extends string = string> {
  readonly kind: "context";
  readonly section: Section;
}

/** A function that kernel functions with it in their scope call: compiled once, and called in the kernel. */
export interface SubprogramDefinition<
  Arguments extends readonly SubprogramArgument[] = readonly SubprogramArgument[],
  Result = unknown,
> {
  readonly kind: "subprogram";
  /** At most five. */
  readonly arguments: Arguments;
  readonly scope: Scope;
  /** The function of the arguments, the scope and `bpf`; only its text is ever used. */
  readonly fn: (...parameters: never[]) => Result;
  /** The stack where `subprogram()` was called: where to look for the source text. */
  readonly origin: string | undefined;
}

/** A value that is known when a kernel function is compiled. */
export type Literal = number | bigint | boolean | string;

/** What may stand in an array of a scope: values of one kind. */
export type ListItem =
  | Literal
  | MapDefinition
  | VariableDefinition
  | ConstantDefinition
  | PerCpuVariableDefinition
  | SubprogramDefinition;

/**
 * What may be listed in the scope of a kernel function. Numbers, bigints, booleans and strings are compile-time constants; loops over
 * arrays are unrolled.
 */
export type ScopeValue = ListItem | AnySchema | readonly ListItem[];

/** What a kernel function sees besides its context and `bpf`, by the names that it has there. */
export interface Scope {
  readonly [name: string]: ScopeValue;
}

/** A kernel program: its section says its type and where it attaches. */
export interface ProgramDefinition<Section extends string = string> {
  readonly kind: "program";
  readonly section: Section;
  readonly scope: Scope;
  /** The kernel function; only its text is ever used. */
  readonly fn: (...parameters: never[]) => unknown;
  /** Overrides the name that the listing gives. */
  readonly name: string | undefined;
  /** The stack where `program()` was called: where to look for the source text. */
  readonly origin: string | undefined;
}

/** Whatever can be listed in `load`, `compile` and `simulate`, or exported by a module that `yodel build` compiles. */
export type Definition =
  | MapDefinition
  | VariableDefinition
  | ConstantDefinition
  | PerCpuVariableDefinition
  | ProgramDefinition;
