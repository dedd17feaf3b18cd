import type { CallExpression, Expression as Node } from "acorn";
import type { MapDefinition } from "../../define/definitions.ts";
import { assert } from "../../errors/assert.ts";
import type { HelperSignature } from "../../kernel/helper.ts";
import { helpers } from "../../kernel/helpers.ts";
import { lpmTrieKey, type MapTypeName } from "../../kernel/index.ts";
import { type AnySchema, u32 } from "../../schema/index.ts";
import { checkInteger, convert, numberNode } from "./arithmetic.ts";
import { expectArguments, nearest, requireLicense } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { integerType } from "./integers.ts";
import { redirectMethods, socketMapMethods, storageMethods } from "./network-maps.ts";
import { bloomFilterMethods, queueMethods } from "./queues.ts";
import { ringBufferMethods } from "./ring-buffers.ts";
import { valueFor } from "./stores.ts";
import type { Entity } from "./surroundings.ts";
import type { Expression, HelperOperand } from "./typed-tree.ts";

export type MapEntity = Entity & { kind: "map" };
export type Method = (c: Checker, node: CallExpression, map: MapEntity, name: string) => Expression;
type Methods = Readonly<Record<string, Method>>;

const arrayMethods: Methods = { lookup, update };
const hashMethods: Methods = { lookup, update, delete: remove, lookupOrInsert };

/** A function, since the modules of the methods import this one. */
const methodsOf = (): Readonly<Record<MapTypeName, Methods>> => ({
  array: arrayMethods,
  percpu_array: arrayMethods,
  hash: hashMethods,
  percpu_hash: hashMethods,
  lru_hash: hashMethods,
  lru_percpu_hash: hashMethods,
  lpm_trie: { lookup },
  prog_array: { tailCall },
  perf_event_array: { output: outputToPerfBuffer },
  stack_trace: { record: recordStack },
  array_of_maps: { lookup: lookupMap },
  hash_of_maps: { lookup: lookupMap },
  queue: queueMethods,
  stack: queueMethods,
  bloom_filter: bloomFilterMethods,
  ringbuf: ringBufferMethods,
  devmap: redirectMethods,
  devmap_hash: redirectMethods,
  cpumap: redirectMethods,
  xskmap: redirectMethods,
  sockmap: socketMapMethods,
  sockhash: socketMapMethods,
  sk_storage: storageMethods,
  task_storage: storageMethods,
  cgrp_storage: {},
  inode_storage: {},
});

/** Checks `map.method(…)`. */
export function checkMapMethod(
  c: Checker,
  node: CallExpression,
  method: string,
  map: MapEntity,
  name: string,
): Expression {
  const methods = methodsOf()[map.definition.type];
  const action = Object.hasOwn(methods, method) ? methods[method] : undefined;
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
  return helperCall(c, node, "map_lookup_elem", [mapOperand(map), key], c.found(map.definition, name));
}

/** The map under a key of a map of maps. */
function lookupMap(c: Checker, node: CallExpression, map: MapEntity, name: string): Expression {
  expectArguments(c, node, "lookup", 1);
  const { inner } = map.definition;
  assert(inner, "a map of maps says what is in it");
  const key = keyOperand(c, node.arguments[0] as Node, map.definition);
  return helperCall(c, node, "map_lookup_elem", [mapOperand(map), key], {
    kind: "reference",
    schema: u32,
    region: "readOnly",
    nullable: true,
    boxed: false,
    map: inner,
    origin: `the map '${name}' may have no such entry`,
  });
}

/** A map as the argument of a helper. */
export function mapOperand({ name, found }: MapEntity): HelperOperand {
  return found ? { kind: "value", value: found } : { kind: "map", map: name };
}

