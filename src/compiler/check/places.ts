import type { MemberExpression, Expression as Node } from "acorn";
import type { MapDefinition } from "../../define/definitions.ts";
import { mapTypes } from "../../kernel/map-types.ts";
import { type AnySchema, array, be16, be32, be64, i8, i16, i32, i64, u8, u16, u32, u64 } from "../../schema/index.ts";
import { checkInteger } from "./arithmetic.ts";
import { nearest } from "./calls.ts";
import { type Checker, readOf } from "./checker.ts";
import { bpfConstant, checkExpression, literalEntity, outsideName, spanOf } from "./expressions.ts";
import { booleanType, integerType, isLiteral } from "./integers.ts";
import { isKernelAccess } from "./kernel.ts";
import { rangeOf } from "./range.ts";
import type { Entity } from "./surroundings.ts";
import type { Expression, IntegerType, Place, ReferenceType, Region } from "./typed-tree.ts";

/** `bpf.XDP_PASS` and `scope.LIMIT` are numbers, not places. */
export function constantMember(c: Checker, node: MemberExpression): Expression | undefined {
  const named = entityOf(c, node);
  if (named?.entity.kind === "literal") return literalEntity(c, node, named.entity.value);
  const length = constantLength(c, node);
  if (length !== undefined) return literalEntity(c, node, BigInt(length));
  if (node.object.type !== "Identifier" || node.computed || node.property.type !== "Identifier") return undefined;
  const binding = c.resolve(node.object.name);
  if (binding?.kind === "bpf") return literalEntity(c, node, bpfConstant(c, node, node.property.name));
  return undefined;
}

/** `.length` of a list, or of an array in memory that is reached without a call. */
function constantLength(c: Checker, node: MemberExpression): number | undefined {
  if (node.computed || node.property.type !== "Identifier" || node.property.name !== "length") return undefined;
  const { object } = node;
  if (object.type === "Super") return undefined;
  const list = entityOf(c, object)?.entity;
  if (list?.kind === "list") return list.items.length;
  if (object.type !== "MemberExpression" || object.object.type === "CallExpression") return undefined;
  const { schema } = checkPlace(c, object);
  return schema.kind === "array" || schema.kind === "bytes" || schema.kind === "chars" ? schema.length : undefined;
}

/** The map, variable or schema that an expression names, if it names one. */
export function entityOf(c: Checker, node: Node): { entity: Entity; name: string } | undefined {
  if (node.type === "MemberExpression" && node.computed && node.property.type === "Literal") {
    const list = node.object.type === "Super" ? undefined : entityOf(c, node.object);
    if (list?.entity.kind !== "list") return undefined;
    const { items } = list.entity;
    const entity = typeof node.property.value === "number" ? items[node.property.value] : undefined;
    if (entity) return { entity, name: `${list.name}[${node.property.value}]` };
    c.fail("indexOutOfRange", node.property, `'${list.name}' has the elements 0 to ${items.length - 1}`);
  }
  if (node.type === "Identifier") {
    const binding = c.resolve(node.name);
    return binding?.kind === "entity" ? binding : undefined;
  }
  if (
    node.type === "MemberExpression" &&
    !node.computed &&
    node.object.type === "Identifier" &&
    node.property.type === "Identifier"
  ) {
    if (c.resolve(node.object.name)?.kind !== "scope") return undefined;
    const entity = c.surroundings.scope.get(node.property.name);
    if (!entity) notInScope(c, node, node.property.name);
    return { entity, name: node.property.name };
  }
  return undefined;
}

export function notInScope(c: Checker, node: { start: number; end: number }, name: string): never {
  const names = [...c.surroundings.scope.keys()];
  c.fail(
    "unknownMember",
    node,
    `the scope has no '${name}'`,
    nearest(name, names) ?? (names.length > 0 ? `it has ${names.join(", ")}` : "it is empty"),
  );
}

/** Checks `a.b`, `a[i]` or a chain of them as a piece of memory. */
export function checkPlace(c: Checker, node: MemberExpression): Place {
  const place = placeOf(c, node);
  const held = c.heldRecords();
  return held.length === 0 ? place : { ...place, held };
}

