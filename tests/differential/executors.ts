import type { Definition, MapDefinition, ProgramDefinition } from "../../src/define/definitions.ts";
import { loadObject } from "../../src/loader/index.ts";
import type { BpfObject } from "../../src/object/object.ts";
import type { AnySchema } from "../../src/schema/index.ts";
import { simulateObject } from "../../src/simulator/index.ts";
import { sys } from "../../src/sys/sys.ts";
import { type Input, type Output, writesPackets } from "../reference/machine.ts";
import { hex } from "../reference/maps.ts";
import type { Content } from "./program.ts";
import { type Executor, type State, valueText } from "./state.ts";

/** What the handles of the loader and of the simulator have in common. */
export interface Loaded {
  readonly programs: Readonly<Record<string, ProgramLike>>;
  readonly maps: Readonly<Record<string, MapLike>>;
  readonly variables: Readonly<Record<string, VariableLike>>;
  [Symbol.dispose](): void;
}

interface ProgramLike {
  test(options: { data: Uint8Array; context: Input["context"]; cpu?: number }): {
    returned: number;
    context: unknown;
    data: Uint8Array;
  };
}

interface MapLike {
  set(key: unknown, value: unknown): unknown;
  entries(): Iterable<readonly [unknown, unknown]>;
  /** Of queues and stacks. */
  pop(): unknown;
  /** Of ring buffers. */
  drain(): readonly unknown[];
}

interface VariableLike {
  value: unknown;
  perCpu(): unknown[];
}

/** Runs what was compiled through handles: those of the kernel, or those of the simulator. */
export class HandleExecutor implements Executor {
  readonly #loaded: Loaded;
  readonly #definitions: Readonly<Record<string, Definition>>;
  readonly #cpu: number;
  readonly #cpus: number;
  readonly #options: { readonly cpu?: number };

  /** @param options for each run, beside packet and context */
  constructor(
    loaded: Loaded,
    definitions: Readonly<Record<string, Definition>>,
    { cpu, cpus }: CpuPlace,
    options: { readonly cpu?: number } = {},
  ) {
    this.#loaded = loaded;
    this.#definitions = definitions;
    this.#cpu = cpu;
    this.#cpus = cpus;
    this.#options = options;
  }

  set({ name, key, value }: Content): void {
    const definition = this.#definitions[name];
    if (definition?.kind === "variable") {
      (this.#loaded.variables[name] as VariableLike).value = value;
    } else if (definition?.kind === "map") {
      const map = this.#loaded.maps[name] as MapLike;
      map.set(key, isPerCpu(definition) ? this.#onThisCpu(definition.value as AnySchema, value) : value);
    }
  }

  #onThisCpu(schema: AnySchema, value: unknown): unknown[] {
    const zero = schema.decode(new Uint8Array(schema.size));
    return Array.from({ length: this.#cpus }, (_, cpu) => (cpu === this.#cpu ? value : zero));
  }

  run({ data, context }: Input): Output {
    const result = (this.#loaded.programs.main as ProgramLike).test({ data, context, ...this.#options });
    if (writesPackets((this.#definitions.main as ProgramDefinition).section)) {
      return { returned: result.returned, context: {}, data: hex(result.data) };
    }
    const left = result.context as Record<string, number | readonly number[]>;
    const { mark = 0, priority = 0, cb = [] } = left;
    return { returned: result.returned, context: { mark, priority, cb } };
  }

  state(): State {
    const state: Record<string, string> = {};
    for (const [name, definition] of Object.entries(this.#definitions)) {
      if (definition.kind === "variable") {
        state[name] = valueText(definition.schema, (this.#loaded.variables[name] as VariableLike).value);
      } else if (definition.kind === "perCpuVariable") {
        state[name] = this.#mine(definition.schema, (this.#loaded.variables[name] as VariableLike).perCpu());
      } else if (definition.kind === "map") {
        state[name] = this.#contents(this.#loaded.maps[name] as MapLike, definition).join(" ");
      }
    }
    return state;
  }

  /** In the order in which records and values come out, or sorted. */
  #contents(map: MapLike, definition: MapDefinition): string[] {
    const schema = definition.value as AnySchema;
    if (definition.type === "ringbuf") return map.drain().map((record) => valueText(schema, record));
    if (definition.type === "queue" || definition.type === "stack") {
      const texts: string[] = [];
      for (let value = map.pop(); value !== undefined; value = map.pop()) texts.push(valueText(schema, value));
      return texts;
    }
    return this.#entries(map, definition).sort();
  }

  #entries(map: MapLike, definition: MapDefinition): string[] {
    const schema = definition.value as AnySchema;
    return [...map.entries()].map(([key, value]) => {
      const name = definition.key ? valueText(definition.key, key) : String(key);
      const text = isPerCpu(definition) ? this.#mine(schema, value as unknown[]) : valueText(schema, value);
      return `${name}=${text}`;
    });
  }

  /** This CPU's value; the others must be what they were in the beginning. */
  #mine(schema: AnySchema, values: readonly unknown[]): string {
    const texts = values.map((value) => valueText(schema, value));
    const touched = texts.some((text, cpu) => cpu !== this.#cpu && /[^0]/.test(text));
    return touched ? `values of another CPU: ${texts.join(", ")}` : (texts[this.#cpu] ?? "");
  }

  close(): void {
    this.#loaded[Symbol.dispose]();
  }
}

function isPerCpu({ type }: MapDefinition): boolean {
  return type === "percpu_array" || type === "percpu_hash";
}

/** Loads an object into the running kernel. */
export function kernelExecutor(object: BpfObject, definitions: Record<string, Definition>, place: CpuPlace): Executor {
  return new HandleExecutor(loadObject(object) as unknown as Loaded, definitions, place);
}

/** Programs that the verifier accepts take fewer instructions for a run. */
const SIMULATED_INSTRUCTIONS = 5_000_000;

/** Runs an object in the simulator. */
export function simulatorExecutor(
  object: BpfObject,
  definitions: Record<string, Definition>,
  place: CpuPlace,
): Executor {
  const simulated = simulateObject(object, { cpus: place.cpus, instructionLimit: SIMULATED_INSTRUCTIONS });
  return new HandleExecutor(simulated as unknown as Loaded, definitions, place, { cpu: place.cpu });
}

/** The CPU that runs programs, of how many that there may be. */
export interface CpuPlace {
  readonly cpu: number;
  readonly cpus: number;
}

/** `sched_setaffinity` of x86-64 and of the architectures with the generic table. */
const SCHED_SETAFFINITY: Readonly<Record<string, number>> = { x64: 203 };
const GENERIC_SCHED_SETAFFINITY = 122;

/** Keeps this thread on one CPU, so that per-CPU memory is that of one CPU for all runs. */
export function stayOnCpu(cpu: number): void {
  const mask = new Uint8Array(128);
  mask[cpu >> 3] = 1 << (cpu & 7);
  const number = SCHED_SETAFFINITY[process.arch] ?? GENERIC_SCHED_SETAFFINITY;
  const result = sys().call(number, [0, mask.length, mask]);
  if (result < 0) throw new Error(`this thread can't stay on CPU ${cpu}: errno ${-result}`);
}