function update(c: Checker, node: CallExpression, map: MapEntity): Expression {
  if (node.arguments.length !== 3) expectArguments(c, node, "update", 2);
  const key = keyOperand(c, node.arguments[0] as Node, map.definition);
  const value = valueOperand(c, node.arguments[1] as Node, map.definition);
  const flags: HelperOperand = { kind: "value", value: updateFlags(c, node, node.arguments[2] as Node | undefined) };
  return statusCall(c, node, "map_update_elem", [mapOperand(map), key, value, flags]);
}

function remove(c: Checker, node: CallExpression, map: MapEntity): Expression {
  expectArguments(c, node, "delete", 1);
  const key = keyOperand(c, node.arguments[0] as Node, map.definition);
  return statusCall(c, node, "map_delete_elem", [mapOperand(map), key]);
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
    map: mapOperand(map),
    key,
    initial,
    type: { ...found, origin: `the map '${name}' may be full` },
  };
}

function zeroed(c: Checker, node: Node, schema: AnySchema): HelperOperand {
  const type = { kind: "reference", schema, region: "stack", nullable: false, boxed: false, origin: "" } as const;
  return { kind: "value", value: { ...spanOf(c, node), node: "temporary", schema, name: "zero", fields: [], type } };
}

/** A call of a helper that a method stands for. */
export function helperCall(
  c: Checker,
  node: CallExpression,
  name: string,
  operands: readonly HelperOperand[],
  type: Expression["type"],
): Expression {
  return { ...spanOf(c, node), node: "helper", signature: methodHelper(c, node, name), operands, type };
}

/**
 * A call of a helper that changes a map: 0 or a negative errno. Before 6.4 kernels call the map's own function, which returns 32
 * bits, and leave what is above them to chance.
 */
export function statusCall(
  c: Checker,
  node: CallExpression,
  name: string,
  operands: readonly HelperOperand[],
): Expression {
  return convert(helperCall(c, node, name, operands, integerType(64, true)), 32, true);
}

/** The helper behind a method, which the program type must have. */
export function methodHelper(c: Checker, node: CallExpression, name: string): HelperSignature {
  const signature = helpers.get(name);
  assert(signature, `the helper ${name} is in the kernel's table`);
  const { programType } = c.surroundings.section;
  if (!programType.helpers.has(name)) {
    c.fail(
      "unknownHelper",
      node.callee,
      `${programType.name} programs can't do this: the kernel does not offer them ${name}`,
    );
  }
  requireLicense(c, node, signature);
  return signature;
}

function tailCall(c: Checker, node: CallExpression, map: MapEntity): Expression {
  expectArguments(c, node, "tailCall", 2);
  if (c.targets.some(({ isIterator }) => isIterator)) {
    c.fail(
      "iteratorOpen",
      node,
      "a tail call can't leave a bpf.range: the kernel's iterator would stay open",
      "note the index in a local, break, and make the call behind the loop",
    );
  }
  const [context, index] = node.arguments as [Node, Node];
  const operands: HelperOperand[] = [
    contextOperand(c, context, "tailCall"),
    mapOperand(map),
    { kind: "value", value: checkInteger(c, index) },
  ];
  return helperCall(c, node, "tail_call", operands, integerType(64, true));
}

/** `BPF_F_CURRENT_CPU` of include/uapi/linux/bpf.h. */
const CURRENT_CPU = 0xffff_ffffn;

function outputToPerfBuffer(c: Checker, node: CallExpression, map: MapEntity): Expression {
  expectArguments(c, node, "output", 2);
  const [context, record] = node.arguments as [Node, Node];
  const operands: HelperOperand[] = [
    contextOperand(c, context, "output"),
    mapOperand(map),
    { kind: "value", value: numberNode(c, node, CURRENT_CPU) },
    recordOperand(c, record, map.definition),
    { kind: "size", bytes: (map.definition.value as AnySchema).size },
  ];
  return helperCall(c, node, "perf_event_output", operands, integerType(64, true));
}

/** The context as an argument: the kernel function's first parameter. */
export /** `BPF_F_USER_STACK` of include/uapi/linux/bpf.h. */
const USER_STACK = 1n << 8n;

