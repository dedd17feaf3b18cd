import type { CallExpression, MemberExpression, Expression as Node } from "acorn";
import { editDistance } from "../../errors/edit-distance.ts";
import type { HelperArgument, HelperSignature } from "../../kernel/helper.ts";
import { programTypes } from "../../kernel/program-types/index.ts";
import type { AnySchema } from "../../schema/index.ts";
import { checkArgument, checkContextAs, checkResult } from "./arguments.ts";
import { asInteger, checkInteger, convert, numberNode } from "./arithmetic.ts";
import { type Checker, describeType } from "./checker.ts";
import { constantCalls } from "./constants.ts";
import { checkExpression, outsideName, spanOf, unsupported } from "./expressions.ts";
import { checkInlineCall } from "./inline.ts";
import { integerType, isLiteral } from "./integers.ts";
import { checkKernelCall, kernelMember } from "./kernel.ts";
import { checkKernelFunction, kernelFunctionMember } from "./kernel-calls.ts";
import { checkSpinLock } from "./locks.ts";
import { checkMapMethod, keyOperand, type MapEntity, valueOperand } from "./map-methods.ts";
import { checkHeader, checkLayer, checkPacketLoad } from "./packets.ts";
import { checkPlace, entityOf, referenceType, schemaName } from "./places.ts";
import { checkPrintk } from "./printk.ts";
import { checkPrint, checkWrite } from "./sequences.ts";
import { rejectLock, rejectReadOnly, requireAtomic, requireFetchingAtomics, valueFor } from "./stores.ts";
import { checkSubprogramCall } from "./subprograms.ts";
import type { Entity } from "./surroundings.ts";
import type { Expression, HelperOperand, Place, ReferenceType } from "./typed-tree.ts";

/** Checks a call: a method of a map, or something of `bpf`. */
export function checkCall(c: Checker, node: CallExpression): Expression {
  const { callee } = node;
  if (node.optional) c.fail("unsupportedSyntax", node, "a kernel function has no optional calls");
  if (callee.type === "Super") unsupported(c, callee);
  for (const argument of node.arguments) if (argument.type === "SpreadElement") unsupported(c, argument);
  const kernelFunction = kernelFunctionMember(c, callee);
  if (kernelFunction !== undefined) return checkKernelFunction(c, node, kernelFunction);
  const named = bpfMember(c, callee as Node);
  if (named !== undefined) return checkBpfCall(c, node, named);
  const ofKernel = kernelMember(c, callee as Node);
  if (ofKernel !== undefined) return checkKernelCall(c, node, ofKernel);
  if (
    callee.type === "MemberExpression" &&
    !callee.computed &&
    callee.property.type === "Identifier" &&
    callee.object.type !== "Super"
  ) {
    const called = entityOf(c, callee);
    if (called?.entity.kind === "subprogram") {
      return checkSubprogramCall(c, node, called.name, called.entity.definition);
    }
    const found = entityOf(c, callee.object);
    if (found?.entity.kind === "map") return checkMapMethod(c, node, callee.property.name, found.entity, found.name);
    const inner = found ? undefined : foundMap(c, callee.object);
    if (inner) return checkMapMethod(c, node, callee.property.name, inner.entity, inner.name);
    if (callee.object.type === "Identifier" && !c.resolve(callee.object.name)) outsideName(c, callee.object);
    c.fail(
      "unknownMember",
      callee,
      `there is no method '${callee.property.name}' here`,
      "only maps and bpf have methods in a kernel function",
    );
  }
  if (callee.type === "Identifier") {
    const binding = c.resolve(callee.name);
    if (!binding) outsideName(c, callee);
    if (binding.kind === "entity" && binding.entity.kind === "subprogram") {
      return checkSubprogramCall(c, node, callee.name, binding.entity.definition);
    }
    if (binding.kind === "function") return checkInlineCall(c, node, callee.name, binding);
    c.fail("wrongType", callee, `'${callee.name}' is no function`);
  }
  return unsupported(c, callee);
}

