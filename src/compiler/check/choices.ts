import type { LogicalExpression, Expression as Node } from "acorn";
import { asInteger, checkInteger } from "./arithmetic.ts";
import { type Checker, describeType, sameView } from "./checker.ts";
import { checkCondition } from "./conditions.ts";
import { checkExpression, checkForEffect, spanOf } from "./expressions.ts";
import { integerType, isUnsigned64 } from "./integers.ts";
import { join } from "./range.ts";
import type { Expression, IntegerType, Type } from "./typed-tree.ts";

export function checkLogical(c: Checker, node: LogicalExpression): Expression {
  const before = c.flow;
  const whole = checkCondition(c, node);
  if (whole.isBoolean) {
    c.flow = whole.whenTrue.join(whole.whenFalse);
    return whole.value;
  }
  // `a || b` of numbers gives one of them, as in JavaScript.
  c.flow = before;
  const test = checkCondition(c, node.left);
  const isOr = node.operator === "||";
  c.flow = isOr ? test.whenFalse : test.whenTrue;
  const right = checkInteger(c, node.right);
  c.flow = c.flow.join(isOr ? test.whenTrue : test.whenFalse);
  const left = asInteger(c, test.operand, node.left);
  return {
    ...spanOf(c, node),
    node: isOr ? "or" : "and",
    left,
    right,
    type: joinedType(c, node, left.type, right.type),
  };
}

/** `a && b()` as a statement, also in the form that minifiers give an `if`. */
export function checkGuarded(c: Checker, node: LogicalExpression): Expression {
  const test = checkCondition(c, node.left);
  const isOr = node.operator === "||";
  c.flow = isOr ? test.whenFalse : test.whenTrue;
  const effect = checkForEffect(c, node.right);
  c.flow = c.flow.join(isOr ? test.whenTrue : test.whenFalse);
  const nothing: Expression = { ...spanOf(c, node), node: "undefined", type: { kind: "undefined" } };
  const [then, otherwise] = isOr ? [nothing, effect] : [effect, nothing];
  return { ...spanOf(c, node), node: "conditional", test: test.value, then, otherwise, type: { kind: "void" } };
}

export function checkConditional(c: Checker, node: Node & { type: "ConditionalExpression" }): Expression {
  const test = checkCondition(c, node.test);
  if (test.value.node === "number") {
    return checkExpression(c, test.value.value !== 0n ? node.consequent : node.alternate);
  }
  c.flow = test.whenTrue;
  let then = checkExpression(c, node.consequent);
  const afterThen = c.flow;
  c.flow = test.whenFalse;
  let otherwise = checkExpression(c, node.alternate);
  c.flow = afterThen.join(c.flow);
  if (then.type.kind === "boolean" && otherwise.type.kind === "integer") then = asInteger(c, then, node.consequent);
  if (otherwise.type.kind === "boolean" && then.type.kind === "integer")
    otherwise = asInteger(c, otherwise, node.alternate);
  return {
    ...spanOf(c, node),
    node: "conditional",
    test: test.value,
    then,
    otherwise,
    type: joinedType(c, node, then.type, otherwise.type),
  };
}

