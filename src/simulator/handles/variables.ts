import { resolve, sizeOf } from "../../btf/index.ts";
import type { BpfObject, DataSection, ObjectVariable } from "../../object/object.ts";
import type { AnySchema } from "../../schema/index.ts";
import { sumValues } from "../../schema/sum.ts";
import { SimulatorError } from "../errors.ts";
import type { Region } from "../memory.ts";
import { codecOf } from "./codec.ts";

/** A global variable of the program. */
export class SimulatedVariableHandle<V> {
  readonly name: string;
  readonly #offset: number;
  readonly #schema: AnySchema;
  readonly #section: Region;

  constructor(variable: ObjectVariable, schema: AnySchema, section: Region) {
    this.name = variable.name;
    this.#offset = variable.offset;
    this.#schema = schema;
    this.#section = section;
  }

  get value(): V {
    return this.#schema.read(this.#section.view, this.#offset) as V;
  }

  set value(value: V) {
    this.#schema.write(this.#section.view, this.#offset, value as never, this.name);
  }
}

/** A value that was fixed when the simulation began. */
export class SimulatedConstantHandle<V> {
  readonly name: string;
  readonly #read: () => V;

  constructor(variable: ObjectVariable, schema: AnySchema, section: Region) {
    this.name = variable.name;
    this.#read = () => schema.read(section.view, variable.offset) as V;
  }

  get value(): V {
    return this.#read();
  }
}

/** A variable with one slot for each simulated CPU. */
export class SimulatedPerCpuVariableHandle<V> {
  readonly name: string;
  readonly #schema: AnySchema;
  readonly #read: (cpu: number) => V;
  readonly #cpus: number;

  /** @throws {SimulatorError} there are fewer slots than CPUs, or the variable's type does not say what a slot is */
  constructor(object: BpfObject, variable: ObjectVariable, section: Region, cpus: number) {
    const { schema, stride, count } = slotsOf(object, variable);
    if (cpus > count) {
      throw new SimulatorError("YDL4109", `'${variable.name}' was built for at most ${count} CPUs, not for ${cpus}`, {
        hint: `simulate fewer CPUs, or build it again with { cpus: ${cpus} } or more`,
      });
    }
    this.name = variable.name;
    this.#schema = schema;
    this.#cpus = cpus;
    this.#read = (cpu) => schema.read(section.view, variable.offset + cpu * stride) as V;
  }

  /** The values of all CPUs added up, field by field. */
  sum(): V {
    return sumValues(this.#schema, this.perCpu()) as V;
  }

  /** The value of each simulated CPU, in the order of their numbers. */
  perCpu(): V[] {
    return Array.from({ length: this.#cpus }, (_, cpu) => this.#read(cpu));
  }
}

export type AnySimulatedVariable =
  | SimulatedVariableHandle<unknown>
  | SimulatedConstantHandle<unknown>
  | SimulatedPerCpuVariableHandle<unknown>;

/** A handle for each variable of a section. */
export function variablesOf(
  object: BpfObject,
  section: DataSection,
  region: Region,
  cpus: number,
): [name: string, handle: AnySimulatedVariable][] {
  return section.variables.map((variable) => {
    if (variable.perCpu) return [variable.name, new SimulatedPerCpuVariableHandle(object, variable, region, cpus)];
    const schema = codecOf(object, variable.type, variable.size);
    const Handle = section.readonly ? SimulatedConstantHandle : SimulatedVariableHandle;
    return [variable.name, new Handle(variable, schema, region)];
  });
}

/** The shape of a per-CPU variable, out of its BTF: an array of structs whose first member is the value. */
function slotsOf(
  object: BpfObject,
  variable: ObjectVariable,
): { readonly schema: AnySchema; readonly stride: number; readonly count: number } {
  const { type: array } = resolve(object.btf, variable.type);
  const slot = array.kind === "array" ? resolve(object.btf, array.element).type : undefined;
  const value = slot?.kind === "struct" ? slot.members[0] : undefined;
  const size = value && sizeOf(object.btf, value.type);
  if (array.kind !== "array" || slot?.kind !== "struct" || value === undefined || size === undefined) {
    throw new SimulatorError(
      "YDL4406",
      `the per-CPU variable '${variable.name}' has no BTF type that is an array of slots`,
    );
  }
  return { schema: codecOf(object, value.type, size), stride: slot.size, count: array.length };
}