/** A map that was found in another, by the name that it was bound to. */
function foundMap(c: Checker, node: Node): { entity: MapEntity; name: string } | undefined {
  if (node.type !== "Identifier" || c.resolve(node.name)?.kind !== "local") return undefined;
  const value = checkExpression(c, node);
  if (value.type.kind !== "reference" || !value.type.map) return undefined;
  const { map: definition, nullable, origin } = value.type;
  const { name } = node;
  if (nullable) {
    c.fail("possiblyUndefined", node, `'${name}' may be undefined here: ${origin}.`, "return early when it is");
  }
  return { entity: { kind: "map", name, definition, found: value }, name };
}

/** The name behind `bpf.name`, or behind a name taken out of `bpf` by destructuring. */
export function bpfMember(c: Checker, callee: Node): string | undefined {
  if (callee.type === "Identifier") {
    const binding = c.resolve(callee.name);
    return binding?.kind === "bpfMember" ? binding.name : undefined;
  }
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return undefined;
  if (callee.object.type !== "Identifier") return undefined;
  return c.resolve(callee.object.name)?.kind === "bpf" ? callee.property.name : undefined;
}

const casts: Readonly<Record<string, { bits: 8 | 16 | 32 | 64; signed: boolean }>> = {
  u8: { bits: 8, signed: false },
  u16: { bits: 16, signed: false },
  u32: { bits: 32, signed: false },
  u64: { bits: 64, signed: false },
  i8: { bits: 8, signed: true },
  i16: { bits: 16, signed: true },
  i32: { bits: 32, signed: true },
  i64: { bits: 64, signed: true },
};

/** Helpers that have a better form in the language. */
const wrapped: Readonly<Record<string, string>> = {
  map_lookup_elem: "map.lookup(key)",
  map_update_elem: "map.update(key, value)",
  map_delete_elem: "map.delete(key)",
  trace_printk: "bpf.printk(format, …)",
  trace_vprintk: "bpf.printk(format, …)",
};

function checkBpfCall(c: Checker, node: CallExpression, name: string): Expression {
  const parameters = node.arguments as Node[];
  const cast = casts[name];
  if (cast) {
    expectArguments(c, node, name, 1);
    const value = checkInteger(c, parameters[0] as Node);
    if (isLiteral(value)) {
      const wrapped = cast.signed ? BigInt.asIntN(cast.bits, value.value) : BigInt.asUintN(cast.bits, value.value);
      return {
        ...numberNode(c, node, wrapped),
        type: integerType(cast.bits, cast.signed, { min: wrapped, max: wrapped }),
      };
    }
    return { ...convert(value, cast.bits, cast.signed), ...spanOf(c, node) };
  }
  const constant = constantCalls[name];
  if (constant) return constant(c, node);
  if (name === "header") return checkHeader(c, node);
  if (name === "load") return checkPacketLoad(c, node);
  if (name === "transport" || name === "payload") return checkLayer(c, node, name);
  if (name === "spin_lock" || name === "spin_unlock") return checkSpinLock(c, node, name);
  if (name === "argument") return checkArgument(c, node);
  if (name === "result") return checkResult(c, node);
  if (name === "context") return checkContextAs(c, node);
  if (name === "print") return checkPrint(c, node);
  if (name === "write") return checkWrite(c, node);
  if (name === "zeroed") return checkZeroed(c, node);
  if (name === "call") return checkGenericCall(c, node);
  if (name === "scratch") return checkScratch(c, node);
  if (name === "range") c.fail("unsupportedSyntax", node, "bpf.range(n) stands in for (const i of bpf.range(n))");
  if (name === "printk") return checkPrintk(c, node);
  if (name === "exchange" || name === "compareExchange") return checkExchange(c, node, name);
  const replacement = wrapped[name];
  if (replacement) c.fail("unknownHelper", node.callee, `${name} is not called directly`, `write ${replacement}`);
  const { programType } = c.surroundings.section;
  const signature = c.surroundings.helpers.get(name);
  if (!signature || !programType.helpers.has(name)) {
    const what = signature ? `${programType.name} programs can't call the helper '${name}'` : `'bpf' has no '${name}'`;
    c.fail(
      "unknownHelper",
      node.callee,
      what,
      signature ? othersWith(name) : nearest(name, [...programType.helpers, ...Object.keys(casts), ...ownCalls]),
    );
  }
  requireLicense(c, node, signature);
  return checkHelper(c, node, signature);
}

