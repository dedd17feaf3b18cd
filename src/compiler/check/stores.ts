import type { ArrayExpression, Expression as Node, ObjectExpression } from "acorn";
import { type AnySchema, holdsLock } from "../../schema/index.ts";
import { arithmetic, asInteger } from "./arithmetic.ts";
import { type Checker, describeType } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import { type ArithmeticOperator, booleanType, integerType, isLiteral } from "./integers.ts";
import { fieldHint, readPlace, schemaName } from "./places.ts";
import { contains, rangeOf } from "./range.ts";
import type { Expression, FieldValue, IntegerType, ModifyOperator, Place } from "./typed-tree.ts";

/** `place = value`. */
export function writePlace(c: Checker, node: Node, place: Place, valueNode: Node): Expression {
  rejectReadOnly(c, node, place);
  if (place.region !== "stack") rejectLock(c, node, place.schema);
  const value = valueFor(c, valueNode, place.schema);
  return { ...spanOf(c, node), node: "write", place, value, type: value.type };
}

/**
 * Checks a value that goes into memory of this schema; object literals become structs.
 * @param byReference whether memory is handed on instead of copied
 */
export function valueFor(c: Checker, node: Node, schema: AnySchema, byReference = false): Expression {
  if (node.type === "ParenthesizedExpression") return valueFor(c, node.expression, schema, byReference);
  if (node.type === "ObjectExpression") {
    if (schema.kind !== "struct" && schema.kind !== "union") {
      c.fail("wrongType", node, `an object literal can't be a ${schemaName(schema)}`);
    }
    if (schema.kind === "union" && node.properties.length > 1) {
      c.fail("wrongType", node, "a union holds one of its members at a time", "write { member: value }");
    }
    return temporary(c, node, schema, structFields(c, node, schema));
  }
  if (node.type === "ArrayExpression") {
    if (schema.kind !== "array") c.fail("wrongType", node, `an array literal can't be a ${schemaName(schema)}`);
    return temporary(c, node, schema, arrayFields(c, node, schema));
  }
  const value = checkExpression(c, node);
  if (schema.kind === "integer" || schema.kind === "bits") {
    const integer = asInteger(c, value, node);
    if (isLiteral(integer)) fit(c, node, integer.value, schema);
    return integer;
  }
  if (schema.kind === "bytes" && value.node === "bytes" && value.bytes.length === schema.length) return value;
  if (schema.kind === "boolean") {
    if (value.type.kind === "boolean") return value;
    if (isLiteral(value) && (value.value === 0n || value.value === 1n)) return { ...value, type: booleanType };
    c.fail("wrongType", node, `a bool needs true or false, not ${describeType(value.type)}`, "compare it: x !== 0");
  }
  if (schema.kind === "chars" && value.node === "text") {
    const length = new TextEncoder().encode(value.text).length;
    if (length >= schema.length) {
      c.fail(
        "doesNotFit",
        node,
        `the text and its NUL take ${length + 1} bytes, and there is room for ${schema.length}`,
      );
    }
    return value;
  }
  if (value.type.kind === "reference" && !value.type.boxed) {
    if (value.type.nullable) {
      const text = c.parsed.text.slice(c.position(node), c.end(node));
      c.fail("possiblyUndefined", node, `'${text}' may be undefined here: ${value.type.origin}.`, "test it first");
    }
    if (value.type.region !== "stack" && !byReference) rejectLock(c, node, schema);
    if (sameLayout(value.type.schema, schema)) return value;
  }
  c.fail("wrongType", node, `a ${schemaName(schema)} is needed here, not ${describeType(value.type)}`);
}

