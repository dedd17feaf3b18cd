import type { Statement } from "../check/typed-tree.ts";
import type { Block } from "../ir/ir.ts";
import { lowerCondition } from "./conditions.ts";
import { lowerEffect, lowerValue } from "./expressions.ts";
import type { Lowering } from "./lowering.ts";
import { lowerRange } from "./ranges.ts";

export function lowerStatements(l: Lowering, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (l.b.terminated) return;
    lowerStatement(l, statement);
  }
}

function lowerStatement(l: Lowering, statement: Statement): void {
  l.b.position = statement.position;
  switch (statement.statement) {
    case "expression":
      lowerEffect(l, statement.value);
      break;
    case "block":
      lowerBlock(l, statement);
      break;
    case "switch":
      lowerSwitch(l, statement);
      break;
    case "if":
      lowerIf(l, statement);
      break;
    case "loop":
      lowerLoop(l, statement);
      break;
    case "break":
    case "continue":
      l.leave(statement.statement, statement.label);
      break;
    case "range":
      lowerRange(l, statement, lowerStatements);
      break;
    case "return":
      l.return(statement.value ? lowerValue(l, statement.value) : l.b.const(0n));
      break;
  }
}

function lowerBlock(l: Lowering, statement: Statement & { statement: "block" }): void {
  if (statement.label === undefined) {
    lowerStatements(l, statement.body);
    return;
  }
  const exit = l.b.block();
  l.target(statement.label, exit);
  lowerStatements(l, statement.body);
  l.fallInto(exit);
  l.continueIn(exit);
}

function lowerIf(l: Lowering, statement: Statement & { statement: "if" }): void {
  const then = l.b.block();
  const after = l.b.block();
  const otherwise = statement.otherwise.length > 0 ? l.b.block() : after;
  lowerCondition(l, statement.test, then, otherwise);
  l.b.switchTo(then);
  lowerStatements(l, statement.then);
  l.fallInto(after);
  if (otherwise !== after) {
    l.b.switchTo(otherwise);
    lowerStatements(l, statement.otherwise);
    l.fallInto(after);
  }
  l.continueIn(after);
}

function lowerLoop(l: Lowering, statement: Statement & { statement: "loop" }): void {
  const head = l.b.block();
  const next = l.b.block();
  const exit = l.b.block();
  l.target(statement.label, exit, next);
  l.locals.open(head);
  l.jump(head);
  l.b.switchTo(head);
  const { test, testAtEnd } = statement;
  if (test && !testAtEnd) {
    const body = l.b.block();
    lowerCondition(l, test, body, exit);
    l.continueIn(body);
  }
  lowerStatements(l, statement.body);
  l.fallInto(next);
  l.continueIn(next);
  if (!l.b.terminated) {
    for (const update of statement.update) lowerEffect(l, update);
    if (test && testAtEnd) lowerCondition(l, test, head, exit);
    else l.jump(head);
  }
  l.locals.seal(head);
  l.continueIn(exit);
}

function lowerSwitch(l: Lowering, statement: Statement & { statement: "switch" }): void {
  const exit = l.b.block();
  l.target(statement.label, exit);
  const value = lowerValue(l, statement.value);
  const bodies = statement.cases.map(() => l.b.block());
  let fallback = exit;
  for (const [index, { test }] of statement.cases.entries()) {
    const body = bodies[index] as Block;
    if (!test) {
      fallback = body;
      continue;
    }
    const other = l.b.block();
    l.branch("eq", value, lowerValue(l, test), body, other);
    l.b.switchTo(other);
  }
  l.jump(fallback);
  for (const [index, { body }] of statement.cases.entries()) {
    l.continueIn(bodies[index] as Block);
    lowerStatements(l, body);
    l.fallInto(bodies[index + 1] ?? exit);
  }
  l.continueIn(exit);
}