/** What `bpf` has beside helpers and casts. */
const ownCalls: readonly string[] = [
  ...["printk", "header", "load", "transport", "payload", "zeroed", "scratch", "range", "call"],
  ...["exchange", "compareExchange", "spin_lock", "spin_unlock", ...Object.keys(constantCalls)],
];

/** Where a helper is at home, for a program type that lacks it. */
function othersWith(helper: string): string | undefined {
  // An extension has those of what it replaces.
  const names = programTypes.flatMap(({ helpers, name }) =>
    helpers.has(helper) && name !== "extension" ? [name] : [],
  );
  const last = names.pop();
  if (last === undefined) return undefined;
  return `${names.length > 0 ? `${names.join(", ")} and ` : ""}${last} programs have it`;
}

/** Some helpers are only for programs under a GPL-compatible licence. */
export function requireLicense(c: Checker, node: Node, signature: HelperSignature): void {
  if (!signature.gplOnly || c.surroundings.gplCompatible) return;
  c.fail(
    "unknownHelper",
    node.type === "CallExpression" ? node.callee : node,
    `the kernel offers ${signature.name} only to programs under a GPL-compatible licence`,
    'compile with { license: "GPL" } or "Dual MIT/GPL", where that is right for your code',
  );
}

function checkHelper(c: Checker, node: CallExpression, signature: HelperSignature): Expression {
  const parameters = node.arguments as Node[];
  expectArguments(c, node, signature.name, signature.arguments.length);
  const operands: HelperOperand[] = [];
  let map: Entity | undefined;
  for (const [index, argument] of signature.arguments.entries()) {
    const parameter = parameters[index] as Node;
    if (argument.kind === "map") {
      map = entityOf(c, parameter)?.entity;
      if (map?.kind !== "map") c.fail("wrongType", parameter, `${signature.name} needs a map of the scope here`);
      operands.push({ kind: "map", map: map.name });
    } else {
      operands.push(...helperOperands(c, parameter, signature, argument, map));
    }
  }
  return { ...spanOf(c, node), node: "helper", signature, operands, type: resultOf(c, node, signature, map) };
}

/** `bpf.call(helper, …)`: any helper, by its name or its number, with arguments as the kernel takes them. */
function checkGenericCall(c: Checker, node: CallExpression): Expression {
  const [first, ...rest] = node.arguments as Node[];
  const which = first && checkExpression(c, first);
  const isKnown = which?.node === "text" || (which !== undefined && isLiteral(which));
  if (!isKnown)
    c.fail("wrongType", first ?? node, "call needs the name of a helper, or its number in enum bpf_func_id");
  if (rest.length > 5) c.fail("wrongArguments", node, "a helper takes at most five arguments");
  const known = which.node === "text" ? c.surroundings.helpers.get(which.text) : undefined;
  if (which.node === "text" && !known) {
    const names = [...c.surroundings.helpers.keys()];
    const hint = nearest(which.text, names) ?? "give its number in enum bpf_func_id";
    c.fail("unknownHelper", first as Node, `no helper '${which.text}' is known here`, hint);
  }
  const id = known?.id ?? Number((which as Expression & { node: "number" }).value);
  const returns = { kind: "scalar", type: "i64" } as const;
  const base = { name: known?.name ?? `helper_${id}`, minimumKernel: "3.19", gplOnly: known?.gplOnly ?? false };
  const signature: HelperSignature = { ...base, id, arguments: [], returns, pure: false };
  requireLicense(c, node, signature);
  const operands = rest.map((argument) => plainOperand(c, argument));
  return { ...spanOf(c, node), node: "helper", signature, operands, type: integerType(64, true) };
}

