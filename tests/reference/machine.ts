import { checkFunction, type Entity } from "../../src/compiler/check/index.ts";
import type { TypedFunction } from "../../src/compiler/check/typed-tree.ts";
import { KernelTypes } from "../../src/compiler/kernel-types/kernel-types.ts";
import { parseFunction } from "../../src/compiler/parse/parse-function.ts";
import type {
  Definition,
  MapDefinition,
  ProgramDefinition,
  SubprogramDefinition,
} from "../../src/define/definitions.ts";
import { helpers } from "../../src/kernel/helpers.ts";
import { type ResolvedSection, resolveSection } from "../../src/kernel/index.ts";
import { evaluate, type World } from "./evaluate.ts";
import { hex, type MapModel, modelOf } from "./maps.ts";
import { Memory, pointerTo, readScalar, writeScalar } from "./memory.ts";
import { QueueModel, RecordsModel } from "./record-maps.ts";

/** A run of a packet program. */
export interface Input {
  /** From the Ethernet header on. */
  readonly data: Uint8Array;
  /** Fields of the context to start with. */
  readonly context: Readonly<Record<string, number | readonly number[]>>;
}

export interface Output {
  /** As an unsigned 32-bit number. */
  readonly returned: number;
  readonly context: Readonly<Record<string, number | readonly number[]>>;
  /** What became of the packet, in hexadecimal, where programs can change it. */
  readonly data?: string | undefined;
}

/** Fields of `struct __sk_buff` that a test run sets by its context, and gives back. */
const passedFields = ["mark", "priority", "cb"] as const;

const ETHERNET_HEADER = 14;

/** Whether programs of a section may write into the packet, which they see from its Ethernet header on. */
export function writesPackets(section: string): boolean {
  return section === "xdp" || section.startsWith("tcx/");
}

/** Thrown when the checker refuses the function. */
export class Refused extends Error {
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    super(messages.join("\n"));
    this.messages = messages;
  }
}

/** Definitions with their memory, and programs that the reference evaluates in it, as one CPU. */
export class ReferenceMachine {
  readonly maps = new Map<string, MapModel>();
  /** Variables, constants and per-CPU variables. */
  readonly symbols = new Map<string, Memory>();
  readonly queues = new Map<string, QueueModel>();
  readonly records = new Map<string, RecordsModel>();
  readonly #programs = new Map<string, { fn: TypedFunction; section: ResolvedSection }>();
  /** Subprograms as one program type calls them. */
  readonly #subprograms = new Map<string, TypedFunction>();
  readonly #cpu: number;

  /**
   * @param checked a machine of the same definitions: their functions need not be checked again
   * @throws {Refused} the checker reports a mistake
   */
  constructor(definitions: Readonly<Record<string, Definition>>, cpu: number, checked?: ReferenceMachine) {
    this.#cpu = cpu;
    for (const [name, definition] of Object.entries(definitions)) this.#place(name, definition);
    if (checked) {
      for (const [name, program] of checked.#programs) this.#programs.set(name, program);
      for (const [name, fn] of checked.#subprograms) this.#subprograms.set(name, fn);
      for (const [name, { bytes }] of checked.symbols) {
        if (!this.symbols.has(name)) this.symbols.set(name, new Memory(bytes));
      }
      return;
    }
    for (const [name, definition] of Object.entries(definitions)) {
      if (definition.kind === "program") this.#programs.set(name, this.#check(name, definition, definitions));
    }
  }

  typed(name: string): TypedFunction {
    return this.#program(name).fn;
  }

  run(name: string, input: Input): Output {
    const { fn, section } = this.#program(name);
    const { context, known } = contextOf(section, input);
    const writable = writesPackets(section.section);
    const packet = new Memory(writable ? input.data : input.data.slice(ETHERNET_HEADER));
    const world: World = {
      context,
      packet,
      cpu: this.#cpu,
      contextKnown: (offset) => known.has(offset),
      map: (map) => need(this.maps.get(map), map),
      queue: (map) => need(this.queues.get(map), map),
      records: (map) => need(this.records.get(map), map),
      subprogram: (called) => need(this.#subprograms.get(called), called),
      symbol: (symbol) => need(this.symbols.get(symbol), symbol),
    };
    const returned = Number(BigInt.asUintN(32, evaluate(fn, world)));
    const left = writable ? { data: hex(packet.bytes) } : {};
    return { returned, context: passedContext(section, context), ...left };
  }

  #program(name: string): { fn: TypedFunction; section: ResolvedSection } {
    return need(this.#programs.get(name), name);
  }

  #place(name: string, definition: Definition): void {
    if (definition.kind === "map") this.#placeMap(name, definition as MapDefinition);
    else if (definition.kind === "perCpuVariable") this.symbols.set(name, new Memory(definition.schema.size));
    else if (definition.kind === "variable" || definition.kind === "constant") {
      this.symbols.set(name, new Memory(definition.initial ?? definition.schema.size));
    }
  }

  #placeMap(name: string, definition: MapDefinition): void {
    const { type, value, maxEntries } = definition;
    if (type === "ringbuf") this.records.set(name, new RecordsModel(maxEntries));
    else if (type === "queue" || type === "stack") {
      this.queues.set(name, new QueueModel(type, value?.size ?? 0, maxEntries));
    } else this.maps.set(name, modelOf(definition));
  }

  #check(
    name: string,
    definition: ProgramDefinition,
    definitions: Readonly<Record<string, Definition>>,
  ): { fn: TypedFunction; section: ResolvedSection } {
    const section = resolveSection(definition.section);
    return { fn: this.#checkFunction(name, definition, undefined, section, definitions), section };
  }

  #checkFunction(
    name: string,
    definition: ProgramDefinition | SubprogramDefinition,
    parameters: SubprogramDefinition["arguments"] | undefined,
    section: ResolvedSection,
    definitions: Readonly<Record<string, Definition>>,
  ): TypedFunction {
    const messages: string[] = [];
    const parsed = parseFunction(definition.fn);
    let rooms = 0;
    const fn = checkFunction(parsed, name, {
      section,
      scope: new Map(Object.entries(definition.scope).map(([key, value]) => [key, entityOf(key, value, definitions)])),
      helpers,
      kernelTypes: new KernelTypes([]),
      gplCompatible: true,
      portable: true,
      target: "v3",
      iterators: true,
      parameters,
      callee: (called) => {
        const found = nameOf(called, definitions) ?? "";
        const known = this.#subprograms.get(found);
        const typed = known ?? this.#checkFunction(found, called, called.arguments, section, definitions);
        this.#subprograms.set(found, typed);
        return { name: found, result: typed.result };
      },
      scratch: (schema) => {
        const room = `room ${rooms++} of ${name}`;
        this.symbols.set(room, new Memory(schema.size));
        return room;
      },
      internText: (text) => this.#text(text),
      report: (code, message, start, end) => messages.push(`${code}: ${message} at ${parsed.text.slice(start, end)}`),
    });
    if (messages.length > 0) throw new Refused(messages);
    return fn;
  }

