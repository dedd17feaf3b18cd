import type {
  ForStatement,
  IfStatement,
  Expression as Node,
  Statement as StatementNode,
  VariableDeclaration,
} from "acorn";
import type { Checker } from "./checker.ts";
import { checkCondition } from "./conditions.ts";
import { asInteger, checkExpression, checkForEffect, unsupported } from "./expressions.ts";
import { Flow } from "./flow.ts";
import { checkLoopBound } from "./loop-bound.ts";
import { contains } from "./range.ts";
import { Abandoned } from "./surroundings.ts";
import type { Expression, Statement } from "./typed-tree.ts";

/** Checks statements in order. A statement with a mistake is left out, and the next one is checked all the same. */
export function checkStatements(c: Checker, nodes: readonly StatementNode[]): Statement[] {
  const statements: Statement[] = [];
  for (const node of nodes) {
    try {
      checkStatement(c, node, statements);
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
      abandonDeclarations(c, node);
      if (node.type === "ReturnStatement") c.flow = Flow.unreachable;
    }
  }
  return statements;
}

/** Names that a failed declaration would have bound are bound nevertheless: their uses are not mistakes of their own. */
function abandonDeclarations(c: Checker, node: StatementNode): void {
  if (node.type !== "VariableDeclaration") return;
  for (const { id } of node.declarations) {
    if (id.type === "Identifier" && !c.resolve(id.name)) c.declare(id, id.name, node.kind === "const");
  }
}

function checkStatement(c: Checker, node: StatementNode, into: Statement[]): void {
  const position = c.position(node);
  switch (node.type) {
    case "EmptyStatement":
      return;
    case "ExpressionStatement":
      if (node.expression.type === "ConditionalExpression") {
        const { test, consequent, alternate } = node.expression;
        checkIf(
          c,
          position,
          test,
          () => effect(c, consequent),
          () => effect(c, alternate),
          into,
        );
      } else if (node.expression.type === "LogicalExpression" && node.expression.operator !== "??") {
        const { left, right, operator } = node.expression;
        const [then, otherwise] =
          operator === "&&" ? [() => effect(c, right), () => []] : [() => [], () => effect(c, right)];
        checkIf(c, position, left, then, otherwise, into);
      } else {
        into.push(...effect(c, node.expression));
      }
      return;
    case "VariableDeclaration":
      checkDeclaration(c, node, into);
      return;
    case "BlockStatement":
      into.push({
        statement: "block",
        position,
        body: c.inScope(() => checkStatements(c, node.body)),
        label: undefined,
      });
      return;
    case "IfStatement":
      checkIf(
        c,
        position,
        node.test,
        () => branch(c, node.consequent),
        () => alternate(c, node),
        into,
      );
      return;
    case "ForStatement":
      c.inScope(() => checkFor(c, node, into));
      return;
    case "BreakStatement":
    case "ContinueStatement":
      checkJump(c, node, into);
      return;
    case "ReturnStatement":
      into.push({ statement: "return", position, value: checkReturn(c, node.argument ?? undefined, node) });
      c.flow = Flow.unreachable;
      return;
    default:
      unsupported(c, node);
  }
}

function effect(c: Checker, node: Node): Statement[] {
  if (node.type === "SequenceExpression") return node.expressions.flatMap((part) => effect(c, part));
  return [{ statement: "expression", position: c.position(node), value: checkForEffect(c, node) }];
}

function branch(c: Checker, node: StatementNode): Statement[] {
  return c.inScope(() => checkStatements(c, node.type === "BlockStatement" ? node.body : [node]));
}

function alternate(c: Checker, node: IfStatement): Statement[] {
  return node.alternate ? branch(c, node.alternate) : [];
}

function checkIf(
  c: Checker,
  position: number,
  testNode: Node,
  then: () => Statement[],
  otherwise: () => Statement[],
  into: Statement[],
): void {
  const test = checkCondition(c, testNode);
  if (test.value.node === "number") {
    // Decided when the program is compiled: the other branch is not even checked.
    into.push(...(test.value.value !== 0n ? then() : otherwise()));
    return;
  }
  c.flow = test.whenTrue;
  const thenStatements = then();
  const afterThen = c.flow;
  c.flow = test.whenFalse;
  const otherwiseStatements = otherwise();
  c.flow = afterThen.join(c.flow);
  into.push({ statement: "if", position, test: test.value, then: thenStatements, otherwise: otherwiseStatements });
}

function checkDeclaration(c: Checker, node: VariableDeclaration, into: Statement[]): void {
  if (node.kind !== "let" && node.kind !== "const" && node.kind !== "var") {
    c.fail("unsupportedSyntax", node, `a kernel function has no '${node.kind}'`);
  }
  for (const declaration of node.declarations) {
    const { id, init } = declaration;
    if (id.type !== "Identifier") {
      c.fail(
        "unsupportedSyntax",
        id,
        "a kernel function can't take values apart into several names",
        "write a const for each",
      );
    }
    if (!init) {
      c.declare(id, id.name, false);
      continue;
    }
    const value = checkExpression(c, init);
    const local = c.declare(id, id.name, node.kind === "const");
    c.assign(local, value, init);
    into.push({
      statement: "expression",
      position: c.position(declaration),
      value: {
        node: "assign",
        local,
        value,
        result: "new",
        type: value.type,
        position: c.position(declaration),
        end: c.end(declaration),
      },
    });
  }
}