/** An argument as it is: the context, a map, the address of memory, or a number. */
export function plainOperand(c: Checker, node: Node): HelperOperand {
  if (node.type === "Identifier" && c.resolve(node.name)?.kind === "context") return { kind: "context" };
  const map = entityOf(c, node)?.entity;
  if (map?.kind === "map") return { kind: "map", map: map.name };
  const value = checkExpression(c, node);
  if (value.type.kind !== "reference") return { kind: "value", value: asInteger(c, value, node) };
  requirePresent(c, node, value.type);
  return { kind: "value", value };
}

export function requirePresent(c: Checker, node: Node, type: ReferenceType): void {
  if (!type.nullable) return;
  const text = c.parsed.text.slice(c.position(node), c.end(node));
  c.fail("possiblyUndefined", node, `'${text}' may be undefined here: ${type.origin}.`, "test it first");
}

function helperOperands(
  c: Checker,
  node: Node,
  signature: HelperSignature,
  argument: Exclude<HelperArgument, { kind: "map" }>,
  map: Entity | undefined,
): HelperOperand[] {
  switch (argument.kind) {
    case "context":
      if (node.type !== "Identifier" || c.resolve(node.name)?.kind !== "context") {
        c.fail(
          "wrongType",
          node,
          `${signature.name} needs the context here`,
          "pass the kernel function's first parameter",
        );
      }
      return [{ kind: "context" }];
    case "key":
    case "value": {
      if (map?.kind !== "map") c.fail("wrongType", node, `${signature.name} needs a map before its ${argument.kind}`);
      return [argument.kind === "key" ? keyOperand(c, node, map.definition) : valueOperand(c, node, map.definition)];
    }
    case "scalar":
      return [{ kind: "value", value: checkInteger(c, node) }];
    case "buffer": {
      const value = memory(c, node, signature, argument.access);
      const size: HelperOperand = { kind: "size", bytes: value.bytes };
      const pointer: HelperOperand = { kind: "value", value: value.pointer };
      return argument.order === "sizeFirst" ? [size, pointer] : [pointer, size];
    }
    case "kernelPointer":
      return [plainOperand(c, node)];
    case "pointer": {
      const value = memory(c, node, signature, argument.access);
      if (value.bytes < argument.bytes) {
        c.fail(
          "doesNotFit",
          node,
          `${signature.name} needs ${argument.bytes} bytes here, and there are ${value.bytes}`,
        );
      }
      return [{ kind: "value", value: value.pointer }];
    }
  }
}

/** The verifier lets no call and no atomic instruction have a stack address that depends on a variable. */
function rejectMovingStack(c: Checker, node: Node, place: Place): void {
  if (place.region !== "stack" || place.indexes.length === 0) return;
  const hint = "use a constant index, or memory in a map or from bpf.scratch()";
  c.fail("wrongType", node, "an element of an array on the stack, at a run-time index, can't be used here", hint);
}

/** Memory that a helper reads or fills, and its size in bytes. */
export function memory(
  c: Checker,
  node: Node,
  signature: Pick<HelperSignature, "name">,
  access: "read" | "write",
): { pointer: Expression; bytes: number } {
  let pointer: Expression;
  if (node.type === "MemberExpression") {
    const place = checkPlace(c, node);
    if (access === "write") rejectReadOnly(c, node, place);
    rejectMovingStack(c, node, place);
    pointer = { ...spanOf(c, node), node: "reference", place, type: referenceType(place) };
  } else {
    pointer = checkExpression(c, node);
  }
  const { type } = pointer;
  if (type.kind !== "reference") {
    c.fail(
      "wrongType",
      node,
      `${signature.name} needs memory here (a field, a struct or bytes), not ${describeType(type)}`,
    );
  }
  requirePresent(c, node, type);
  if (type.region !== "stack") rejectLock(c, node, type.schema);
  return { pointer, bytes: type.schema.size };
}