  #text(text: string): string {
    const name = `text ${text}`;
    this.symbols.set(name, new Memory(new TextEncoder().encode(`${text}\0`)));
    return name;
  }
}

function entityOf(
  key: string,
  value: ProgramDefinition["scope"][string],
  definitions: Readonly<Record<string, Definition>>,
): Entity {
  if (typeof value === "number") return { kind: "literal", value: BigInt(value) };
  if (typeof value !== "object") return { kind: "literal", value };
  if (!("kind" in value)) return { kind: "list", items: value.map((item) => entityOf(key, item, definitions)) };
  switch (value.kind) {
    case "map":
    case "variable":
    case "constant":
    case "perCpuVariable": {
      const name = nameOf(value, definitions) ?? key;
      return value.kind === "map"
        ? { kind: "map", name, definition: value }
        : { kind: value.kind, name, schema: value.schema };
    }
    case "subprogram":
      return { kind: "subprogram", name: nameOf(value, definitions) ?? key, definition: value };
    default:
      return { kind: "schema", schema: value };
  }
}

function nameOf(value: unknown, definitions: Readonly<Record<string, unknown>>): string | undefined {
  return Object.entries(definitions).find(([, other]) => other === value)?.[0];
}

/** The context as the kernel's test run makes it, and which of its bytes the reference knows. */
export function contextOf(section: ResolvedSection, input: Input): { context: Memory; known: ReadonlySet<number> } {
  const { fields, size } = section.context;
  const context = new Memory(size);
  const known = new Set<number>();
  const set = (name: string, values: readonly (number | bigint)[]) => {
    const field = fields[name];
    if (!field) return;
    for (let index = 0; index < (field.length ?? 1); index++) {
      const offset = field.offset + (index * field.bits) / 8;
      writeScalar(pointerTo(context, offset), schemaOf(field), BigInt(values[index] ?? 0));
      for (let byte = 0; byte < field.bits / 8; byte++) known.add(offset + byte);
    }
  };
  if (section.context.struct !== "__sk_buff") return { context, known };
  set("len", [input.data.length - (writesPackets(section.section) ? 0 : ETHERNET_HEADER)]);
  set("protocol", [((input.data[12] ?? 0) << 8) | (input.data[13] ?? 0)]);
  for (const name of passedFields) {
    const value = input.context[name] ?? 0;
    set(name, typeof value === "number" ? [value] : value);
  }
  return { context, known };
}

export function passedContext(section: ResolvedSection, context: Memory): Output["context"] {
  if (section.context.struct !== "__sk_buff") return {};
  const values: Record<string, number | number[]> = {};
  for (const name of passedFields) {
    const field = section.context.fields[name];
    if (!field) continue;
    const read = (index: number) =>
      Number(readScalar(pointerTo(context, field.offset + (index * field.bits) / 8), schemaOf(field)));
    values[name] =
      field.length === undefined ? read(0) : Array.from({ length: field.length }, (_, index) => read(index));
  }
  return values;
}

function schemaOf(field: {
  bits: 8 | 16 | 32 | 64;
  signed: boolean;
  order: "host" | "network";
}): Parameters<typeof readScalar>[1] {
  return { kind: "integer", ...field } as Parameters<typeof readScalar>[1];
}

function need<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`there is no '${name}'`);
  return value;
}