function placeOf(c: Checker, node: MemberExpression): Place {
  if (isKernelAccess(c, node)) {
    c.fail(
      "readOnly",
      node,
      "the kernel's memory is only read, and a field is no place for a helper",
      "bind it to a const, and use that",
    );
  }
  if (node.optional) c.fail("unsupportedSyntax", node, "'?.' is understood in the form local?.field ?? value");
  const { object } = node;
  if (object.type === "Super" || node.property.type === "PrivateIdentifier") {
    c.fail("unsupportedSyntax", node, "a kernel function has no classes");
  }
  const found = entityOf(c, object);
  if (found) return placeOfEntity(c, node, found.entity, found.name);
  if (object.type === "Identifier") {
    const binding = c.resolve(object.name);
    if (!binding) outsideName(c, object);
    if (binding.kind === "bpf") noSuchMember(c, node);
    if (binding.kind === "context") return contextField(c, node);
    if (binding.kind === "scope") notInScope(c, node, propertyName(c, node));
  }
  if (object.type === "MemberExpression") return memberOf(c, node, placeOf(c, object));
  const value = checkExpression(c, object);
  if (value.type.kind !== "reference") {
    c.fail("unknownMember", node, `a number has no '${propertyName(c, node)}'`);
  }
  const { type } = value;
  if (type.nullable) {
    const name = c.parsed.text.slice(c.position(object), c.end(object));
    c.fail(
      "possiblyUndefined",
      object,
      `'${name}' may be undefined here: ${type.origin}.`,
      "return early when it is missing, or use lookupOrInsert().",
    );
  }
  if (type.map) {
    c.fail(
      "wrongMapOperation",
      node,
      "a map that was found in another has methods only",
      "look up in it: map.lookup(key)",
    );
  }
  const place: Place = {
    base: { kind: "pointer", value },
    offset: 0,
    indexes: [],
    schema: type.schema,
    region: type.region,
    ...(type.packetEnd === undefined ? {} : { packetEnd: type.packetEnd }),
  };
  if (!type.boxed) return memberOf(c, node, place);
  if (node.computed || propertyName(c, node) !== "value") {
    c.fail(
      "unknownMember",
      node,
      `a looked-up ${schemaName(type.schema)} has no '${propertyName(c, node)}'`,
      "its number is the field 'value'",
    );
  }
  return place;
}

/** A member of `bpf` that is neither called nor a constant. */
function noSuchMember(c: Checker, node: MemberExpression): never {
  bpfConstant(c, node, propertyName(c, node));
  c.fail("wrongType", node, `'${propertyName(c, node)}' is a number: it has no members`);
}

function placeOfEntity(c: Checker, node: MemberExpression, entity: Entity, name: string): Place {
  switch (entity.kind) {
    case "variable":
    case "constant":
    case "perCpuVariable": {
      if (node.computed || propertyName(c, node) !== "value") {
        c.fail("unknownMember", node, `'${name}' has no '${propertyName(c, node)}'`, `its content is ${name}.value`);
      }
      const base =
        entity.kind === "perCpuVariable"
          ? ({ kind: "perCpu", symbol: entity.name } as const)
          : ({ kind: "data", symbol: entity.name } as const);
      const regions: Record<typeof entity.kind, Region> = {
        variable: "shared",
        constant: "readOnly",
        perCpuVariable: "perCpu",
      };
      return { base, offset: 0, indexes: [], schema: entity.schema, region: regions[entity.kind] };
    }
    case "map":
      if (!node.computed) {
        c.fail(
          "wrongMapOperation",
          node,
          `'${propertyName(c, node)}' of the map '${name}' is not a value`,
          "maps have methods: call them",
        );
      }
      return elementOf(c, node, entity.name, entity.definition, name);
    default:
      c.fail("unknownMember", node, `'${name}' has no '${propertyName(c, node)}'`);
  }
}

function elementOf(c: Checker, node: MemberExpression, map: string, definition: MapDefinition, name: string): Place {
  if (definition.type !== "array" && definition.type !== "percpu_array") {
    c.fail(
      "wrongMapOperation",
      node,
      `'${name}' is a ${definition.type} map: only array maps have elements`,
      `use ${name}.lookup(key)`,
    );
  }
  const schema = definition.value as AnySchema;
  const index = checkInteger(c, node.property as Node);
  const { range } = index.type;
  if (range.min < 0n || range.max >= BigInt(definition.maxEntries))
    outOfRange(c, node, name, definition.maxEntries, index);
  const region = mapTypes[definition.type].perCpu ? "perCpu" : "shared";
  // An index that has to be evaluated goes by the lookup; it is rare where there is one entry.
  const direct =
    definition.type === "array" && definition.maxEntries === 1 && isLiteral(index) && !c.surroundings.portable;
  return {
    base: direct ? { kind: "mapValue", map } : { kind: "element", map, index },
    offset: 0,
    indexes: [],
    schema,
    region,
  };
}

function outOfRange(c: Checker, node: MemberExpression, name: string, length: number, index: Expression): never {
  if (isLiteral(index))
    c.fail("indexOutOfRange", node.property, `${index.value} is not an index of '${name}': it has 0 to ${length - 1}`);
  const range = index.type.kind === "integer" ? `${index.type.range.min} to ${index.type.range.max}` : "anything";
  const text = c.parsed.text.slice(c.position(node.property), c.end(node.property));
  const isName = /^[\w$.]+$/.test(text);
  const mask = (length & (length - 1)) === 0 ? `, or index with ${isName ? text : `(${text})`} & ${length - 1}` : "";
  const test = isLocal(c, node.property as Node)
    ? `test it first: if (${text} < ${length})`
    : `put it into a local and test that: const i = ${text}; if (i < ${length})`;
  const message = `'${text}' may be out of range here: it can be ${range}, and '${name}' has the indexes 0 to ${length - 1}`;
  c.fail("indexOutOfRange", node.property, message, `${test}${mask}`);
}

