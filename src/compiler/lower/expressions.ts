import assert from "node:assert/strict";
import type { Expression, Local } from "../check/typed-tree.ts";
import type { Edge, Value } from "../ir/ir.ts";
import { booleanValue, lowerCondition } from "./conditions.ts";
import type { Lowering } from "./lowering.ts";
import { lookupOrInsert, lowerOperand } from "./maps.ts";
import { piecesOf } from "./memory.ts";
import { atPlace, exchangePlace, loadScalar, modifyPlace, referencePlace, writePlace } from "./places.ts";
import { lowerStatements } from "./statements.ts";

export function lowerEffect(l: Lowering, expression: Expression): void {
  l.b.position = expression.position;
  if (expression.node === "conditional" && expression.type.kind === "void") {
    const then = l.b.block();
    const otherwise = l.b.block();
    const after = l.b.block();
    lowerCondition(l, expression.test, then, otherwise);
    for (const [block, part] of [
      [then, expression.then],
      [otherwise, expression.otherwise],
    ] as const) {
      l.b.switchTo(block);
      lowerEffect(l, part);
      l.jump(after);
    }
    l.b.switchTo(after);
    return;
  }
  lowerValue(l, expression);
}

export function lowerValue(l: Lowering, expression: Expression): Value {
  l.b.position = expression.position;
  const b = l.b;
  switch (expression.node) {
    case "number":
      return b.const(expression.value);
    case "undefined":
      return b.const(0n);
    case "local":
      return l.locals.read(b.current, expression.local);
    case "assign":
      return assignLocal(l, expression.local, expression.value, expression.result);
    case "binary":
      return b.binary(expression.operator, lowerValue(l, expression.left), lowerValue(l, expression.right));
    case "compare":
      return b.compare(expression.predicate, lowerValue(l, expression.left), lowerValue(l, expression.right));
    case "truth":
      return b.compare("ne", lowerValue(l, expression.value), b.const(0n));
    case "sameText":
      return booleanValue(l, expression);
    case "not":
      return b.compare("eq", lowerValue(l, expression.value), b.const(0n));
    case "and":
    case "or":
      return expression.type.kind === "boolean" ? booleanValue(l, expression) : eitherNumber(l, expression);
    case "coalesce":
      return coalesce(l, expression);
    case "conditional":
      return conditional(l, expression);
    case "convert":
      return b.extend(lowerValue(l, expression.value), expression.bits, expression.signed);
    case "retype":
      return lowerValue(l, expression.value);
    case "read":
      return atPlace(l, expression.place, (address) => loadScalar(l, address, expression.place.schema));
    case "write":
      return writePlace(l, expression.place, expression.value);
    case "modify":
      return atPlace(l, expression.place, (address) => modifyPlace(l, address, expression));
    case "exchange":
      return atPlace(l, expression.place, (address) => exchangePlace(l, address, expression));
    case "reference":
      return referencePlace(l, expression.place);
    case "temporary":
      return l.stored(expression.name, expression.schema, piecesOf(b, l.lower, expression.schema, expression));
    case "helper": {
      const operands = expression.operands.map((operand) => lowerOperand(l, operand));
      const { id, name, pure, returns } = expression.signature;
      b.position = expression.position;
      const type = returns.kind === "mapValue" ? "pointer" : "integer";
      return b.helper(name, id, operands, { pure, type });
    }
    case "lookupOrInsert":
      return lookupOrInsert(l, expression);
    case "block":
      return inlined(l, expression);
    case "sequence":
      for (const part of expression.first) lowerEffect(l, part);
      return lowerValue(l, expression.last);
    case "text":
      assert.fail("a text is only used where memory is filled with it");
  }
}

function inlined(l: Lowering, expression: Expression & { node: "block" }): Value {
  const exit = expression.label === undefined ? undefined : l.b.block();
  if (expression.label !== undefined && exit) l.targets.set(expression.label, { exit, next: undefined });
  lowerStatements(l, expression.body);
  if (exit) {
    l.fallInto(exit);
    l.continueIn(exit);
  }
  return lowerValue(l, expression.result);
}

function assignLocal(l: Lowering, local: Local, value: Expression, result: "old" | "new"): Value {
  const old = result === "old" ? l.locals.read(l.b.current, local) : undefined;
  const assigned = lowerValue(l, value);
  l.locals.write(l.b.current, local, assigned);
  return old ?? assigned;
}

/** `a || b` of numbers. */
function eitherNumber(l: Lowering, expression: Expression & { node: "and" | "or" | "coalesce" }): Value {
  const left = lowerValue(l, expression.left);
  const other = l.b.block();
  const { block, value } = l.merge("integer");
  const keep: Edge = { block, arguments: [left] };
  const [then, otherwise] = expression.node === "or" ? [keep, other] : [other, keep];
  l.branch("ne", left, l.b.const(0n), then, otherwise);
  l.b.switchTo(other);
  l.jump(block, [lowerValue(l, expression.right)]);
  l.b.switchTo(block);
  return value;
}

function coalesce(l: Lowering, expression: Expression & { node: "and" | "or" | "coalesce" }): Value {
  const left = lowerValue(l, expression.left);
  const other = l.b.block();
  const { block, value } = l.merge("pointer");
  l.branch("ne", left, l.b.const(0n), { block, arguments: [left] }, other);
  l.b.switchTo(other);
  l.jump(block, [lowerValue(l, expression.right)]);
  l.b.switchTo(block);
  return value;
}

function conditional(l: Lowering, expression: Expression & { node: "conditional" }): Value {
  const then = l.b.block();
  const otherwise = l.b.block();
  const { block, value } = l.merge(expression.type.kind === "reference" ? "pointer" : "integer");
  lowerCondition(l, expression.test, then, otherwise);
  for (const [from, part] of [
    [then, expression.then],
    [otherwise, expression.otherwise],
  ] as const) {
    l.b.switchTo(from);
    l.jump(block, [lowerValue(l, part)]);
  }
  l.b.switchTo(block);
  return value;
}
