import type { Definition, ListItem, ProgramDefinition, ScopeValue } from "../define/definitions.ts";
import type { Entity } from "./check/index.ts";
import type { DiagnosticName } from "./diagnostics/index.ts";

/** What becomes part of the object. */
type ObjectEntity = Exclude<Entity, { kind: "schema" | "literal" | "list" }>;

/** Everything that an object is made of, each under the name that it has there. */
export interface Collected {
  readonly programs: ReadonlyMap<string, ProgramDefinition>;
  readonly entities: ReadonlyMap<string, ObjectEntity>;
  readonly definitions: ReadonlyMap<string, Exclude<Definition, ProgramDefinition>>;
  /** What a program's scope holds, by the names that its function uses. */
  scopeOf(program: ProgramDefinition): ReadonlyMap<string, Entity>;
}

type Report = (name: DiagnosticName, message: string, hint?: string) => void;

const kinds: ReadonlySet<unknown> = new Set(["map", "variable", "constant", "perCpuVariable", "program"]);

/** Names become ELF symbols and C identifiers. */
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Finds all that belongs to an object: what is listed, and what the scopes of listed programs hold. A definition is named by
 * the key under which it is listed; one that is only in a scope, by its key there.
 */
export function collect(listed: Readonly<Record<string, unknown>>, report: Report): Collected {
  const programs = new Map<string, ProgramDefinition>();
  const definitions = new Map<string, Exclude<Definition, ProgramDefinition>>();
  const names = new Map<Exclude<Definition, ProgramDefinition>, string>();

  const name = (definition: Exclude<Definition, ProgramDefinition>, key: string, where: string) => {
    if (names.has(definition)) return;
    const other = definitions.get(key);
    if (other || programs.has(key)) {
      report(
        "duplicateName",
        `two different things are named '${key}': one is in ${where}`,
        "list them under names of their own",
      );
      return;
    }
    checkName(key, where, report);
    names.set(definition, key);
    definitions.set(key, definition);
  };

  for (const [key, value] of Object.entries(listed)) {
    if (value === undefined) {
      report("badDefinition", `'${key}' is undefined`, "it may be used before its module has defined it");
    } else if (isDefinition(value) && value.kind !== "program") {
      name(value, key, "the definitions");
    }
  }
  for (const [key, value] of Object.entries(listed)) {
    if (!isDefinition(value) || value.kind !== "program") continue;
    const programName = value.name ?? key;
    checkName(programName, "the definitions", report);
    if (programs.has(programName) || definitions.has(programName)) {
      report(
        "duplicateName",
        `two different things are named '${programName}'`,
        "give the program another name: program(…, { name })",
      );
    }
    programs.set(programName, value);
  }
  for (const [key, program] of programs) {
    for (const [scopeName, value] of Object.entries(program.scope)) {
      const where = `the scope of '${key}'`;
      if (isDefinition(value)) name(value, scopeName, where);
      else if (isList(value)) {
        for (const [index, item] of value.entries()) if (isDefinition(item)) name(item, `${scopeName}_${index}`, where);
      }
    }
  }
  if (programs.size === 0 && definitions.size === 0) {
    report(
      "badDefinition",
      "there is nothing to compile: no program, map or variable is listed",
      "list them: { pktCount, countEgress }",
    );
  }

  const entities = new Map([...definitions].map(([key, definition]) => [key, entityOf(key, definition)]));
  return {
    programs,
    entities,
    definitions,
    scopeOf: (program) => scopeEntities(program, (definition) => entities.get(names.get(definition) ?? "")),
  };
}

function scopeEntities(
  program: ProgramDefinition,
  find: (definition: Exclude<Definition, ProgramDefinition>) => Entity | undefined,
): ReadonlyMap<string, Entity> {
  const scope = new Map<string, Entity>();
  for (const [key, value] of Object.entries(program.scope)) {
    const entity = isDefinition(value) ? find(value) : plainEntity(value, find);
    if (entity) scope.set(key, entity);
  }
  return scope;
}

type Find = (definition: Exclude<Definition, ProgramDefinition>) => Entity | undefined;

function plainEntity(value: Exclude<ScopeValue, Definition>, find: Find): Entity | undefined {
  if (isList(value)) {
    const items = value.map((item) => (isDefinition(item) ? find(item) : plainEntity(item, find)));
    return { kind: "list", items: items.filter((item) => item !== undefined) };
  }
  if (typeof value === "number") return { kind: "literal", value: BigInt(value) };
  if (typeof value === "bigint" || typeof value === "boolean" || typeof value === "string")
    return { kind: "literal", value };
  return value.kind === "subprogram" ? undefined : { kind: "schema", schema: value };
}

function isList(value: ScopeValue): value is readonly ListItem[] {
  return Array.isArray(value);
}

function entityOf(name: string, definition: Exclude<Definition, ProgramDefinition>): ObjectEntity {
  return definition.kind === "map"
    ? { kind: "map", name, definition }
    : { kind: definition.kind, name, schema: definition.schema };
}

function isDefinition(value: unknown): value is Definition {
  return typeof value === "object" && value !== null && kinds.has((value as { kind?: unknown }).kind);
}

function checkName(name: string, where: string, report: Report): void {
  if (identifier.test(name)) return;
  report(
    "badDefinition",
    `'${name}' in ${where} can't be a symbol: names are letters, digits and underscores`,
    "rename it",
  );
}
