import type { MapTypeName } from "../kernel/map-types.ts";
import type { AnySchema } from "../schema/index.ts";

/**
 * What a user declares, as plain data. Nothing here touches a kernel or compiles anything.
 * A definition gets its name from the key under which it is listed in a scope, an export or `load({ … })`.
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
  /** `BPF_F_*` flags of map creation. */
  readonly flags: number;
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

/** What may be listed in the scope of a kernel function. Numbers, bigints, booleans and strings are compile-time constants. */
export type ScopeValue =
  | MapDefinition
  | VariableDefinition
  | ConstantDefinition
  | PerCpuVariableDefinition
  | AnySchema
  | number
  | bigint
  | boolean
  | string;

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

export type Definition =
  | MapDefinition
  | VariableDefinition
  | ConstantDefinition
  | PerCpuVariableDefinition
  | ProgramDefinition;