function resultOf(c: Checker, node: Node, signature: HelperSignature, map: Entity | undefined): Expression["type"] {
  const { returns } = signature;
  if (returns.kind === "void") return { kind: "void" };
  if (returns.kind === "scalar") {
    const signed = returns.type.startsWith("i");
    return integerType(Number(returns.type.slice(1)) as 8 | 16 | 32 | 64, signed);
  }
  if (map?.kind !== "map") c.fail("wrongType", node, `${signature.name} needs a map`);
  return c.found(map.definition, map.name);
}

/** `bpf.zeroed(T)`: a new struct on the stack. */
function checkZeroed(c: Checker, node: CallExpression): Expression {
  expectArguments(c, node, "zeroed", 1);
  const schema = schemaArgument(c, node.arguments[0] as Node, "zeroed");
  const scalar = schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "chars";
  const type = { kind: "reference", schema, region: "stack", nullable: false, boxed: scalar, origin: "" } as const;
  return { ...spanOf(c, node), node: "temporary", schema, name: "zeroed", fields: [], type };
}

/** `bpf.scratch(T)`: room for what is too big for the stack, zeroed at each call. */
function checkScratch(c: Checker, node: CallExpression): Expression {
  expectArguments(c, node, "scratch", 1);
  const schema = schemaArgument(c, node.arguments[0] as Node, "scratch");
  const map = c.scratchFor(node, schema);
  const scalar = schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "chars";
  const type = { kind: "reference", schema, region: "perCpu", nullable: false, boxed: scalar, origin: "" } as const;
  return { ...spanOf(c, node), node: "scratch", schema, map, held: c.heldRecords(), type };
}

/** A schema of the scope, by name. */
export function schemaArgument(c: Checker, node: Node, what: string): AnySchema {
  const found = entityOf(c, node);
  if (found?.entity.kind === "schema") return found.entity.schema;
  if (node.type === "Identifier" && !c.resolve(node.name)) outsideName(c, node);
  c.fail("wrongType", node, `${what} needs a schema here`, "list the schema in the scope, and name it");
}

function checkExchange(c: Checker, node: CallExpression, name: "exchange" | "compareExchange"): Expression {
  const parameters = node.arguments as Node[];
  expectArguments(c, node, name, name === "exchange" ? 2 : 3);
  const [placeNode] = parameters;
  if (placeNode?.type !== "MemberExpression") {
    c.fail("wrongType", placeNode ?? node, `${name} needs a place in memory, such as a variable's .value or a field`);
  }
  const place = checkPlace(c, placeNode as MemberExpression);
  rejectReadOnly(c, node, place);
  const { schema } = place;
  if (schema.kind !== "integer")
    c.fail("wrongType", placeNode, `${name} needs an integer, not a ${schemaName(schema)}`);
  if (place.region === "context") c.fail("wrongType", placeNode, `${name} can't work on the context`);
  requireAtomic(c, placeNode, schema, name);
  rejectMovingStack(c, placeNode, place);
  requireFetchingAtomics(c, node, name);
  const value = valueFor(c, parameters.at(-1) as Node, schema);
  const expected = name === "compareExchange" ? valueFor(c, parameters[1] as Node, schema) : undefined;
  return {
    ...spanOf(c, node),
    node: "exchange",
    place,
    value,
    expected,
    type: integerType(schema.bits, schema.signed),
  };
}

export function expectArguments(c: Checker, node: CallExpression, name: string, count: number): void {
  if (node.arguments.length === count) return;
  const needed = count === 0 ? "no argument" : count === 1 ? "1 argument" : `${count} arguments`;
  c.fail(
    "wrongArguments",
    node,
    `${name} takes ${needed}, and ${node.arguments.length} ${node.arguments.length === 1 ? "is" : "are"} given`,
  );
}

/** A hint that names the closest of some names, when one is close. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  // Of a short name, a few changes leave nothing.
  let least = name.length <= 3 ? name.length - 1 : Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best === undefined ? undefined : `did you mean '${best}'?`;
}