/** A literal must fit the integer that it goes into; anything else is truncated. */
function fit(c: Checker, node: Node, value: bigint, schema: AnySchema & { kind: "integer" | "bits" }): void {
  const width = schema.kind === "bits" ? schema.width : schema.bits;
  const range = rangeOf(width, schema.kind === "bits" ? schema.base.signed : schema.signed);
  if (contains(range, { min: value, max: value })) return;
  const wrapped = BigInt.asUintN(width, value);
  const hint =
    value < 0n
      ? `if all of its bits are meant, write ${wrapped > 0xffffffffn ? `0x${wrapped.toString(16)}n` : `0x${wrapped.toString(16)}`}`
      : undefined;
  c.fail(
    "doesNotFit",
    node,
    `${value} does not fit ${schema.kind === "bits" ? `${width} bits` : `a ${schema.name}`} (${range.min} to ${range.max})`,
    hint,
  );
}

function structFields(
  c: Checker,
  node: ObjectExpression,
  schema: AnySchema & { kind: "struct" | "union" },
): FieldValue[] {
  return node.properties.map((property) => {
    if (property.type !== "Property" || property.computed || property.kind !== "init" || property.method) {
      c.fail("unsupportedSyntax", property, "a struct is written as { field: value, … }");
    }
    const { key } = property;
    const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : "";
    const field = schema.field(name);
    if (!field) {
      c.fail("unknownMember", property, `the ${schema.kind} has no field '${name}'`, fieldHint(schema, name));
    }
    const value = valueFor(c, property.value, field.schema);
    return { offset: field.offset, schema: field.schema, value, ...(field.bit ? { bit: field.bit } : {}) };
  });
}

function arrayFields(c: Checker, node: ArrayExpression, schema: AnySchema & { kind: "array" }): FieldValue[] {
  const element = schema.element as AnySchema;
  if (node.elements.length !== schema.length) {
    c.fail("wrongType", node, `the array has ${schema.length} elements, and ${node.elements.length} are given`);
  }
  return node.elements.map((value, index) => {
    if (!value || value.type === "SpreadElement")
      c.fail("unsupportedSyntax", value ?? node, "an array is written as [value, …]");
    return { offset: index * element.size, schema: element, value: valueFor(c, value, element) };
  });
}

function temporary(c: Checker, node: Node, schema: AnySchema, fields: readonly FieldValue[]): Expression {
  const type = { kind: "reference", schema, region: "stack", nullable: false, boxed: false, origin: "" } as const;
  return { ...spanOf(c, node), node: "temporary", schema, name: "literal", fields, type };
}

/** Memory with a lock is not copied as a whole: only the kernel's own functions may touch the lock. */
export function rejectLock(c: Checker, node: Node, schema: AnySchema): void {
  if (!holdsLock(schema)) return;
  c.fail("wrongType", node, "memory with a lock in it can't be copied as a whole", "copy its other fields one by one");
}

/** Whether memory of one schema can be copied to the other. */
export function sameLayout(a: AnySchema, b: AnySchema): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.size !== b.size) return false;
  if ((a.kind === "struct" && b.kind === "struct") || (a.kind === "union" && b.kind === "union")) {
    return (
      a.fields.length === b.fields.length &&
      a.fields.every((field, index) => {
        const other = b.fields[index];
        return other !== undefined && field.name === other.name && sameLayout(field.schema, other.schema);
      })
    );
  }
  if (a.kind === "array" && b.kind === "array") return sameLayout(a.element as AnySchema, b.element as AnySchema);
  if (a.kind === "bits" && b.kind === "bits") return a.width === b.width && a.base === b.base;
  return a.kind !== "integer" || b.kind !== "integer" || a.name === b.name;
}

const atomicOperators: Readonly<Partial<Record<ArithmeticOperator, ModifyOperator>>> = {
  "+": "add",
  "-": "sub",
  "&": "and",
  "|": "or",
  "^": "xor",
};

