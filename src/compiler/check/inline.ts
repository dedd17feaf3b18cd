import type {
  ArrowFunctionExpression,
  CallExpression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Expression as Node,
  Pattern,
} from "acorn";
import type { Binding, Checker } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import { Flow } from "./flow.ts";
import { checkPattern, declare } from "./patterns.ts";
import { entityOf } from "./places.ts";
import { checkStatements } from "./statements.ts";
import type { Expression, Statement } from "./typed-tree.ts";

/** A function inside a kernel function. */
export type LocalFunctionNode = ArrowFunctionExpression | FunctionExpression | FunctionDeclaration;

export function isFunctionNode(node: { readonly type: string }): node is LocalFunctionNode {
  return (
    node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" || node.type === "FunctionDeclaration"
  );
}

/** Checks a call of a local function in the place of the call: it is inlined, and sees the names that are around it. */
export function checkInlineCall(
  c: Checker,
  node: CallExpression,
  name: string,
  binding: Binding & { kind: "function" },
): Expression {
  const { node: fn } = binding;
  if (c.inlining.includes(fn)) {
    c.fail(
      "recursion",
      node,
      `'${name}' calls itself: a kernel function has no recursion`,
      "write a loop with a bound",
    );
  }
  if (fn.async || fn.generator) c.fail("unsupportedSyntax", fn, `'${name}' can't be async or a generator`);
  const most = fn.params.length;
  const rest = fn.params.find(({ type }) => type === "RestElement");
  if (rest) c.fail("unsupportedSyntax", rest, "a local function has no '...'", "name each argument");
  const needed = fn.params.findLastIndex(({ type }) => type !== "AssignmentPattern") + 1;
  const given = node.arguments.length;
  if (given < needed || given > most) {
    const takes = needed === most ? `${most} argument${most === 1 ? "" : "s"}` : `${needed} to ${most} arguments`;
    const verb = given === 1 ? "is" : "are";
    c.fail("wrongArguments", node, `'${name}' takes ${takes}, and ${given} ${verb} given`);
  }
  const values = node.arguments.map((argument) => argumentOf(c, argument as Node));
  return c.inFunction(fn, node, binding.names, () => {
    const body: Statement[] = [];
    for (const [index, parameter] of fn.params.entries())
      bindArgument(c, parameter, node.arguments[index] as Node, values[index], body);
    return fn.body.type === "BlockStatement"
      ? checkBody(c, node, name, fn.body.body, body)
      : expressionOf(c, node, body, checkExpression(c, fn.body));
  });
}

/** Binds a parameter to what is given for it, or to its default, which may name the parameters before it. */
function bindArgument(
  c: Checker,
  parameter: Pattern,
  given: Node | undefined,
  value: Expression | Binding | undefined,
  into: Statement[],
): void {
  if (parameter.type === "AssignmentPattern") {
    const isMissing = !value || (!("kind" in value) && value.type.kind === "undefined");
    const [from, first] = isMissing ? [parameter.right, argumentOf(c, parameter.right)] : [given, value];
    bindArgument(c, parameter.left, from, first, into);
    return;
  }
  if (!value || !given) return;
  const isName = parameter.type === "Identifier";
  const name = isName ? parameter.name : `argument at ${parameter.start}`;
  const id: Identifier = { type: "Identifier", name, start: parameter.start, end: parameter.end };
  if ("kind" in value) c.bind(name, value);
  else declare(c, id, value, given, false, into);
  // Where it is missing, messages show what was given.
  const { start, end } = given;
  if (!isName) checkPattern(c, parameter, { ...id, start, end }, false, into);
}

/** Maps, schemas and the context can be handed on by name; everything else is a value. */
function argumentOf(c: Checker, node: Node): Expression | Binding {
  const found = entityOf(c, node);
  if (found && found.entity.kind !== "literal") return { kind: "entity", ...found };
  if (node.type === "Identifier") {
    const binding = c.resolve(node.name);
    if (binding && binding.kind !== "local" && binding.kind !== "entity") return binding;
  }
  return checkExpression(c, node);
}

function expressionOf(c: Checker, node: CallExpression, first: readonly Statement[], last: Expression): Expression {
  return { ...spanOf(c, node), node: "block", body: first, label: undefined, result: last, type: last.type };
}

function checkBody(
  c: Checker,
  node: CallExpression,
  name: string,
  statements: Parameters<typeof checkStatements>[1],
  body: Statement[],
): Expression {
  const label = c.nextLabel++;
  const result = c.declare(node, `result of ${name}`, false);
  const target = {
    label,
    name: undefined,
    isLoop: false,
    isFunction: true,
    result,
    breaks: Flow.unreachable,
    continues: Flow.unreachable,
  };
  const inner = c.withTarget(target, () => checkStatements(c, statements));
  c.flow = c.flow.join(target.breaks);
  const span = spanOf(c, node);
  const returnsValue = result.type !== undefined;
  const value: Expression = returnsValue
    ? { ...span, node: "local", local: result, type: c.typeOf(result, node) }
    : { ...span, node: "undefined", type: { kind: "void" } };
  return { ...span, node: "block", body: [...body, ...inner], label, result: value, type: value.type };
}
