import type { Definition } from "../../src/define/definitions.ts";
import type { AnySchema } from "../../src/schema/index.ts";
import type { Input, Output, ReferenceMachine } from "../reference/machine.ts";
import { hex } from "../reference/maps.ts";
import { Memory, pointerTo, storeBytes } from "../reference/memory.ts";
import type { Content } from "./program.ts";

/** All contents of maps and variables, as text that can be compared. */
export type State = Readonly<Record<string, string>>;

/** What a program did: its outputs, and what it left in memory. */
export interface Behaviour {
  readonly outputs: readonly Output[];
  readonly state: State;
}

/** Something that runs programs: the reference, the kernel, the simulator. */
export interface Executor {
  set(content: Content): void;
  run(input: Input): Output;
  state(): State;
  close(): void;
}

export function behaviour(executor: Executor, initial: readonly Content[], inputs: readonly Input[]): Behaviour {
  for (const content of initial) executor.set(content);
  const outputs = inputs.map((input) => executor.run(input));
  return { outputs, state: executor.state() };
}

/** What differs first, in words; undefined when nothing does. */
export function difference(expected: Behaviour, actual: Behaviour): string | undefined {
  for (const [index, output] of expected.outputs.entries()) {
    const other = actual.outputs[index];
    const [wanted, got] = [JSON.stringify(output), JSON.stringify(other)];
    if (wanted !== got) return `run ${index}: expected ${wanted}, got ${got}`;
  }
  for (const [name, wanted] of Object.entries(expected.state)) {
    const got = actual.state[name];
    if (wanted !== got) return `${name}: expected ${wanted}, got ${got}`;
  }
  return undefined;
}

/** A value's bytes without what padding holds. */
export function valueText(schema: AnySchema, value: unknown): string {
  try {
    return hex(schema.encode(value as never));
  } catch (error) {
    // Bytes of a packet in a text need not be UTF-8: what was decoded then takes more room than there is.
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify(value, (_key, part) => (typeof part === "bigint" ? `${part}n` : part));
  }
}

export class ReferenceExecutor implements Executor {
  readonly #machine: ReferenceMachine;
  readonly #definitions: Readonly<Record<string, Definition>>;

  readonly #run: (input: Input) => Output;

  /** @param run how the program is run; evaluated when left out */
  constructor(
    machine: ReferenceMachine,
    definitions: Readonly<Record<string, Definition>>,
    run: (input: Input) => Output = (input) => machine.run("main", input),
  ) {
    this.#machine = machine;
    this.#definitions = definitions;
    this.#run = run;
  }

  set({ name, key, value }: Content): void {
    const definition = this.#definitions[name];
    if (!definition) return;
    if (definition.kind === "variable") {
      const memory = this.#machine.symbols.get(name) as Memory;
      storeBytes(pointerTo(memory), definition.schema.encode(value as never));
    } else if (definition.kind === "map") {
      const map = this.#machine.maps.get(name);
      const keyBytes = definition.key ? definition.key.encode(key as never) : indexBytes(Number(key));
      map?.update(keyBytes, (definition.value as AnySchema).encode(value as never), 0n);
    }
  }

  run(input: Input): Output {
    return this.#run(input);
  }

  state(): State {
    const state: Record<string, string> = {};
    for (const [name, definition] of Object.entries(this.#definitions)) {
      if (definition.kind === "variable" || definition.kind === "perCpuVariable") {
        const { bytes } = this.#machine.symbols.get(name) as Memory;
        state[name] = valueText(definition.schema, definition.schema.decode(bytes));
      } else if (definition.kind === "map") {
        const schema = definition.value as AnySchema;
        const ordered = this.#machine.queues.get(name) ?? this.#machine.records.get(name);
        if (ordered) {
          state[name] = ordered
            .contents()
            .map((bytes) => valueText(schema, schema.decode(bytes)))
            .join(" ");
          continue;
        }
        const entries = this.#machine.maps.get(name)?.entries() ?? [];
        const texts = entries.map(([key, { bytes }]) => `${key}=${valueText(schema, schema.decode(bytes))}`);
        state[name] = texts.sort().join(" ");
      }
    }
    return state;
  }

  close(): void {}
}

function indexBytes(index: number): Uint8Array {
  const key = new Memory(4);
  key.view.setUint32(0, index, true);
  return key.bytes;
}