/** The type of an expression that is one of two. */
export function joinedType(c: Checker, node: Node, a: Type, b: Type): Type {
  if (a.kind === "integer" && b.kind === "integer") {
    const range = join(a.range, b.range);
    if (a.obscure || b.obscure) {
      const plain = joinedType(c, node, { ...a, obscure: false }, { ...b, obscure: false });
      return { ...(plain as IntegerType), obscure: true };
    }
    if (a.bits === b.bits && a.signed === b.signed) return { ...a, range };
    if (isUnsigned64(a) || isUnsigned64(b)) {
      if (range.min < 0n) {
        c.fail(
          "mixedSigns",
          node,
          "this is a u64 in one case and a signed value that may be negative in the other",
          "cast one of them",
        );
      }
      return integerType(64, false, range);
    }
    return integerType(64, true, range);
  }
  if (
    a.kind === "reference" &&
    b.kind === "reference" &&
    a.schema === b.schema &&
    a.region === b.region &&
    a.boxed === b.boxed &&
    a.map === b.map
  ) {
    return { ...a, nullable: a.nullable || b.nullable };
  }
  if (a.kind === "kernel" && b.kind === "kernel" && sameView(a, b)) return a;
  if (a.kind === b.kind && (a.kind === "boolean" || a.kind === "undefined" || a.kind === "void")) return a;
  if (a.kind === "string" || b.kind === "string") {
    c.fail(
      "wrongType",
      node,
      "a text can't be chosen when the program runs",
      "write an if, with a text in each branch",
    );
  }
  c.fail("wrongType", node, `this is ${describeType(a)} in one case and ${describeType(b)} in the other`);
}

/** `row?.packets ?? 0`, and `a ?? b` between references. */
export function checkCoalesce(c: Checker, node: LogicalExpression): Expression {
  let left: Node = node.left as Node;
  while (left.type === "ParenthesizedExpression") left = left.expression;
  if (left.type === "ChainExpression") return checkOptionalMember(c, node, left);
  const value = checkExpression(c, left);
  // Some settings of TypeScript take every element of an array for possibly undefined.
  if (value.type.kind === "integer" || value.type.kind === "boolean") return value;
  if (value.type.kind !== "reference")
    c.fail("wrongType", left, `'??' needs something that may be undefined, not ${describeType(value.type)}`);
  const before = c.flow;
  const right = checkExpression(c, node.right);
  c.flow = before.join(c.flow);
  const type = joinedType(c, node, { ...value.type, nullable: false }, right.type);
  return { ...spanOf(c, node), node: "coalesce", left: value, right, type };
}

/** `found?.field ?? value`, where `found` is a local or what a lookup gives. */
function checkOptionalMember(
  c: Checker,
  node: LogicalExpression,
  left: Node & { type: "ChainExpression" },
): Expression {
  return c.inScope(() => {
    const { object, member, first } = optionalMember(c, left);
    const test = checkCondition(c, object);
    c.flow = test.whenTrue;
    const then = checkExpression(c, member);
    const after = c.flow;
    c.flow = test.whenFalse;
    const otherwise = checkExpression(c, node.right);
    c.flow = after.join(c.flow);
    const type = joinedType(c, node, then.type, otherwise.type);
    const last: Expression = { ...spanOf(c, node), node: "conditional", test: test.value, then, otherwise, type };
    return first ? { ...spanOf(c, node), node: "sequence", first: [first], last, type } : last;
  });
}

interface OptionalMember {
  /** A name for what is looked at. */
  readonly object: Node & { type: "Identifier" };
  /** The member without its question mark. */
  readonly member: Node;
  /** Binds the name, where it is not a local of the user's. */
  readonly first: Expression | undefined;
}

/** Takes `found?.field` apart. What is looked up on the way gets a name that no program has, so that it is looked up once. */
export function optionalMember(c: Checker, chain: Node & { type: "ChainExpression" }): OptionalMember {
  const member = chain.expression;
  if (member.type !== "MemberExpression" || !member.optional || member.object.type === "Super") {
    const hint = "test what was looked up with an if";
    c.fail("unsupportedSyntax", chain, "'?.' is understood once, in the form found?.field", hint);
  }
  const { object } = member;
  if (object.type === "Identifier") return { object, member: { ...member, optional: false }, first: undefined };
  const found = { type: "Identifier", name: "found?", start: object.start, end: object.end } as const;
  const value = checkExpression(c, object);
  const local = c.declare(object, found.name, true);
  c.assign(local, value, object);
  const first: Expression = { ...spanOf(c, object), node: "assign", local, value, result: "new", type: value.type };
  return { object: found, member: { ...member, optional: false, object: found }, first };
}
