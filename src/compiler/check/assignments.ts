import type { AssignmentExpression, Expression as Node, UpdateExpression } from "acorn";
import { arithmetic, checkInteger, numberNode } from "./arithmetic.ts";
import type { Checker } from "./checker.ts";
import { checkExpression, outsideName, spanOf } from "./expressions.ts";
import type { ArithmeticOperator } from "./integers.ts";
import { checkPlace } from "./places.ts";
import { modifyPlace, writePlace } from "./stores.ts";
import type { Expression, IntegerType, Local } from "./typed-tree.ts";

export function checkAssignment(c: Checker, node: AssignmentExpression, result: "none" | "new"): Expression {
  const target = node.left;
  if (target.type !== "Identifier" && target.type !== "MemberExpression") {
    c.fail("unsupportedSyntax", target, "a kernel function can't assign to a pattern", "assign one name at a time");
  }
  const operator = node.operator.slice(0, -1);
  if (operator === "&&" || operator === "||" || operator === "??") {
    if (target.type !== "Identifier" || operator === "??") {
      const hint =
        operator === "??" ? "write it as an if" : "a local may stand there; for a place in memory, write it as an if";
      c.fail("unsupportedSyntax", node, `a kernel function has no '${node.operator}' here`, hint);
    }
    const { start, end, right } = node;
    const either = { type: "LogicalExpression", operator, left: target, right, start, end } as const;
    return assignLocal(c, node, assignableLocal(c, target), checkExpression(c, either), "new");
  }
  if (operator === "**") c.fail("unsupportedSyntax", node, "a kernel function has no '**='");
  if (target.type === "Identifier") {
    const local = assignableLocal(c, target);
    const value =
      operator === ""
        ? checkExpression(c, node.right)
        : arithmetic(c, node, operator as ArithmeticOperator, checkInteger(c, target), checkInteger(c, node.right));
    return assignLocal(c, node, local, value, "new");
  }
  const place = checkPlace(c, target);
  if (operator === "") return writePlace(c, node, place, node.right);
  return modifyPlace(c, node, place, operator as ArithmeticOperator, checkInteger(c, node.right), result);
}

export function checkUpdate(c: Checker, node: UpdateExpression, result: "none" | "old" | "new"): Expression {
  const operator = node.operator === "++" ? "+" : "-";
  const target = node.argument as Node;
  const one = numberNode(c, node, 1n) as Expression & { type: IntegerType };
  if (target.type === "Identifier") {
    const local = assignableLocal(c, target);
    const value = arithmetic(c, node, operator, checkInteger(c, target), one);
    const before = c.typeOf(local, target);
    const assigned = assignLocal(c, node, local, value, result === "old" ? "old" : "new");
    return result === "old" ? { ...assigned, type: before } : assigned;
  }
  if (target.type !== "MemberExpression")
    c.fail("unsupportedSyntax", node, `'${node.operator}' needs a local or a field`);
  return modifyPlace(c, node, checkPlace(c, target), operator, one, result);
}

export function assignableLocal(c: Checker, node: Node & { type: "Identifier" }): Local {
  const binding = c.resolve(node.name);
  if (!binding) outsideName(c, node);
  if (binding.kind !== "local") {
    const hint = binding.kind === "entity" ? `assign to ${node.name}.value` : undefined;
    c.fail("constantAssignment", node, `'${node.name}' can't be assigned to`, hint);
  }
  if (binding.local.constant) c.fail("constantAssignment", node, `'${node.name}' is a const`, "declare it with let");
  return binding.local;
}

export function assignLocal(
  c: Checker,
  node: Node,
  local: Local,
  value: Expression,
  result: "old" | "new",
): Expression {
  c.assign(local, value, node);
  return { ...spanOf(c, node), node: "assign", local, value, result, type: value.type };
}
