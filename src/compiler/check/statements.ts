import type {
  Identifier,
  IfStatement,
  Expression as Node,
  Pattern,
  Statement as StatementNode,
  VariableDeclaration,
} from "acorn";
import { arithmetic, asInteger, numberNode } from "./arithmetic.ts";
import type { Checker } from "./checker.ts";
import { checkCondition } from "./conditions.ts";
import { checkExpression, checkForEffect, unsupported } from "./expressions.ts";
import { Flow } from "./flow.ts";
import { checkForOf } from "./for-of.ts";
import { isFunctionNode } from "./inline.ts";
import { checkJump, checkLabeled, checkLoop } from "./loops.ts";
import { checkPattern } from "./patterns.ts";
import { contains } from "./range.ts";
import { Abandoned } from "./surroundings.ts";
import { checkSwitch } from "./switch.ts";
import type { Expression, Local, Statement } from "./typed-tree.ts";

/** Checks statements in order. A statement with a mistake is left out, and the next one is checked all the same. */
export function checkStatements(c: Checker, nodes: readonly StatementNode[]): Statement[] {
  const statements: Statement[] = [];
  for (const node of nodes) {
    if (node.type === "FunctionDeclaration") c.bind(node.id.name, { kind: "function", node, names: c.names });
  }
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
    for (const name of namesOf(id)) if (!c.resolve(name.name)) c.declareSpoiled(name, name.name);
  }
}

/** The names that a pattern binds. */
function namesOf(pattern: Pattern): Identifier[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) => namesOf(one.type === "Property" ? one.value : one.argument));
    case "ArrayPattern":
      return pattern.elements.flatMap((one) => (one ? namesOf(one) : []));
    case "AssignmentPattern":
      return namesOf(pattern.left);
    default:
      return [];
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
    case "WhileStatement":
    case "DoWhileStatement":
      c.inScope(() => checkLoop(c, node, undefined, into));
      return;
    case "ForOfStatement":
      checkForOf(c, node, undefined, into);
      return;
    case "SwitchStatement":
      c.inScope(() => checkSwitch(c, node, into));
      return;
    case "LabeledStatement":
      checkLabeled(c, node, into);
      return;
    case "BreakStatement":
    case "ContinueStatement":
      checkJump(c, node, into);
      return;
    case "FunctionDeclaration":
      // Bound when its block began.
      return;
    case "ReturnStatement":
      if (returnFromInline(c, node, into)) return;
      into.push({ statement: "return", position, value: checkReturn(c, node.argument ?? undefined, node) });
      c.requireAllSpent(node);
      c.flow = Flow.unreachable;
      return;
    default:
      unsupported(c, node);
  }
}

export function effect(c: Checker, node: Node): Statement[] {
  if (node.type === "SequenceExpression") return node.expressions.flatMap((part) => effect(c, part));
  const value = checkForEffect(c, node);
  if (value.node === "kernelCall" && value.type.kind === "reference" && value.type.reserved) {
    c.fail("lostReference", node, `nobody can release what ${value.function} gives here`, "bind it to a const");
  }
  return [{ statement: "expression", position: c.position(node), value }];
}

export function branch(c: Checker, node: StatementNode): Statement[] {
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

export function checkDeclaration(c: Checker, node: VariableDeclaration, into: Statement[]): void {
  if (node.kind !== "let" && node.kind !== "const" && node.kind !== "var") {
    c.fail("unsupportedSyntax", node, `a kernel function has no '${node.kind}'`);
  }
  for (const declaration of node.declarations) {
    const { id, init } = declaration;
    if (id.type !== "Identifier") {
      if (!init) c.fail("syntax", id, "there is nothing that could be taken apart");
      checkPattern(c, id, init, node.kind === "const", into);
      continue;
    }
    if (init && isFunctionNode(init)) {
      c.bind(id.name, { kind: "function", node: init, names: c.names });
      continue;
    }
    if (!init) {
      c.declare(id, id.name, false);
      continue;
    }
    const checked = checkExpression(c, init);
    // What is on the stack is known by the name that it gets.
    const value = checked.node === "temporary" ? { ...checked, name: id.name } : checked;
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

/** `return` in an inlined function: the value goes into the local that holds the result. */
function returnFromInline(c: Checker, node: StatementNode & { type: "ReturnStatement" }, into: Statement[]): boolean {
  const target = c.targets.findLast((one) => one.isFunction);
  if (!target?.result) return false;
  const position = c.position(node);
  if (node.argument) {
    const value = checkExpression(c, node.argument);
    c.assign(target.result, value, node.argument);
    const span = { position, end: c.end(node) };
    into.push({
      statement: "expression",
      position,
      value: { ...span, node: "assign", local: target.result, value, result: "new", type: value.type },
    });
  }
  target.breaks = target.breaks.join(c.flow);
  into.push({ statement: "break", position, label: target.label });
  c.flow = Flow.unreachable;
  return true;
}

function checkReturn(
  c: Checker,
  node: Node | undefined,
  statement: { start: number; end: number },
): Expression | undefined {
  if (c.result) return node && checkResult(c, c.result, node);
  const { returns, section } = c.surroundings.section;
  const { range } = returns;
  // A program that may return nothing but 0 may as well return nothing.
  const isFree = range === undefined || range[0] === range[1];
  if (!node) {
    if (!isFree) {
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
  if (expression.type.kind === "undefined" && isFree) return undefined;
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
  if (!allowed || !value.type.obscure || allowed.min < 0n) return value;
  // The verifier can't follow where the value comes from: a mask shows it that all is well.
  return arithmetic(c, node, "&", value, numberNode(c, node, allowed.max) as typeof value);
}

/** What a subprogram returns: its type is the join of all its results. */
function checkResult(c: Checker, result: Local, node: Node): Expression {
  const value = asInteger(c, checkExpression(c, node), node);
  c.assign(result, value, node);
  return value;
}

function verdictHint(section: string): string | undefined {
  if (/^cgroup[/_]skb/.test(section)) return "1 lets the packet pass, 0 drops it";
  if (section.startsWith("cgroup/")) return "1 lets the system call go on, 0 makes it fail";
  if (section === "sockops") return "return 1; what the kernel asks for is put into the context's reply";
  if (section === "sk_lookup") return "return bpf.SK_PASS or bpf.SK_DROP";
  if (section === "netfilter") return "return bpf.NF_ACCEPT or bpf.NF_DROP";
  return undefined;
}
