import type { CallExpression, MemberExpression, Expression as Node } from "acorn";
import {
  type Btf,
  type BtfId,
  type BtfType,
  isNamedType,
  resolve,
  sizeOf,
  typeAt,
  unqualified,
} from "../../btf/index.ts";
import { type AnySchema, bool, bytes, chars } from "../../schema/index.ts";
import type { AccessSize } from "../ir/ir.ts";
import {
  type CoreNumber,
  coreNumber,
  type KernelType,
  kernelTypeName,
  memberNames,
  memberPath,
} from "../kernel-types/kernel-types.ts";
import { checkInteger } from "./arithmetic.ts";
import { bpfMember, expectArguments, nearest, requireLicense } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import { booleanType, integerType, isLiteral } from "./integers.ts";
import { scalarSchema } from "./places.ts";
import { Abandoned } from "./surroundings.ts";
import type { Expression, IntegerType, KernelViewType } from "./typed-tree.ts";

/** A piece of the kernel's memory, in a struct that has a name. */
interface KernelPlace {
  /** Of the outermost struct. */
  readonly address: Expression;
  readonly outer: KernelType;
  readonly access: readonly number[];
  readonly type: BtfId;
  /** In bits; 0 where it is no bit field. */
  readonly bitSize: number;
}

/** `bpf.kernel`, or `kernel` taken out of `bpf`. */
function isKernelObject(c: Checker, node: Node | { type: "Super" }): boolean {
  return node.type !== "Super" && bpfMember(c, node as Node) === "kernel";
}

/** The name in `bpf.kernel.NAME`. */
export function kernelMember(c: Checker, node: Node): string | undefined {
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") return undefined;
  return isKernelObject(c, node.object) ? node.property.name : undefined;
}

/** Whether an expression is something below `bpf.kernel`, or a part of a struct of the kernel's. */
export function isKernelAccess(c: Checker, node: Node): boolean {
  let at: Node = node;
  while (at.type === "MemberExpression" && at.object.type !== "Super") {
    if (isKernelObject(c, at)) return true;
    at = at.object;
  }
  if (at.type === "ParenthesizedExpression") return isKernelAccess(c, at.expression);
  if (at.type === "CallExpression" && at.callee.type !== "Super") {
    if (kernelMember(c, at.callee) !== undefined) return true;
    const isLocalFunction = at.callee.type === "Identifier" && c.resolve(at.callee.name)?.kind === "function";
    return isLocalFunction && gives(c, at) === "kernel";
  }
  if (at.type === "ConditionalExpression") return gives(c, at) === "kernel";
  if (at.type !== "Identifier") return false;
  const binding = c.resolve(at.name);
  return binding?.kind === "local" && binding.local.type?.kind === "kernel";
}

/** The record of the tracepoint, when it was described and this is a part of it. */
function describedRecord(c: Checker, node: Node): KernelType | undefined {
  const { programType, target } = c.surroundings.section;
  if (programType.name !== "tracepoint" || node.type !== "MemberExpression") return undefined;
  const object = node.computed && node.object.type === "MemberExpression" ? node.object.object : node.object;
  if (object.type !== "Identifier" || c.resolve(object.name)?.kind !== "context") return undefined;
  return c.surroundings.kernelTypes.tracepoint(target.join("/"));
}

/** A field of a described tracepoint's record, or an element of one; undefined for everything else. */
export function checkRecordField(c: Checker, node: MemberExpression): Expression | undefined {
  const record = describedRecord(c, node);
  if (!record) return undefined;
  const { btf, id } = record;
  const member = node.computed && node.object.type === "MemberExpression" ? node.object : node;
  const name = nameOf(member) ?? "";
  const found = memberPath(btf, id, name);
  // What every record begins with is the kernel's own: programs may not read it.
  if (!found || name === "ent") {
    const names = memberNames(btf, id).filter((one) => one !== "ent");
    c.fail(
      "unknownMember",
      node,
      `the record of ${c.surroundings.section.target.join("/")} has no field '${name}'`,
      nearest(name, names),
    );
  }
  let { path, type } = found;
  if (member !== node) {
    const array = resolve(btf, type).type;
    const index = checkInteger(c, node.property as Node);
    if (array.kind !== "array" || !isLiteral(index) || index.value < 0n || index.value >= BigInt(array.length)) {
      c.fail("indexOutOfRange", node.property, "a field of the context can only be indexed with a constant, in range");
    }
    [path, type] = [[...path, Number(index.value)], array.element];
  }
  const schema = schemaFor(c, node, btf, type);
  const isScalar = schema.kind === "integer" || schema.kind === "boolean";
  if (!isScalar)
    c.fail("wrongType", node, "an array of the context is read by its elements", `write ${text(c, node)}[0]`);
  const signed = schema.kind === "integer" && schema.signed;
  const size = schema.size as AccessSize;
  const valueType = integerType((size * 8) as 8 | 16 | 32 | 64, signed);
  const offset = coreNumber("fieldByteOffset", record, path);
  return { ...spanOf(c, node), node: "contextField", offset, size, signed, type: valueType };
}

