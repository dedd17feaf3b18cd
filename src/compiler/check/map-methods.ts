import type { CallExpression, Expression as Node } from "acorn";
import type { MapDefinition } from "../../define/definitions.ts";
import type { HelperSignature } from "../../kernel/helper.ts";
import { helpers } from "../../kernel/helpers.ts";
import { type AnySchema, u32 } from "../../schema/index.ts";
import { numberNode } from "./arithmetic.ts";
import { expectArguments, nearest } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { integerType } from "./integers.ts";
import { valueFor } from "./stores.ts";
import type { Entity } from "./surroundings.ts";
import type { Expression, HelperOperand } from "./typed-tree.ts";

type MapEntity = Entity & { kind: "map" };
type Method = (c: Checker, node: CallExpression, map: MapEntity, name: string) => Expression;

const arrayMethods: Readonly<Record<string, Method>> = { lookup, update };
const hashMethods: Readonly<Record<string, Method>> = { lookup, update, delete: remove, lookupOrInsert };

/** Checks `map.method(…)`. */
export function checkMapMethod(
  c: Checker,
  node: CallExpression,
  method: string,
  map: MapEntity,
  name: string,
): Expression {
  const methods = keySchema(map.definition) === u32 && map.definition.key === undefined ? arrayMethods : hashMethods;
  const action = methods[method];
  if (!action) {
    const names = Object.keys(methods);
    c.fail(
      "wrongMapOperation",
      node,
      `'${name}' is a ${map.definition.type} map: it has no '${method}'`,
      nearest(method, names) ?? `it has ${names.join(", ")}`,
    );
  }
  return action(c, node, map, name);
}

function lookup(c: Checker, node: CallExpression, map: MapEntity, name: string): Expression {
  expectArguments(c, node, "lookup", 1);
  const key = keyOperand(c, node.arguments[0] as Node, map.definition);
  return helperCall(c, node, "map_lookup_elem", [{ kind: "map", map: map.name }, key], c.found(map.definition, name));
}

function update(c: Checker, node: CallExpression, map: MapEntity): Expression {
  if (node.arguments.length !== 3) expectArguments(c, node, "update", 2);
  const key = keyOperand(c, node.arguments[0] as Node, map.definition);
  const value = valueOperand(c, node.arguments[1] as Node, map.definition);
  const flags: HelperOperand = { kind: "value", value: updateFlags(c, node, node.arguments[2] as Node | undefined) };
  return helperCall(
    c,
    node,
    "map_update_elem",
    [{ kind: "map", map: map.name }, key, value, flags],
    integerType(64, true),
  );
}

function remove(c: Checker, node: CallExpression, map: MapEntity): Expression {
  expectArguments(c, node, "delete", 1);
  const key = keyOperand(c, node.arguments[0] as Node, map.definition);
  return helperCall(c, node, "map_delete_elem", [{ kind: "map", map: map.name }, key], integerType(64, true));
}

function lookupOrInsert(c: Checker, node: CallExpression, map: MapEntity, name: string): Expression {
  if (node.arguments.length !== 2) expectArguments(c, node, "lookupOrInsert", 1);
  const key = keyOperand(c, node.arguments[0] as Node, map.definition);
  const given = node.arguments[1] as Node | undefined;
  const initial: HelperOperand = given
    ? valueOperand(c, given, map.definition)
    : zeroed(c, node, map.definition.value as AnySchema);
  const found = c.found(map.definition, name);
  return {
    ...spanOf(c, node),
    node: "lookupOrInsert",
    map: map.name,
    key,
    initial,
    type: { ...found, origin: `the map '${name}' may be full` },
  };
}

function zeroed(c: Checker, node: Node, schema: AnySchema): HelperOperand {
  const type = { kind: "reference", schema, region: "stack", nullable: false, boxed: false, origin: "" } as const;
  return { kind: "value", value: { ...spanOf(c, node), node: "temporary", schema, name: "zero", fields: [], type } };
}

function helperCall(
  c: Checker,
  node: Node,
  name: string,
  operands: readonly HelperOperand[],
  type: Expression["type"],
): Expression {
  return { ...spanOf(c, node), node: "helper", signature: helpers.get(name) as HelperSignature, operands, type };
}

export function keySchema(definition: MapDefinition): AnySchema {
  return definition.key ?? u32;
}

export function keyOperand(c: Checker, node: Node, definition: MapDefinition): HelperOperand {
  return operand(c, node, keySchema(definition));
}

export function valueOperand(c: Checker, node: Node, definition: MapDefinition): HelperOperand {
  return operand(c, node, definition.value as AnySchema);
}

/** A pointer to a key or value: scalars and texts are put on the stack first. */
function operand(c: Checker, node: Node, schema: AnySchema): HelperOperand {
  const value = valueFor(c, node, schema);
  return value.type.kind === "reference" ? { kind: "value", value } : { kind: "copied", value, schema };
}

/** `BPF_ANY`, `BPF_NOEXIST` and `BPF_EXIST` of include/uapi/linux/bpf.h. */
const flagValues: Readonly<Record<string, bigint>> = { any: 0n, noexist: 1n, exist: 2n };

function updateFlags(c: Checker, call: CallExpression, node: Node | undefined): Expression {
  if (!node) return numberNode(c, call, 0n);
  const flag = node.type === "Literal" && typeof node.value === "string" ? flagValues[node.value] : undefined;
  if (flag === undefined) c.fail("wrongType", node, 'the flags of update are "any", "noexist" or "exist"');
  return numberNode(c, node, flag);
}
