import {
  type BpfObject,
  describeObject,
  type FunctionDescription,
  type MapDescription,
  type ObjectDescription,
  readObjectFile,
  type VariableDescription,
} from "../runtime.ts";
import { parseArguments, UsageError } from "./command.ts";

export const help = `Usage: yodel inspect FILE.o [--json]

Shows what is in an object that yodel or clang made: maps with the types of their keys and values, variables, programs,
and the code of each function under the source lines that it comes from. Needs no kernel and no privileges.

Options:
      --json  the same as one JSON object
  -h, --help  this text`;

export function run(args: string[]): number {
  const { values, positionals } = parseArguments(args, { json: { type: "boolean" } });
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError("which file? An object (.bpf.o) is missing");
  if (more.length > 0) throw new UsageError(`one file at a time; '${more[0]}' is one too many`);
  const object = readObjectFile(file);
  console.log(values.json ? JSON.stringify(describe(object)) : inspect(object));
  return 0;
}

/** What is in an object, as data for JSON. */
export function describe(object: BpfObject): ObjectDescription {
  return describeObject(object);
}

/** What is in an object, as text. */
export function inspect(object: BpfObject): string {
  const description = describe(object);
  const { name, license, maps, variables, functions, btf } = description;
  const programs = functions.filter((fn) => fn.isProgram);
  const subprograms = functions.filter((fn) => !fn.isProgram);
  const parts = [
    `${name}: ${license === "" ? "no license" : `license ${license}`}, ${btf.types} BTF types in ${btf.bytes} bytes`,
    section("maps", maps.map(mapText)),
    section("variables", variables.length > 0 ? [variablesText(variables)] : []),
    section("programs", programs.length > 0 ? [functionsTable(programs)] : []),
    section("subprograms", subprograms.length > 0 ? [functionsTable(subprograms)] : []),
    ...functions.map(codeText),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${title}\n${indent(items.join("\n"), 2)}`;
}

function mapText(map: MapDescription): string {
  const { name, key, value, keySize, valueSize, maxEntries, flags, inner } = map;
  const type = typeof map.type === "number" ? `map type ${map.type}` : map.type;
  const facts = [
    type,
    ...(maxEntries > 0 ? [maxEntries === 1 ? "1 entry" : `${maxEntries} entries`] : []),
    ...(flags === 0 ? [] : [`flags ${flagNames(flags)}`]),
    ...(map.pinned ? ["pinned by name"] : []),
  ];
  const lines = [`${name}: ${facts.join(", ")}`];
  if (keySize > 0) lines.push(indent(`key    ${key ?? "untyped"} (${bytes(keySize)})`, 2));
  if (valueSize > 0) lines.push(indent(`value  ${value ?? "untyped"} (${bytes(valueSize)})`, 2));
  if (inner) lines.push(indent(`of maps like ${mapText(inner)}`, 2));
  return lines.join("\n");
}

/** Source: `BPF_F_*` of map creation in include/uapi/linux/bpf.h. */
const flagBits: readonly (readonly [bit: number, name: string])[] = [
  [1 << 0, "NO_PREALLOC"],
  [1 << 1, "NO_COMMON_LRU"],
  [1 << 2, "NUMA_NODE"],
  [1 << 3, "RDONLY"],
  [1 << 4, "WRONLY"],
  [1 << 5, "STACK_BUILD_ID"],
  [1 << 6, "ZERO_SEED"],
  [1 << 7, "RDONLY_PROG"],
  [1 << 8, "WRONLY_PROG"],
  [1 << 9, "CLONE"],
  [1 << 10, "MMAPABLE"],
  [1 << 11, "PRESERVE_ELEMS"],
  [1 << 12, "INNER_MAP"],
];

function flagNames(flags: number): string {
  const names = flagBits.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  const rest = flagBits.reduce((left, [bit]) => left & ~bit, flags) >>> 0;
  return [...names, ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])].join(" | ");
}

function variablesText(variables: readonly VariableDescription[]): string {
  return variables.map(variableText).join("\n");
}

function variableText({ section: place, declaration, size, perCpu, initial }: VariableDescription): string {
  const first = initial === undefined ? "" : ` = ${shortened(JSON.stringify(initial))}`;
  return `${place}  ${declaration}${first} (${bytes(size)}${perCpu ? ", one slot for each CPU" : ""})`;
}

const MAX_VALUE_LENGTH = 60;

function shortened(text: string): string {
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}

function functionsTable(functions: readonly FunctionDescription[]): string {
  const width = Math.max(...functions.map((fn) => fn.section.length));
  return functions
    .map((fn) => `${fn.section.padEnd(width)}  ${fn.declaration} (${fn.slots} ${fn.slots === 1 ? "slot" : "slots"})`)
    .join("\n");
}

function codeText({ name, section: place, instructions }: FunctionDescription): string {
  const width = String(instructions.at(-1)?.slot ?? 0).length;
  let file: string | undefined;
  const lines = instructions.flatMap(({ slot, text, line }) => {
    const code = `  ${String(slot).padStart(width)}  ${text}`;
    if (!line) return [code];
    const source = `; ${line.file === file ? "" : `${line.file}:`}${line.line}: ${line.text.trim()}`;
    file = line.file;
    return [source, code];
  });
  return `${place} ${name}\n${indent(lines.join("\n"), 2)}`;
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

function indent(text: string, spaces: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(spaces));
}
