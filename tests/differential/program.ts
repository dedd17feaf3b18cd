import type { Definition } from "../../src/define/definitions.ts";
import * as definers from "../../src/define/index.ts";
import * as schemas from "../../src/schema/index.ts";
import type { Input } from "../reference/machine.ts";

/** Something to put into a map or variable before the first run, as user space writes it. */
export interface Content {
  readonly name: string;
  /** The index in an array, or the key in a hash; undefined for a variable. */
  readonly key?: unknown;
  readonly value: unknown;
}

/** A program that can be printed, changed and run: all of it is text and plain data. */
export interface RandomProgram {
  readonly seed: number;
  readonly section: "socket" | "cgroup_skb/egress" | "xdp";
  /** Texts of struct schemas, by name, each before it is used. */
  readonly structs: Readonly<Record<string, string>>;
  /** Texts of definitions, by name. */
  readonly definitions: Readonly<Record<string, string>>;
  /** The kernel function. */
  readonly source: string;
  /** No value leaves what mathematics and 64 bits agree on. */
  readonly plain: boolean;
  /** It has atomic updates that give the old value, or that are no additions: instruction set v3. */
  readonly newAtomics: boolean;
  readonly initial: readonly Content[];
  readonly inputs: readonly Input[];
}

/** Makes definitions out of their texts; the program is `main`. */
export function define(program: RandomProgram): Record<string, Definition> {
  const vocabulary = { ...schemas, ...definers };
  const used = usedNames(program);
  const named = [...namesIn(program.source, program.definitions), ...namesIn(program.source, program.structs)];
  const lines = [
    ...Object.entries(program.structs).map(([name, text]) => `const ${name} = ${text};`),
    ...used.map((name) => `const ${name} = ${program.definitions[name]};`),
    `const main = program(${JSON.stringify(program.section)}, { ${named.join(", ")} }, ${withScope(program.source, named)});`,
    `return { ${[...used, "main"].join(", ")} };`,
  ];
  const text = lines.join("\n");
  const words = new Set(text.match(/\w+/g));
  const names = Object.keys(vocabulary).filter((name) => words.has(name));
  const make = new Function(...names, text) as (...values: unknown[]) => Record<string, Definition>;
  const made = make(...names.map((name) => vocabulary[name as keyof typeof vocabulary]));
  // Where it was defined is of no use: there is no file with its text.
  const main = { ...made.main, origin: undefined } as Definition;
  const definitions = Object.entries(made).filter(([, value]) => typeof value === "object" && "kind" in value);
  return { ...Object.fromEntries(definitions), main };
}

/** The definitions that the function's text names, and those that its subprograms name. */
export function usedNames(program: RandomProgram): string[] {
  const own = namesIn(program.source, program.definitions);
  const used = new Set(own);
  for (const name of used) {
    const text = program.definitions[name] ?? "";
    if (text.startsWith("subprogram(")) for (const inner of namesIn(text, program.definitions)) used.add(inner);
  }
  return Object.keys(program.definitions).filter((name) => used.has(name));
}

function namesIn(source: string, named: Readonly<Record<string, string>>): string[] {
  const words = new Set(source.slice(source.indexOf("=>")).match(/\w+/g));
  return Object.keys(named).filter((name) => words.has(name));
}

/** The function with only these names in its scope parameter. */
function withScope(source: string, names: readonly string[]): string {
  return source.replace(/^\(ctx, \{[^}]*\}, bpf\)/, `(ctx, { ${names.join(", ")} }, bpf)`);
}

/** The program as a test that anybody can run. */
export function reproduction(program: RandomProgram): string {
  const used = usedNames(program);
  const texts = used.map((name) => `    ${name}: ${JSON.stringify(program.definitions[name])},`);
  let mentioned = program.source + used.map((name) => program.definitions[name]).join(" ");
  const structs = Object.entries(program.structs)
    .reverse()
    .filter(([name, text]) => {
      const needed = new RegExp(`\\b${name}\\b`).test(mentioned);
      if (needed) mentioned += text;
      return needed;
    })
    .reverse();
  const inputs = program.inputs.map(({ data, context }) => {
    return `    { data: bytes("${Buffer.from(data).toString("hex")}"), context: ${JSON.stringify(context)} },`;
  });
  const initial = program.initial.filter(({ name }) => used.includes(name));
  return [
    "{",
    `  seed: ${program.seed},`,
    `  section: ${JSON.stringify(program.section)},`,
    `  structs: { ${structs.map(([name, text]) => `${name}: ${JSON.stringify(text)}`).join(", ")} },`,
    "  definitions: {",
    ...texts,
    "  },",
    `  source: \`${withScope(program.source, [...namesIn(program.source, program.definitions), ...namesIn(program.source, program.structs)])}\`,`,
    `  plain: ${program.plain},`,
    `  newAtomics: ${program.newAtomics},`,
    `  initial: [${initial.map(contentText).join(", ")}],`,
    "  inputs: [",
    ...inputs,
    "  ],",
    "}",
  ].join("\n");
}

function contentText({ name, key, value }: Content): string {
  const parts = [`name: ${JSON.stringify(name)}`, ...(key === undefined ? [] : [`key: ${valueText(key)}`])];
  return `{ ${parts.join(", ")}, value: ${valueText(value)} }`;
}

function valueText(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, part]) => `${name}: ${valueText(part)}`)
      .join(", ")} }`;
  }
  return JSON.stringify(value);
}