function checkReturn(
  c: Checker,
  node: Node | undefined,
  statement: { start: number; end: number },
): Expression | undefined {
  const { returns, section } = c.surroundings.section;
  const { range } = returns;
  if (!node) {
    if (range) {
      c.fail(
        "returnValue",
        statement,
        `a ${section} program must return ${range[0]} to ${range[1]}`,
        verdictHint(section),
      );
    }
    return undefined;
  }
  const expression = checkExpression(c, node);
  if (expression.type.kind === "undefined" && !range) return undefined;
  const value = asInteger(c, expression, node);
  const allowed = range && { min: BigInt(range[0]), max: BigInt(range[1]) };
  if (allowed && !contains(allowed, value.type.range)) {
    const { min, max } = value.type.range;
    const possible = min === max ? `${min}` : `${min} to ${max}`;
    c.fail(
      "returnValue",
      node,
      `a ${section} program must return ${range[0]} to ${range[1]}, and this is ${possible}`,
      verdictHint(section),
    );
  }
  return value;
}

function verdictHint(section: string): string | undefined {
  if (section.startsWith("cgroup")) return "1 lets the packet pass, 0 drops it";
  if (section.startsWith("xdp")) return "return bpf.XDP_PASS or another XDP_* verdict";
  return undefined;
}

function checkJump(
  c: Checker,
  node: StatementNode & { type: "BreakStatement" | "ContinueStatement" },
  into: Statement[],
): void {
  if (node.label) c.fail("unsupportedSyntax", node.label, "a kernel function can't have labels");
  const target = c.targets.at(-1);
  if (!target) c.fail("syntax", node, "this stands outside of a loop");
  if (node.type === "BreakStatement") target.breaks = target.breaks.join(c.flow);
  else target.continues = target.continues.join(c.flow);
  const statement = node.type === "BreakStatement" ? "break" : "continue";
  into.push({ statement, position: c.position(node), label: target.label });
  c.flow = Flow.unreachable;
}

function checkFor(c: Checker, node: ForStatement, into: Statement[]): void {
  if (node.init?.type === "VariableDeclaration") checkDeclaration(c, node.init, into);
  else if (node.init) into.push(...effect(c, node.init));
  const entry = c.flow;
  let head = entry;
  // What is known at the head: once widened by what the loop changes, then narrowed by one more round.
  const first = explore(c, node, head);
  const widened = head.widenedBy(first, (local) => c.limitOf(local));
  const second = explore(c, node, widened);
  head = entry.join(second);
  // Join once more: what the narrowed head gives must be covered by it.
  const third = explore(c, node, head);
  if (!covers(head, third)) head = widened.join(second);

  c.flow = head;
  const loop = walk(c, node);
  into.push({
    statement: "loop",
    position: c.position(node),
    test: loop.test,
    testAtEnd: false,
    body: loop.body,
    update: loop.update,
    label: loop.label,
  });
  c.flow = loop.after;
}

function covers(outer: Flow, inner: Flow): boolean {
  if (!inner.facts || !outer.facts) return true;
  for (const [local, fact] of outer.facts) {
    const theirs = inner.facts.get(local);
    if (!theirs) continue;
    if (fact.range && (!theirs.range || !contains(fact.range, theirs.range))) return false;
    if ((fact.present && !theirs.present) || (fact.assigned && !theirs.assigned)) return false;
  }
  return true;
}

/** Walks a loop from what is known at its head, silently; gives what is known when it comes back there. */
function explore(c: Checker, node: ForStatement, head: Flow): Flow {
  c.exploring++;
  const label = c.nextLabel;
  try {
    c.flow = head;
    return walk(c, node).back;
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    return head;
  } finally {
    c.exploring--;
    c.nextLabel = label;
  }
}

interface WalkedLoop {
  readonly label: number;
  readonly test: Expression | undefined;
  readonly body: Statement[];
  readonly update: Expression[];
  readonly after: Flow;
  /** What is known after the update. */
  readonly back: Flow;
}

function walk(c: Checker, node: ForStatement): WalkedLoop {
  const label = c.nextLabel++;
  const test = node.test ? checkCondition(c, node.test) : undefined;
  let after = test ? test.whenFalse : Flow.unreachable;
  const never = test?.value.node === "number" && test.value.value === 0n;
  const always = !test || (test.value.node === "number" && !never);
  if (always) after = Flow.unreachable;
  c.flow = never ? Flow.unreachable : (test?.whenTrue ?? c.flow);
  checkLoopBound(c, node);
  const target = { label, name: undefined, isLoop: true, breaks: Flow.unreachable, continues: Flow.unreachable };
  c.targets.push(target);
  let body: Statement[];
  try {
    body = branch(c, node.body);
  } finally {
    c.targets.pop();
  }
  c.flow = c.flow.join(target.continues);
  const update = node.update ? updates(c, node.update) : [];
  return {
    label,
    test: always ? undefined : test?.value,
    body,
    update,
    after: after.join(target.breaks),
    back: c.flow,
  };
}

function updates(c: Checker, node: Node): Expression[] {
  if (node.type === "SequenceExpression") return node.expressions.flatMap((part) => updates(c, part));
  return [checkForEffect(c, node)];
}
