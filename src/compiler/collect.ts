import type {
  Definition,
  ListItem,
  ProgramDefinition,
  Scope,
  ScopeValue,
  SubprogramDefinition,
} from "../define/definitions.ts";
import type { Entity } from "./check/index.ts";
import type { DiagnosticName } from "./diagnostics/index.ts";

/** What becomes part of the object, but for programs. */
type Part = Exclude<Definition, ProgramDefinition> | SubprogramDefinition;

/** Everything that an object is made of, each under the name that it has there. */
export interface Collected {
  readonly programs: ReadonlyMap<string, ProgramDefinition>;
  readonly definitions: ReadonlyMap<string, Part>;
  nameOf(definition: Part): string;
  /** Adds a subprogram that no scope lists, since the compiler brings it along, with those that it calls. */
  adopt(definition: SubprogramDefinition, name: string): void;
  /** What a scope holds, by the names that its function uses. */
  entitiesOf(scope: Scope): ReadonlyMap<string, Entity>;
}

type Report = (name: DiagnosticName, message: string, hint?: string) => void;

const kinds: ReadonlySet<unknown> = new Set([
  "map",
  "variable",
  "constant",
  "perCpuVariable",
  "subprogram",
  "program",
] satisfies (Part | ProgramDefinition)["kind"][]);

/** Names become ELF symbols and C identifiers. */
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Finds all that belongs to an object: what is listed, and what the scopes of listed functions hold. A definition is named by
 * the key under which it is listed; one that is only in a scope, by its key there.
 */
export function collect(listed: Readonly<Record<string, unknown>>, report: Report): Collected {
  return new Collector(report).collect(listed);
}

class Collector implements Collected {
  readonly programs = new Map<string, ProgramDefinition>();
  readonly definitions = new Map<string, Part>();
  readonly #names = new Map<Part, string>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  collect(listed: Readonly<Record<string, unknown>>): Collected {
    const named = Object.entries(listed);
    for (const [key, value] of named) {
      if (value === undefined) {
        this.#report("badDefinition", `'${key}' is undefined`, "it may be used before its module has defined it");
      } else if (isDefinition(value) && value.kind !== "program") {
        this.#add(value, key, "the definitions");
      }
    }
    for (const [key, value] of named) if (isDefinition(value) && value.kind === "program") this.#addProgram(value, key);
    for (const [key, definition] of [...this.definitions]) {
      if (definition.kind === "subprogram") this.#addScope(definition.scope, key);
    }
    for (const [key, program] of this.programs) this.#addScope(program.scope, key);
    if (this.programs.size === 0 && this.definitions.size === 0) {
      const message = "there is nothing to compile: no program, map or variable is listed";
      this.#report("badDefinition", message, "list them: { pktCount, countEgress }");
    }
    return this;
  }

  nameOf(definition: Part): string {
    const name = this.#names.get(definition);
    if (name === undefined) throw new Error("every definition in a scope was collected");
    return name;
  }

  adopt(definition: SubprogramDefinition, name: string): void {
    if (this.#names.has(definition)) return;
    let free = name;
    for (let next = 1; this.definitions.has(free) || this.programs.has(free); next++) free = `${name}_${next}`;
    this.#add(definition, free, "the compiler");
    for (const [key, value] of Object.entries(definition.scope)) {
      if (isDefinition(value) && value.kind === "subprogram") this.adopt(value, `bpf_${key}`);
    }
  }

  entitiesOf(scope: Scope): ReadonlyMap<string, Entity> {
    return new Map(Object.entries(scope).map(([key, value]) => [key, this.#entityOf(value)]));
  }

  #addProgram(program: ProgramDefinition, key: string): void {
    const name = program.name ?? key;
    this.#checkName(name, "the definitions");
    if (this.programs.has(name) || this.definitions.has(name)) {
      const hint = "give the program another name: program(…, { name })";
      this.#report("duplicateName", `two different things are named '${name}'`, hint);
    }
    this.programs.set(name, program);
  }

  #addScope(scope: Scope, owner: string): void {
    const where = `the scope of '${owner}'`;
    for (const [key, value] of Object.entries(scope)) {
      if (isDefinition(value)) this.#addPart(value, key, where);
      else if (isList(value)) {
        for (const [index, item] of value.entries()) {
          if (isDefinition(item)) this.#addPart(item, `${key}_${index}`, where);
        }
      }
    }
  }

  /** Adds something from a scope, with what its own scope holds. */
  #addPart(part: Part, key: string, where: string): void {
    if (this.#names.has(part)) return;
    this.#add(part, key, where);
    if (part.kind === "subprogram") this.#addScope(part.scope, key);
  }

  #add(part: Part, key: string, where: string): void {
    if (this.#names.has(part)) return;
    if (this.definitions.has(key) || this.programs.has(key)) {
      const message = `two different things are named '${key}': one is in ${where}`;
      this.#report("duplicateName", message, "list them under names of their own");
      return;
    }
    this.#checkName(key, where);
    this.#names.set(part, key);
    this.definitions.set(key, part);
  }

  #entityOf(value: ScopeValue): Entity {
    if (typeof value === "number") return { kind: "literal", value: BigInt(value) };
    if (typeof value !== "object") return { kind: "literal", value };
    if (isList(value)) return { kind: "list", items: value.map((item) => this.#entityOf(item)) };
    switch (value.kind) {
      case "map":
        return { kind: "map", name: this.nameOf(value), definition: value };
      case "subprogram":
        return { kind: "subprogram", name: this.nameOf(value), definition: value };
      case "variable":
      case "constant":
      case "perCpuVariable":
        return { kind: value.kind, name: this.nameOf(value), schema: value.schema };
      default:
        return { kind: "schema", schema: value };
    }
  }

  #checkName(name: string, where: string): void {
    if (identifier.test(name)) return;
    const message = `'${name}' in ${where} can't be a symbol: names are letters, digits and underscores`;
    this.#report("badDefinition", message, "rename it");
  }
}

function isList(value: ScopeValue): value is readonly ListItem[] {
  return Array.isArray(value);
}

function isDefinition(value: unknown): value is Part | ProgramDefinition {
  return typeof value === "object" && value !== null && kinds.has((value as { kind?: unknown }).kind);
}