/** What kind of value an expression gives, without a trace of having looked. */
function gives(c: Checker, node: Node): Expression["type"]["kind"] | undefined {
  const before = c.flow;
  c.exploring++;
  try {
    return checkExpression(c, node).type.kind;
  } catch (error) {
    if (error instanceof Abandoned) return undefined;
    throw error;
  } finally {
    c.exploring--;
    c.flow = before;
  }
}

/** `a.b` or `a[i]` where `a` is the kernel's; or an enumerator. */
export function checkKernelMember(c: Checker, node: MemberExpression): Expression {
  const enumerator = enumeratorOf(c, node);
  if (enumerator) {
    const type = typeAt(enumerator.btf, enumerator.id);
    const signed = type.kind === "enum" && type.signed;
    const number = coreNumber("enumeratorValue", enumerator, [enumerator.index]);
    if (BigInt.asIntN(32, number.value) !== number.value) {
      c.fail(
        "doesNotFit",
        node,
        `this enumerator is ${number.value}: only those that fit 32 bits with a sign can be used`,
      );
    }
    return core(c, node, number, integerType(64, signed));
  }
  const name = kernelMember(c, node);
  if (name !== undefined) {
    describedType(c, node, name);
    c.fail(
      "wrongType",
      node,
      `'${name}' is a type of the kernel, not a value`,
      `call it with an address: ${text(c, node)}(address)`,
    );
  }
  return read(c, node, placeOf(c, node));
}

/** `bpf.kernel.NAME(…)`: a view of a struct, or a question. */
export function checkKernelCall(c: Checker, node: CallExpression, name: string): Expression {
  expectArguments(c, node, name, 1);
  const argument = node.arguments[0] as Node;
  switch (name) {
    case "exists":
      return core(c, node, asked(c, argument, "exists"), booleanType);
    case "size":
      return core(c, node, asked(c, argument, "size"), integerType(32, false));
    case "address":
      return addressOf(c, argument);
    default: {
      const type = describedType(c, node.callee as Node, name);
      if (typeAt(type.btf, type.id).kind === "enum") {
        c.fail("wrongType", node, `'${name}' is an enum: it has no address`, `write bpf.kernel.${name}.ENUMERATOR`);
      }
      const value = isKernelAccess(c, argument) ? addressOf(c, argument) : checkInteger(c, argument);
      return { ...spanOf(c, node), node: "retype", value, type: viewOf(type, [], type.id) };
    }
  }
}

/** The address of a struct, as a number. */
export function addressOf(c: Checker, node: Node): Expression & { type: IntegerType } {
  const value = checkExpression(c, node);
  if (value.type.kind === "kernel") return addressOfView(value, value.type);
  if (value.type.kind === "integer") return value as Expression & { type: IntegerType };
  c.fail("wrongType", node, "this is no struct of the kernel", "give one that bpf.kernel made");
}

/** The number behind a view. */
export function addressOfView(value: Expression, view: KernelViewType): Expression & { type: IntegerType } {
  const place = { address: value, outer: view.outer, access: view.access, type: view.type, bitSize: 0 };
  return addressOfPlace(place, value) as Expression & { type: IntegerType };
}

function addressOfPlace({ address, outer, access }: KernelPlace, span: { position: number; end: number }): Expression {
  const { position, end } = span;
  const type = integerType(64, false);
  const start: Expression = { position, end, node: "retype", value: address, type };
  if (access.length === 0) return start;
  const number = coreNumber("fieldByteOffset", outer, access);
  const right: Expression = { position, end, node: "core", number, type };
  return { position, end, node: "binary", operator: "add", left: start, right, type };
}

function core(c: Checker, node: Node, number: CoreNumber, type: Expression["type"]): Expression {
  return { ...spanOf(c, node), node: "core", number, type };
}

/** What a question is about: a type, an enumerator or a field. */
function asked(c: Checker, node: Node, what: "exists" | "size"): CoreNumber {
  if (node.type === "MemberExpression") {
    const enumerator = enumeratorOf(c, node);
    if (enumerator && what === "exists") return coreNumber("enumeratorExists", enumerator, [enumerator.index]);
    const name = kernelMember(c, node);
    if (name !== undefined)
      return coreNumber(what === "exists" ? "typeExists" : "typeSize", describedType(c, node, name), []);
    if (isKernelAccess(c, node)) {
      const { outer, access } = placeOf(c, node);
      if (access.length > 0) return coreNumber(what === "exists" ? "fieldExists" : "fieldByteSize", outer, access);
    }
  }
  c.fail(
    "wrongType",
    node,
    `${what} needs a field or a type of the kernel`,
    "such as task.comm, or bpf.kernel.task_struct",
  );
}

