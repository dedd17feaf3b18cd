import type { BinaryExpression, Expression as Node } from "acorn";
import { asInteger, rejectMixedSigns } from "./arithmetic.ts";
import { type Checker, describeType } from "./checker.ts";
import { optionalMember } from "./choices.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import type { Flow } from "./flow.ts";
import {
  booleanType,
  decided,
  isLiteral,
  isUnsigned64,
  literalType,
  mayBeNegative,
  mirrored,
  narrowed,
  opposite,
  predicateOf,
  type Relation,
} from "./integers.ts";
import { addressOfView } from "./kernel.ts";
import { rangeOf } from "./range.ts";
import type { Expression, IntegerType, Local } from "./typed-tree.ts";

/** An expression used as a condition: its truth, and what is known when it holds and when it does not. */
export interface Condition {
  /** Boolean-typed. */
  readonly value: Expression;
  /** The expression as it stood; the truth of a number or reference is not the thing itself. */
  readonly operand: Expression;
  /** The expression gives true or false by itself. */
  readonly isBoolean: boolean;
  readonly whenTrue: Flow;
  readonly whenFalse: Flow;
}

const relations: Readonly<Record<string, Relation>> = {
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "===": "===",
  "!==": "!==",
  "==": "===",
  "!=": "!==",
};

export function checkCondition(c: Checker, node: Node): Condition {
  if (node.type === "ParenthesizedExpression") return checkCondition(c, node.expression);
  if (node.type === "UnaryExpression" && node.operator === "!") {
    const inner = checkCondition(c, node.argument);
    const value = negate(inner.value, spanOf(c, node));
    return { value, operand: value, isBoolean: true, whenTrue: inner.whenFalse, whenFalse: inner.whenTrue };
  }
  if (node.type === "LogicalExpression" && node.operator !== "??") {
    const isOr = node.operator === "||";
    const left = checkCondition(c, node.left);
    if (left.value.node === "number") {
      const decidedByLeft = (left.value.value !== 0n) === isOr;
      return decidedByLeft ? left : checkCondition(c, node.right);
    }
    c.flow = isOr ? left.whenFalse : left.whenTrue;
    const right = checkCondition(c, node.right);
    const value: Expression = {
      ...spanOf(c, node),
      node: isOr ? "or" : "and",
      left: left.value,
      right: right.value,
      type: booleanType,
    };
    return {
      value,
      operand: value,
      isBoolean: left.isBoolean && right.isBoolean,
      whenTrue: isOr ? left.whenTrue.join(right.whenTrue) : right.whenTrue,
      whenFalse: isOr ? right.whenFalse : left.whenFalse.join(right.whenFalse),
    };
  }
  if (node.type === "BinaryExpression" && relations[node.operator])
    return checkComparison(c, node, relations[node.operator] as Relation);
  if (node.type === "ChainExpression") return c.inScope(() => checkOptionalTruth(c, node));
  return truthOf(c, checkExpression(c, node), node);
}

/** `found?.field` holds when it is there, and the field holds. */
function checkOptionalTruth(c: Checker, chain: Node & { type: "ChainExpression" }): Condition {
  const { object, member, first } = optionalMember(c, chain);
  const test = checkCondition(c, object);
  c.flow = test.whenTrue;
  const field = checkCondition(c, member);
  const span = spanOf(c, chain);
  let value: Expression = { ...span, node: "and", left: test.value, right: field.value, type: booleanType };
  if (first) value = { ...span, node: "sequence", first: [first], last: value, type: booleanType };
  const whenFalse = test.whenFalse.join(field.whenFalse);
  return { value, operand: value, isBoolean: true, whenTrue: field.whenTrue, whenFalse };
}

/** The opposite of a boolean expression. */
export function negate(value: Expression, span: { position: number; end: number }): Expression {
  if (value.node === "number") return { ...value, ...span, value: value.value === 0n ? 1n : 0n };
  if (value.node === "not") return value.value;
  return { ...span, node: "not", value, type: booleanType };
}