/** What a test says is remembered of locals only. */
export function isLocal(c: Checker, node: Node): boolean {
  return node.type === "Identifier" && c.resolve(node.name)?.kind === "local";
}

function contextField(c: Checker, node: MemberExpression): Place {
  const { context, section } = c.surroundings.section;
  const name = propertyName(c, node);
  const field = context.fields[name];
  if (!field || (node.computed && node.property.type !== "Literal")) {
    const names = Object.keys(context.fields);
    const hint = nearest(name, names) ?? (names.length > 0 ? `it has ${names.join(", ")}` : "none is known");
    c.fail("unknownMember", node, `the context of ${section} has no field '${name}'`, hint);
  }
  const element = scalarSchema(field.bits, field.signed, field.order);
  const base: Place = {
    base: { kind: "context" },
    offset: field.offset,
    indexes: [],
    schema: element,
    region: field.writable ? "context" : "readOnly",
    ...(field.writeBits === undefined ? {} : { storeSize: 4 }),
  };
  if (field.length === undefined) return base;
  // An array such as cb: reached by a constant index only, since the kernel knows only constant offsets of a context.
  return { ...base, schema: array(element, field.length) };
}

export function scalarSchema(bits: 8 | 16 | 32 | 64, signed: boolean, order: "host" | "network"): AnySchema {
  if (order === "network") return bits === 16 ? be16 : bits === 32 ? be32 : be64;
  const table = signed ? { 8: i8, 16: i16, 32: i32, 64: i64 } : { 8: u8, 16: u16, 32: u32, 64: u64 };
  return table[bits];
}

function memberOf(c: Checker, node: MemberExpression, place: Place): Place {
  const { schema } = place;
  if ((schema.kind === "struct" || schema.kind === "union") && (!node.computed || node.property.type === "Literal")) {
    const name = propertyName(c, node);
    const field = schema.field(name);
    if (!field) {
      c.fail("unknownMember", node, `the ${schema.kind} has no field '${name}'`, fieldHint(schema, name));
    }
    const { bit } = field;
    return { ...place, offset: place.offset + field.offset, schema: field.schema, ...(bit ? { bit } : {}) };
  }
  if ((schema.kind === "array" || schema.kind === "bytes" || schema.kind === "chars") && node.computed) {
    const element = schema.kind === "array" ? (schema.element as AnySchema) : u8;
    const index = checkInteger(c, node.property as Node);
    const { range } = index.type;
    const name = c.parsed.text.slice(c.position(node.object), c.end(node.object));
    if (range.min < 0n || range.max >= BigInt(schema.length)) outOfRange(c, node, name, schema.length, index);
    if (isLiteral(index))
      return { ...place, offset: place.offset + Number(index.value) * element.size, schema: element };
    if (place.base.kind === "context")
      c.fail("indexOutOfRange", node.property, "a context field can only be indexed with a constant");
    const length = index.type.obscure ? schema.length : undefined;
    return { ...place, indexes: [...place.indexes, { value: index, scale: element.size, length }], schema: element };
  }
  c.fail("unknownMember", node, `${schemaName(schema)} has no '${propertyName(c, node)}'`);
}

function propertyName(c: Checker, node: MemberExpression): string {
  if (!node.computed && node.property.type === "Identifier") return node.property.name;
  if (node.property.type === "Literal") return String(node.property.value);
  return c.parsed.text.slice(c.position(node.property), c.end(node.property));
}

/** The field that was meant, or all that there are. */
export function fieldHint(schema: AnySchema & { readonly kind: "struct" | "union" }, name: string): string {
  const names = schema.fields.map((field) => field.name);
  return nearest(name, names) ?? `it has ${names.join(", ")}`;
}

export function schemaName(schema: AnySchema): string {
  switch (schema.kind) {
    case "integer":
      return schema.name;
    case "boolean":
      return "bool";
    default:
      return schema.kind;
  }
}

/** What reading a place gives: a number for a scalar, a reference for everything else. */
export function readPlace(c: Checker, place: Place, node: Node): Expression {
  const span = spanOf(c, node);
  const { schema } = place;
  if (schema.kind === "integer") return readOf(place, span, integerType(schema.bits, schema.signed));
  if (schema.kind === "boolean") return readOf(place, span, booleanType);
  if (schema.kind === "bits") return readOf(place, span, bitsType(schema.width, schema.base.signed));
  if (schema.kind === "spinLock") {
    c.fail("wrongType", node, "a lock has no value", "only bpf.spin_lock() and bpf.spin_unlock() take it");
  }
  return { ...span, node: "reference", place, type: referenceType(place) };
}

/** A number of so many bits. */
function bitsType(width: number, signed: boolean): IntegerType {
  const bits = width <= 8 ? 8 : width <= 16 ? 16 : width <= 32 ? 32 : 64;
  return integerType(bits, signed, rangeOf(width, signed));
}

export function referenceType({ schema, region, packetEnd }: Place): ReferenceType {
  const type: ReferenceType = { kind: "reference", schema, region, nullable: false, boxed: false, origin: "" };
  return packetEnd === undefined ? type : { ...type, packetEnd };
}
