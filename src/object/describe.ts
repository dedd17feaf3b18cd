import { type BtfId, cDeclaration, cDefinition, resolve, schemaOf, sizeOf, typeAt, writeBtf } from "../btf/index.ts";
import { type ListedInstruction, listFunction } from "./listing.ts";
import type { BpfObject, DataSection, ObjectFunction, ObjectMap, ObjectVariable } from "./object.ts";

/** What is in an object, for people and for tools: it can be written as JSON. */
export interface ObjectDescription {
  readonly name: string;
  readonly license: string;
  readonly maps: readonly MapDescription[];
  readonly variables: readonly VariableDescription[];
  /** Programs and subprograms. */
  readonly functions: readonly FunctionDescription[];
  readonly btf: {
    /** `void` not counted. */
    readonly types: number;
    /** Of the binary form. */
    readonly bytes: number;
  };
}

export interface MapDescription {
  readonly name: string;
  /** The kernel's name of the map type, such as `"percpu_hash"`; its number where we have no name. */
  readonly type: string | number;
  /** In C, such as `"struct flow_key"`; undefined where the object does not say. */
  readonly key?: string;
  readonly value?: string;
  /** In bytes. */
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  /** `BPF_F_*`. */
  readonly flags: number;
  readonly pinned: boolean;
  readonly inner?: MapDescription;
}

export interface VariableDescription {
  readonly section: string;
  readonly name: string;
  /** In C, with the name, such as `"u64 packets"`; the name alone where the object does not say. */
  readonly declaration: string;
  /** In bytes from the start of the section. */
  readonly offset: number;
  /** In bytes. */
  readonly size: number;
  readonly perCpu: boolean;
  /**
   * What it holds at first; undefined when that is all zero, or the type is not known. Integers above 2^53 − 1 are
   * strings of digits, and bytes strings of hexadecimal digits.
   */
  readonly initial?: unknown;
}

export interface FunctionDescription {
  readonly name: string;
  readonly section: string;
  readonly isProgram: boolean;
  /** In C, such as `"int count(struct __sk_buff *skb)"`; the name alone where the object does not say. */
  readonly declaration: string;
  readonly slots: number;
  readonly instructions: readonly ListedInstruction[];
}

/** Names for numbers, which this room does not know. */
export interface DescribeOptions {
  readonly mapTypeName?: (id: number) => string | undefined;
  readonly helperName?: (id: number) => string | undefined;
}

/**
 * Describes what is in an object. Needs no kernel.
 * @throws {ObjectFormatError} types or code in it are damaged
 */
export function describeObject(object: BpfObject, options: DescribeOptions = {}): ObjectDescription {
  return {
    name: object.name,
    license: object.license,
    maps: object.maps.map((map) => describeMap(object, map, options)),
    variables: object.sections.flatMap((section) =>
      section.variables.map((variable) => describeVariable(object, section, variable)),
    ),
    functions: object.functions.map((fn) => describeFunction(object, fn, options)),
    btf: { types: object.btf.types.length - 1, bytes: writeBtf(object.btf).length },
  };
}

function describeMap(object: BpfObject, map: ObjectMap, options: DescribeOptions): MapDescription {
  return {
    name: map.name,
    type: options.mapTypeName?.(map.type) ?? map.type,
    ...(map.keyType !== 0 && { key: written(object, map.keyType) }),
    ...(map.valueType !== 0 && { value: written(object, map.valueType) }),
    keySize: map.keySize,
    valueSize: map.valueSize,
    maxEntries: map.maxEntries,
    flags: map.flags,
    pinned: map.pinByName === true,
    ...(map.inner && { inner: describeMap(object, map.inner, options) }),
  };
}

/** Types of keys and values are written out: their fields are what a reader is looking for. */
function written(object: BpfObject, id: BtfId): string {
  const { id: target, type } = resolve(object.btf, id);
  const isStruct = type.kind === "struct" || type.kind === "union";
  return isStruct ? cDefinition(object.btf, target).replace(/;$/, "") : cDeclaration(object.btf, id);
}

function describeVariable(object: BpfObject, section: DataSection, variable: ObjectVariable): VariableDescription {
  const { name, type, offset, size, perCpu = false } = variable;
  const bytes = section.data.subarray(offset, offset + size);
  const isKnown = type !== 0 && sizeOf(object.btf, type) === size && bytes.some((byte) => byte !== 0);
  return {
    section: section.name,
    name,
    declaration: type === 0 ? name : cDeclaration(object.btf, type, name),
    offset,
    size,
    perCpu,
    ...(isKnown && { initial: plain(schemaOf(object.btf, type).decode(section.data, offset)) }),
  };
}

function describeFunction(object: BpfObject, fn: ObjectFunction, options: DescribeOptions): FunctionDescription {
  const type = typeAt(object.btf, fn.type);
  return {
    name: fn.name,
    section: fn.section,
    isProgram: fn.isProgram,
    declaration: type.kind === "function" ? cDeclaration(object.btf, type.type, fn.name) : fn.name,
    slots: fn.code.length / 8,
    instructions: listFunction(object, fn, options.helperName),
  };
}

/** A decoded value as JSON has it. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}