function enumeratorOf(c: Checker, node: MemberExpression): (KernelType & { index: number }) | undefined {
  if (node.object.type === "Super" || node.computed || node.property.type !== "Identifier") return undefined;
  const name = kernelMember(c, node.object);
  if (name === undefined) return undefined;
  const found = describedType(c, node.object, name);
  const type = typeAt(found.btf, found.id);
  if (type.kind !== "enum") return undefined;
  const wanted = node.property.name;
  const index = type.enumerators.findIndex((one) => one.name === wanted);
  if (index >= 0) return { ...found, index };
  const names = type.enumerators.map((one) => one.name);
  c.fail("unknownMember", node, `the enum '${name}' has no '${wanted}'`, nearest(wanted, names));
}

function describedType(c: Checker, node: Node, name: string): KernelType {
  const { kernelTypes } = c.surroundings;
  const found = kernelTypes.find(name);
  if (found) return found;
  const hint =
    nearest(name, kernelTypes.names) ?? `\`yodel types ${name} -o kernel-types.ts\` describes it; import that file`;
  c.fail("kernelType", node, `the type '${name}' of the kernel is not described`, hint);
}

function placeOf(c: Checker, node: MemberExpression): KernelPlace {
  const { object } = node;
  if (object.type === "Super" || node.property.type === "PrivateIdentifier") {
    c.fail("unsupportedSyntax", node, "a kernel function has no classes");
  }
  const place = baseOf(c, object);
  const { btf } = place.outer;
  const { type } = resolve(btf, place.type);
  if (type.kind === "array") return elementOf(c, node, place, type);
  const name = nameOf(node);
  if (name === undefined) c.fail("wrongType", node.property, "a struct of the kernel has its fields by name");
  const found = memberPath(btf, place.type, name);
  if (!found) {
    const names = memberNames(btf, place.type);
    const what = names.length > 0 ? kernelTypeName({ btf, id: resolve(btf, place.type).id }) : `'${text(c, object)}'`;
    c.fail("unknownMember", node, `${what} has no field '${name}'`, nearest(name, names));
  }
  return { ...place, access: [...place.access, ...found.path], type: found.type, bitSize: found.bitSize };
}

/** What is before the dot: a place, or where a pointer there goes to. */
function baseOf(c: Checker, object: Node): KernelPlace {
  if (object.type === "MemberExpression" && isKernelAccess(c, object) && kernelMember(c, object) === undefined) {
    const place = placeOf(c, object);
    const { kind } = resolve(place.outer.btf, place.type).type;
    if (kind !== "pointer") return place;
    const value = read(c, object, place);
    if (value.type.kind === "kernel") return placeOfView(value, value.type);
    const target = pointee(place);
    const name = target ?? "what it points to";
    const hint = target && `\`yodel types ${target} -o kernel-types.ts\` describes it, with the others that are used`;
    c.fail("kernelType", object, `'${text(c, object)}' is an address here: '${name}' is not described`, hint);
  }
  const value = checkExpression(c, object);
  if (value.type.kind !== "kernel") c.fail("wrongType", object, `'${text(c, object)}' is no struct of the kernel`);
  return placeOfView(value, value.type);
}

function placeOfView(address: Expression, { outer, access, type }: KernelViewType): KernelPlace {
  return { address, outer, access, type, bitSize: 0 };
}

type ArrayType = Extract<BtfType, { readonly kind: "array" }>;

function elementOf(
  c: Checker,
  node: MemberExpression,
  place: KernelPlace,
  { element, length }: ArrayType,
): KernelPlace {
  if (!node.computed) c.fail("unknownMember", node, `an array of the kernel's has no '${nameOf(node)}'`, "index it");
  const index = checkInteger(c, node.property as Node);
  if (isLiteral(index)) {
    if (index.value < 0n || (length > 0 && index.value >= BigInt(length))) {
      c.fail("indexOutOfRange", node.property, `${index.value} is not an index: there are 0 to ${length - 1}`);
    }
    return { ...place, access: [...place.access, Number(index.value)], type: element };
  }
  const { btf } = place.outer;
  const { id, type } = resolve(btf, element);
  const isCompound = type.kind === "struct" || type.kind === "union" || type.kind === "array";
  if (isCompound && (!isNamedType(type) || type.name === "")) {
    c.fail("wrongType", node, "elements without a type name are only reached by a constant index");
  }
  const span = spanOf(c, node);
  const number = integerType(64, false);
  const start = addressOfPlace({ ...place, access: [...place.access, 0] }, span);
  const size: Expression = isCompound
    ? { ...span, node: "core", number: coreNumber("typeSize", { btf, id }, []), type: number }
    : { ...span, node: "number", value: BigInt(sizeOf(btf, element) ?? 1), type: number };
  const distance: Expression = { ...span, node: "binary", operator: "mul", left: index, right: size, type: number };
  const address: Expression = { ...span, node: "binary", operator: "add", left: start, right: distance, type: number };
  return { address, outer: { btf, id }, access: [], type: isCompound ? id : element, bitSize: 0 };
}