/** `place op= value`, `place++`: one atomic instruction on shared memory, load and store elsewhere. */
export function modifyPlace(
  c: Checker,
  node: Node,
  place: Place,
  operator: ArithmeticOperator,
  value: Expression & { type: IntegerType },
  result: "none" | "old" | "new",
): Expression {
  rejectReadOnly(c, node, place);
  const { schema } = place;
  const written = node.type === "UpdateExpression" ? node.operator : `${operator}=`;
  if (schema.kind === "bits") return modifyBits(c, node, place, operator, value, result);
  if (schema.kind !== "integer")
    c.fail("wrongType", node, `a ${schemaName(schema)} can't be changed by '${written}'`, "assign a value");
  const modify = atomicOperators[operator];
  if (place.region === "shared") {
    requireAtomic(c, node, schema, `'${written}'`);
    if (!modify) {
      c.fail(
        "notAtomic",
        node,
        `'${written}' has no atomic form, and this memory is shared: updates of other CPUs would be lost`,
        "use + - & | ^, or a per-CPU map or variable",
      );
    }
    if (result !== "none" || (modify !== "add" && modify !== "sub")) requireFetchingAtomics(c, node, `'${written}'`);
    return {
      ...spanOf(c, node),
      node: "modify",
      place,
      operator: modify,
      value,
      atomic: true,
      result,
      type: integerType(schema.bits, schema.signed),
    };
  }
  if (modify && schema.order === "host") {
    return {
      ...spanOf(c, node),
      node: "modify",
      place,
      operator: modify,
      value,
      atomic: false,
      result,
      type: integerType(schema.bits, schema.signed),
    };
  }
  if (result === "old")
    c.fail("unsupportedSyntax", node, "the old value can't be had here", "read it into a local first");
  const old = readPlace(c, place, node) as Expression & { type: IntegerType };
  const changed = arithmetic(c, node, operator, old, value);
  return { ...spanOf(c, node), node: "write", place, value: changed, type: changed.type };
}

/** A bit field changes by reading and writing its unit, which no single instruction does. */
function modifyBits(
  c: Checker,
  node: Node,
  place: Place,
  operator: ArithmeticOperator,
  value: Expression & { type: IntegerType },
  result: "none" | "old" | "new",
): Expression {
  if (place.region === "shared") {
    c.fail("notAtomic", node, `'${operator}=' on this shared bit field can't be atomic`, "make it a u32 or u64 field");
  }
  if (result === "old") {
    c.fail("unsupportedSyntax", node, "the old value can't be had here", "read it into a local first");
  }
  const old = readPlace(c, place, node) as Expression & { type: IntegerType };
  const changed = arithmetic(c, node, operator, old, value);
  return { ...spanOf(c, node), node: "write", place, value: changed, type: changed.type };
}

/** Older instruction sets have one atomic instruction, an addition whose old value is lost. */
export function requireFetchingAtomics(c: Checker, node: Node, what: string): void {
  const { target } = c.surroundings;
  if (target !== "v1" && target !== "v2") return;
  c.fail(
    "targetLacks",
    node,
    `${what} here needs an atomic instruction that the instruction set ${target} does not have`,
    'compile for { target: "v3" } (kernel 5.12), or only add, and read the value later',
  );
}

/** Atomic instructions work on 4 or 8 bytes in host order. */
export function requireAtomic(c: Checker, node: Node, schema: AnySchema & { kind: "integer" }, what: string): void {
  if (schema.order === "host" && schema.bits >= 32) return;
  const why =
    schema.order === "network"
      ? "it is kept in network order"
      : `it has ${schema.bits} bits, and atomic instructions have 32 or 64`;
  c.fail(
    "notAtomic",
    node,
    `${what} on this shared ${schema.name} can't be atomic: ${why}`,
    "make it a u32 or u64, or use a per-CPU map or variable",
  );
}

export function rejectReadOnly(c: Checker, node: Node, place: Place): void {
  if (place.region !== "readOnly") return;
  if (place.base.kind === "context") {
    const fields = Object.entries(c.surroundings.section.context.fields);
    const writable = fields.filter(([, field]) => field.writable).map(([name]) => name);
    const { name } = c.surroundings.section.programType;
    c.fail(
      "readOnly",
      node,
      `${name} programs can only read this field of the context`,
      writable.length > 0 ? `they may write ${writable.join(", ")}` : "they may write none",
    );
  }
  c.fail("readOnly", node, "a constant can't be changed", "use a variable() for what changes");
}