function recordStack(c: Checker, node: CallExpression, map: MapEntity): Expression {
  if (node.arguments.length !== 2) expectArguments(c, node, "record", 1);
  const [context, of] = node.arguments as [Node, Node | undefined];
  const which = of === undefined ? "kernel" : of.type === "Literal" ? of.value : undefined;
  if (which !== "kernel" && which !== "user")
    c.fail("wrongType", of ?? node, 'the stack is that of "kernel" or "user"');
  const flags: HelperOperand = { kind: "value", value: numberNode(c, node, which === "user" ? USER_STACK : 0n) };
  const operands: HelperOperand[] = [contextOperand(c, context, "record"), mapOperand(map), flags];
  return helperCall(c, node, "get_stackid", operands, integerType(64, true));
}

export function contextOperand(c: Checker, node: Node, what: string): HelperOperand {
  if (node.type !== "Identifier" || c.resolve(node.name)?.kind !== "context") {
    c.fail("wrongType", node, `${what} needs the context first`, "pass the kernel function's first parameter");
  }
  return { kind: "context" };
}

export function keySchema(definition: MapDefinition): AnySchema {
  return definition.key ?? u32;
}

export function keyOperand(c: Checker, node: Node, definition: MapDefinition): HelperOperand {
  return definition.type === "lpm_trie" ? prefixOperand(c, node, definition) : operand(c, node, keySchema(definition));
}

/** The key of a lookup in an LPM trie: all bits of the data count. */
function prefixOperand(c: Checker, node: Node, definition: MapDefinition): HelperOperand {
  const data = definition.key as AnySchema;
  const schema = lpmTrieKey(data) as AnySchema & { kind: "struct" };
  const [length, rest] = schema.fields;
  assert(length && rest, "the key of a trie is a length and the data");
  const fields = [
    { offset: length.offset, schema: length.schema, value: numberNode(c, node, BigInt(data.size * 8)) },
    { offset: rest.offset, schema: data, value: valueFor(c, node, data) },
  ];
  const type = { kind: "reference", schema, region: "stack", nullable: false, boxed: false, origin: "" } as const;
  return { kind: "value", value: { ...spanOf(c, node), node: "temporary", schema, name: "prefix", fields, type } };
}

export function valueOperand(c: Checker, node: Node, definition: MapDefinition): HelperOperand {
  return operand(c, node, definition.value as AnySchema);
}

/** As {@link valueOperand}, for helpers that take no pointers into a packet: what stands there is copied to the stack first. */
export function recordOperand(c: Checker, node: Node, definition: MapDefinition): HelperOperand {
  const given = valueOperand(c, node, definition);
  const { value } = given as HelperOperand & { kind: "value" | "copied" };
  const inPacket = value.type.kind === "reference" && value.type.packetEnd !== undefined;
  return inPacket ? { kind: "copied", value, schema: definition.value as AnySchema } : given;
}

/** A pointer to a key or value: scalars and texts are put on the stack first. */
function operand(c: Checker, node: Node, schema: AnySchema): HelperOperand {
  const value = valueFor(c, node, schema);
  return value.type.kind === "reference" ? { kind: "value", value } : { kind: "copied", value, schema };
}

/** `BPF_ANY`, `BPF_NOEXIST` and `BPF_EXIST` of include/uapi/linux/bpf.h. */
const flagValues: Readonly<Record<string, bigint>> = { any: 0n, noexist: 1n, exist: 2n };

export function updateFlags(c: Checker, call: CallExpression, node: Node | undefined): Expression {
  if (!node) return numberNode(c, call, 0n);
  const flag = node.type === "Literal" && typeof node.value === "string" ? flagValues[node.value] : undefined;
  if (flag === undefined) c.fail("wrongType", node, 'the flags of update are "any", "noexist" or "exist"');
  return numberNode(c, node, flag);
}