function truthOf(c: Checker, operand: Expression, node: Node): Condition {
  const { type } = operand;
  const here = c.flow;
  if (type.kind === "boolean") return { value: operand, operand, isBoolean: true, whenTrue: here, whenFalse: here };
  if (type.kind === "undefined") {
    const value: Expression = { ...spanOf(c, node), node: "number", value: 0n, type: booleanType };
    return { value, operand, isBoolean: false, whenTrue: here, whenFalse: here };
  }
  if (isLiteral(operand)) {
    const value: Expression = {
      ...spanOf(c, node),
      node: "number",
      value: operand.value === 0n ? 0n : 1n,
      type: booleanType,
    };
    return { value, operand, isBoolean: false, whenTrue: here, whenFalse: here };
  }
  if (type.kind === "integer") {
    const value: Expression = { ...spanOf(c, node), node: "truth", value: operand, type: booleanType };
    const zero = literalType(0n);
    const local = localOf(operand);
    return {
      value,
      operand,
      isBoolean: false,
      whenTrue: local ? narrowLocal(here, local, type, "!==", zero) : here,
      whenFalse: local ? narrowLocal(here, local, type, "===", zero) : here,
    };
  }
  if (type.kind === "kernel") {
    const address = addressOfView(operand, type);
    const value: Expression = { ...spanOf(c, node), node: "truth", value: address, type: booleanType };
    return { value, operand, isBoolean: false, whenTrue: here, whenFalse: here };
  }
  if (type.kind === "reference") {
    const value: Expression = { ...spanOf(c, node), node: "truth", value: operand, type: booleanType };
    const local = localOf(operand);
    const fact = local && here.fact(local);
    const whenTrue = local && fact ? here.with(local, { ...fact, present: true }) : here;
    const whenFalse = local && fact ? here.with(local, { ...fact, reserved: false }) : here;
    return { value, operand, isBoolean: false, whenTrue, whenFalse };
  }
  c.fail("wrongType", node, `${describeType(type)} can't be a condition`);
}

function checkComparison(c: Checker, node: BinaryExpression, relation: Relation): Condition {
  const leftNode = node.left as Node;
  if (leftNode.type === "ChainExpression" && (relation === "===" || relation === "!==")) {
    return c.inScope(() => checkOptionalComparison(c, node, relation, leftNode));
  }
  const left = checkExpression(c, leftNode);
  const right = checkExpression(c, node.right);
  if (left.type.kind === "undefined" || right.type.kind === "undefined") {
    const [tested, testedNode] = left.type.kind === "undefined" ? [right, node.right] : [left, leftNode];
    if (relation !== "===" && relation !== "!==")
      c.fail("wrongType", node, `'${node.operator}' can't compare with undefined`);
    if (tested.type.kind !== "reference" && tested.type.kind !== "undefined") {
      c.fail("decidedComparison", node, "this is never undefined: the comparison is always the same");
    }
    const truth = truthOf(c, tested, testedNode);
    if (relation === "!==") return { ...truth, isBoolean: true };
    const value = negate(truth.value, spanOf(c, node));
    return { value, operand: value, isBoolean: true, whenTrue: truth.whenFalse, whenFalse: truth.whenTrue };
  }
  if (left.type.kind === "kernel" && right.type.kind === "kernel" && (relation === "===" || relation === "!==")) {
    const [first, second] = [addressOfView(left, left.type), addressOfView(right, right.type)];
    return compareIntegers(c, node, relation, first, second);
  }
  if (isText(left) && isText(right)) return compareTexts(c, node, relation, left, right);
  if (isConstantBytes(left) || isConstantBytes(right)) return compareBytes(c, node, relation, left, right);
  if (left.type.kind === "boolean" && right.type.kind === "boolean" && (relation === "===" || relation === "!==")) {
    return compareIntegers(c, node, relation, asInteger(c, left, leftNode), asInteger(c, right, node.right));
  }
  return compareIntegers(c, node, relation, asInteger(c, left, leftNode), asInteger(c, right, node.right));
}

type Integer = Expression & { type: IntegerType };

/** `found?.field === value` holds when it is there and equal, `!==` when it is missing or different. */
function checkOptionalComparison(
  c: Checker,
  node: BinaryExpression,
  relation: "===" | "!==",
  chain: Node & { type: "ChainExpression" },
): Condition {
  const { object, member, first } = optionalMember(c, chain);
  const test = checkCondition(c, object);
  c.flow = test.whenTrue;
  const compared = checkComparison(c, { ...node, left: member }, relation);
  const span = spanOf(c, node);
  const equal = relation === "===";
  const present = equal ? test.value : negate(test.value, span);
  let value: Expression = {
    ...span,
    node: equal ? "and" : "or",
    left: present,
    right: compared.value,
    type: booleanType,
  };
  if (first) value = { ...span, node: "sequence", first: [first], last: value, type: booleanType };
  return {
    value,
    operand: value,
    isBoolean: true,
    whenTrue: equal ? compared.whenTrue : test.whenFalse.join(compared.whenTrue),
    whenFalse: equal ? test.whenFalse.join(compared.whenFalse) : compared.whenFalse,
  };
}

function isText({ type }: Expression): boolean {
  return type.kind === "reference" && type.schema.kind === "chars" && !type.boxed;
}

function isConstantBytes(value: Expression): boolean {
  return value.type.kind === "string" || value.type.kind === "bytes";
}

/** Two texts in memory are equal up to their NUL. */
function compareTexts(
  c: Checker,
  node: BinaryExpression,
  relation: Relation,
  left: Expression,
  right: Expression,
): Condition {
  if (relation !== "===" && relation !== "!==") c.fail("wrongType", node, "texts are compared with === or !==");
  const same: Expression = { ...spanOf(c, node), node: "sameText", left, right, type: booleanType };
  const value = relation === "===" ? same : negate(same, spanOf(c, node));
  return { value, operand: value, isBoolean: true, whenTrue: c.flow, whenFalse: c.flow };
}

