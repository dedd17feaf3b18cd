import type {
  ArrowFunctionExpression,
  CallExpression,
  FunctionDeclaration,
  FunctionExpression,
  Expression as Node,
} from "acorn";
import type { Binding, Checker } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import { Flow } from "./flow.ts";
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
  const special = fn.params.find((parameter) => parameter.type !== "Identifier");
  if (special) {
    c.fail(
      "unsupportedSyntax",
      special,
      `a parameter of '${name}' is not a plain name`,
      "give every argument at each call",
    );
  }
  if (node.arguments.length !== fn.params.length) {
    const count = fn.params.length;
    c.fail(
      "wrongArguments",
      node,
      `'${name}' takes ${count} argument${count === 1 ? "" : "s"}, and ${node.arguments.length} are given`,
    );
  }
  const values = node.arguments.map((argument) => argumentOf(c, argument as Node));
  return c.inFunction(fn, node, binding.names, () => {
    const body: Statement[] = [];
    for (const [index, parameter] of fn.params.entries()) {
      if (parameter.type !== "Identifier") {
        c.fail("unsupportedSyntax", parameter, "a local function's parameters are plain names");
      }
      const value = values[index];
      if (!value) continue;
      if ("kind" in value) {
        c.bind(parameter.name, value);
        continue;
      }
      const local = c.declare(parameter, parameter.name, false);
      c.assign(local, value, node.arguments[index] as Node);
      const assign: Expression = { ...spanOf(c, node), node: "assign", local, value, result: "new", type: value.type };
      body.push({ statement: "expression", position: c.position(node), value: assign });
    }
    return fn.body.type === "BlockStatement"
      ? checkBody(c, node, name, fn.body.body, body)
      : expressionOf(c, node, body, checkExpression(c, fn.body));
  });
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
