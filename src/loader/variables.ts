import { resolve, sizeOf } from "../btf/layout.ts";
import { UnsupportedError, YodelError } from "../errors/index.ts";
import type { BpfObject, DataSection, ObjectVariable } from "../object/object.ts";
import type { AnySchema, UserInput } from "../schema/index.ts";
import { sumValues } from "../schema/sum.ts";
import { possibleCpus } from "../sys/machine.ts";
import { LazyCodec } from "./codec.ts";
import { checkNames } from "./names.ts";
import type { SharedMemory } from "./shared-memory.ts";

/** A global variable of the kernel program, read and written without a system call. */
export class VariableHandle<V> {
  readonly name: string;
  readonly #offset: number;
  readonly #codec: LazyCodec;
  readonly #memory: SharedMemory;

  constructor(variable: ObjectVariable, codec: LazyCodec, memory: SharedMemory) {
    this.name = variable.name;
    this.#offset = variable.offset;
    this.#codec = codec;
    this.#memory = memory;
  }

  get value(): V {
    return this.#memory.read(this.#codec.schema, this.#offset) as V;
  }

  set value(value: UserInput<V>) {
    this.#memory.write(this.#codec.schema, this.#offset, value, this.name);
  }
}

/** A value that was fixed when the object was loaded. */
export class ConstantHandle<V> {
  readonly name: string;
  readonly #bytes: Uint8Array;
  readonly #codec: LazyCodec;

  constructor(variable: ObjectVariable, codec: LazyCodec, section: Uint8Array) {
    this.name = variable.name;
    this.#bytes = section.slice(variable.offset, variable.offset + variable.size);
    this.#codec = codec;
  }

  get value(): V {
    return this.#codec.schema.decode(this.#bytes) as V;
  }
}

/** A variable with one slot for each CPU, read without a system call. */
export class PerCpuVariableHandle<V> {
  readonly name: string;
  readonly #offset: number;
  readonly #stride: number;
  readonly #cpus: number;
  readonly #codec: LazyCodec;
  readonly #memory: SharedMemory;

  constructor(object: BpfObject, variable: ObjectVariable, memory: SharedMemory) {
    const slots = slotsOf(object, variable);
    this.name = variable.name;
    this.#offset = variable.offset;
    this.#stride = slots.stride;
    this.#cpus = possibleCpus();
    this.#codec = new LazyCodec(object, slots.valueType, slots.valueSize);
    this.#memory = memory;
  }

  /** The values of all CPUs added up, field by field. CPUs go on counting while they are read. */
  sum(): V {
    return sumValues(this.#codec.schema, this.perCpu()) as V;
  }

  /** The value of each possible CPU, in the order of their numbers. */
  perCpu(): V[] {
    const schema: AnySchema = this.#codec.schema;
    return Array.from({ length: this.#cpus }, (_, cpu) => {
      return this.#memory.read(schema, this.#offset + cpu * this.#stride) as V;
    });
  }
}

export type AnyVariableHandle = VariableHandle<unknown> | ConstantHandle<unknown> | PerCpuVariableHandle<unknown>;

interface Slots {
  readonly count: number;
  /** In bytes. */
  readonly stride: number;
  readonly valueType: number;
  /** In bytes. */
  readonly valueSize: number;
}

/** The shape of a per-CPU variable, out of its BTF: an array of structs whose first member is the value. */
function slotsOf(object: BpfObject, variable: ObjectVariable): Slots {
  const { type: array } = resolve(object.btf, variable.type);
  const slot = array.kind === "array" ? resolve(object.btf, array.element).type : undefined;
  const value = slot?.kind === "struct" ? slot.members[0] : undefined;
  const valueSize = value && sizeOf(object.btf, value.type);
  if (array.kind !== "array" || slot?.kind !== "struct" || value === undefined || valueSize === undefined) {
    throw new YodelError(
      "YDL4406",
      `the per-CPU variable '${variable.name}' has no BTF type that is an array of slots`,
    );
  }
  return { count: array.length, stride: slot.size, valueType: value.type, valueSize };
}

/**
 * Checks, before anything is loaded, that every per-CPU variable has a slot for each CPU that this machine may ever have.
 * @throws {UnsupportedError} it has not
 */
export function checkSlots(object: BpfObject): void {
  const perCpu = object.sections.flatMap((section) => section.variables).filter((variable) => variable.perCpu);
  if (perCpu.length === 0) return;
  const cpus = possibleCpus();
  for (const variable of perCpu) {
    const { count } = slotsOf(object, variable);
    if (cpus <= count) continue;
    throw new UnsupportedError(
      "YDL4109",
      `'${variable.name}' was built for at most ${count} CPUs, and this machine may have ${cpus}`,
      { hint: `build it again with { cpus: ${cpus} } or more, or on this machine` },
    );
  }
}

/**
 * A section's contents with the constants that the caller sets.
 * @throws {TypeError | RangeError} a value does not fit its constant
 */
export function withConstants(
  object: BpfObject,
  section: DataSection,
  constants: Readonly<Record<string, unknown>>,
): Uint8Array {
  if (!section.readonly) return section.data;
  const data = section.data.slice();
  const view = new DataView(data.buffer);
  for (const variable of section.variables) {
    if (!Object.hasOwn(constants, variable.name)) continue;
    const { schema } = new LazyCodec(object, variable.type, variable.size);
    schema.write(view, variable.offset, constants[variable.name] as never, variable.name);
  }
  return data;
}

/** @throws {YodelError} a name in `constants` is not a constant of the object */
export function checkConstantNames(object: BpfObject, constants: Readonly<Record<string, unknown>>): void {
  const known = object.sections
    .filter((section) => section.readonly)
    .flatMap((section) => section.variables.map((variable) => variable.name));
  checkNames("constant", Object.keys(constants), known);
}