function read(c: Checker, node: Node, place: KernelPlace): Expression {
  const { btf } = place.outer;
  const { type } = resolve(btf, place.type);
  const span = spanOf(c, node);
  if (type.kind === "struct" || type.kind === "union") {
    return { ...place.address, ...span, type: viewOf(place.outer, place.access, place.type) } as Expression;
  }
  const schema = schemaFor(c, node, btf, place.type);
  const signature = probeHelper(c, node);
  const address = addressOfPlace(place, span);
  const number = (kind: CoreNumber["kind"]) => coreNumber(kind, place.outer, place.access);
  const bits = place.bitSize > 0 && {
    bits: { size: number("fieldByteSize"), left: number("fieldLeftShift"), right: number("fieldRightShift") },
  };
  const valueType: Expression["type"] =
    schema.kind === "integer"
      ? integerType(schema.bits, schema.signed)
      : schema.kind === "boolean"
        ? booleanType
        : { kind: "reference", schema, region: "stack", nullable: false, boxed: false, origin: "" };
  const value: Expression = { ...span, node: "probe", signature, address, schema, ...bits, type: valueType };
  if (type.kind !== "pointer") return value;
  const target = pointee(place);
  const known = target === undefined ? undefined : c.surroundings.kernelTypes.find(target);
  return known ? { ...span, node: "retype", value, type: viewOf(known, [], known.id) } : value;
}

function viewOf(outer: KernelType, access: readonly number[], type: BtfId): KernelViewType {
  return { kind: "kernel", outer, access, type };
}

/** The name of the struct that a pointer goes to. */
function pointee({ outer: { btf }, type }: KernelPlace): string | undefined {
  const pointer = resolve(btf, type).type;
  if (pointer.kind !== "pointer") return undefined;
  const target = resolve(btf, pointer.type).type;
  const isStruct = target.kind === "struct" || target.kind === "union" || target.kind === "forward";
  return isStruct && target.name !== "" ? target.name : undefined;
}

function schemaFor(c: Checker, node: Node, btf: Btf, id: BtfId): AnySchema {
  const { type } = resolve(btf, id);
  const size = sizeOf(btf, id) ?? 0;
  if (type.kind === "pointer") return scalarSchema(64, false, "host");
  if (type.kind === "int" && type.encoding === "bool" && size === 1) return bool;
  if ((type.kind === "int" || type.kind === "enum") && [1, 2, 4, 8].includes(size)) {
    const signed = type.kind === "enum" ? type.signed : type.encoding === "signed";
    return scalarSchema((size * 8) as 8 | 16 | 32 | 64, signed, "host");
  }
  if (type.kind === "array" && type.length > 0) {
    const element = unqualified(btf, type.element);
    if (element.kind === "int" && element.size === 1 && element.name === "char") return chars(type.length);
    if (resolve(btf, type.element).type.kind === "int" && sizeOf(btf, type.element) === 1) return bytes(type.length);
  }
  const what =
    type.kind === "array" ? "an array is read by its elements" : `a ${type.kind} of ${size} bytes can't be read`;
  c.fail(
    "wrongType",
    node,
    `'${text(c, node)}': ${what}`,
    type.kind === "array" ? `write ${text(c, node)}[0]` : undefined,
  );
}

function probeHelper(c: Checker, node: Node) {
  const { programType } = c.surroundings.section;
  const signature = c.surroundings.helpers.get("probe_read_kernel");
  if (!signature || !programType.helpers.has(signature.name)) {
    c.fail(
      "unknownHelper",
      node,
      `${programType.name} programs can't read the kernel's memory`,
      "a tracepoint or raw_tracepoint program can",
    );
  }
  requireLicense(c, node, signature);
  return signature;
}

function nameOf(node: MemberExpression): string | undefined {
  if (!node.computed && node.property.type === "Identifier") return node.property.name;
  return node.property.type === "Literal" && typeof node.property.value === "string" ? node.property.value : undefined;
}

function text(c: Checker, node: Node): string {
  return c.parsed.text.slice(c.position(node), c.end(node));
}