/** Memory and a literal: `chars` are equal up to the NUL, addresses in all of their bytes. */
function compareBytes(
  c: Checker,
  node: BinaryExpression,
  relation: Relation,
  left: Expression,
  right: Expression,
): Condition {
  const [constant, memory] = isConstantBytes(left) ? [left, right] : [right, left];
  const { type } = memory;
  const schema = type.kind === "reference" && !type.boxed ? type.schema : undefined;
  if (type.kind === "reference" && type.nullable) {
    c.fail("possiblyUndefined", node, `this may be undefined here: ${type.origin}.`, "test it first");
  }
  if (relation !== "===" && relation !== "!==")
    c.fail("wrongType", node, "texts and addresses are compared with === or !==");
  let bytes: Uint8Array;
  if (constant.node === "text" && schema?.kind === "chars") {
    bytes = new TextEncoder().encode(`${constant.text}\0`);
    if (bytes.length > schema.length) {
      const message = `the text and its NUL take ${bytes.length} bytes, and there are ${schema.length}: they are never equal`;
      c.fail("doesNotFit", node, message);
    }
  } else if (constant.node === "bytes" && schema?.kind === "bytes" && schema.length === constant.bytes.length) {
    bytes = constant.bytes;
  } else {
    const hint = 'write event.comm === "name" with chars, or address === bpf.ipv6("…") with an address';
    c.fail("wrongType", node, `a literal of this kind can't be compared with ${describeType(type)}`, hint);
  }
  const same: Expression = { ...spanOf(c, node), node: "sameBytes", value: memory, bytes, type: booleanType };
  const value = relation === "===" ? same : negate(same, spanOf(c, node));
  return { value, operand: value, isBoolean: true, whenTrue: c.flow, whenFalse: c.flow };
}

/** The relation of two integers as a condition. */
export function compareIntegers(c: Checker, node: Node, relation: Relation, left: Integer, right: Integer): Condition {
  rejectDecided(c, node, relation, left, right);
  if (relation !== "===" && relation !== "!==") rejectMixedSigns(c, node, relation, left, right);
  const whole = isLiteral(left) && isLiteral(right) ? decided(left.type.range, relation, right.type.range) : undefined;
  const here = c.flow;
  if (whole !== undefined) {
    const value: Expression = { ...spanOf(c, node), node: "number", value: whole ? 1n : 0n, type: booleanType };
    return { value, operand: value, isBoolean: true, whenTrue: here, whenFalse: here };
  }
  const signed =
    !isUnsigned64(left.type) && !isUnsigned64(right.type) && (mayBeNegative(left.type) || mayBeNegative(right.type));
  const value: Expression = {
    ...spanOf(c, node),
    node: "compare",
    predicate: predicateOf(relation, signed),
    left,
    right,
    type: booleanType,
  };
  const flows = [relation, opposite[relation]].map((holds) => {
    let flow = here;
    const leftLocal = localOf(left);
    const rightLocal = localOf(right);
    if (leftLocal) flow = narrowLocal(flow, leftLocal, left.type, holds, right.type);
    if (rightLocal) flow = narrowLocal(flow, rightLocal, right.type, mirrored[holds], left.type);
    return flow;
  });
  return { value, operand: value, isBoolean: true, whenTrue: flows[0] as Flow, whenFalse: flows[1] as Flow };
}

/** A comparison with a literal that the other side's type can never make true, or never false, is a mistake. */
function rejectDecided(c: Checker, node: Node, relation: Relation, left: Integer, right: Integer): void {
  if (isLiteral(left) === isLiteral(right)) return;
  const declared = (value: Integer) =>
    isLiteral(value) ? value.type.range : rangeOf(value.type.bits, value.type.signed);
  const outcome = decided(declared(left), relation, declared(right));
  if (outcome === undefined) return;
  const { type } = isLiteral(left) ? right : left;
  c.fail(
    "decidedComparison",
    node,
    `this is always ${outcome}: the other side is ${describeType(type)} (${rangeOf(type.bits, type.signed).min} to ${rangeOf(type.bits, type.signed).max})`,
  );
}

function localOf(value: Expression): Local | undefined {
  if (value.node === "local") return value.local;
  if (value.node === "assign" && value.result === "new") return value.local;
  return value.node === "retype" ? localOf(value.value) : undefined;
}

function narrowLocal(flow: Flow, local: Local, type: IntegerType, relation: Relation, other: IntegerType): Flow {
  const fact = flow.fact(local);
  if (!fact) return flow;
  const before = fact.range ?? type.range;
  const known = narrowed(before, relation, other.range);
  // A relation that can't hold still leaves code to check: what is known stays as it was.
  if (!known) return flow;
  // A test from above shows the verifier the limit of a value that can't be negative.
  const shown = (relation === "<" || relation === "<=" || relation === "===") && before.min >= 0n && !other.obscure;
  return flow.with(local, { ...fact, range: known, obscure: fact.obscure && !shown });
}
