import { type AnyNode, parseExpressionAt } from "acorn";
import type { RandomProgram } from "./program.ts";

/**
 * Makes a failing program smaller as long as it fails: statements are left out, blocks take the place of what holds them,
 * expressions become one of their parts or a plain number.
 * @param fails whether a program still shows the failure
 * @param patience in milliseconds
 */
export function shrink(
  program: RandomProgram,
  fails: (program: RandomProgram) => boolean,
  patience = 60_000,
): RandomProgram {
  const end = Date.now() + patience;
  let best = program;
  const attempt = (candidate: RandomProgram): boolean => {
    if (Date.now() > end || !fails(candidate)) return false;
    best = candidate;
    return true;
  };
  for (let changed = true; changed && Date.now() < end; ) {
    changed = false;
    for (let index = best.inputs.length - 1; index >= 0 && best.inputs.length > 1; index--) {
      if (attempt({ ...best, inputs: best.inputs.filter((_, other) => other !== index) })) changed = true;
    }
    for (let index = best.initial.length - 1; index >= 0; index--) {
      if (attempt({ ...best, initial: best.initial.filter((_, other) => other !== index) })) changed = true;
    }
    while (shrinkOnce(best, attempt)) changed = true;
  }
  const tidy = { ...best, source: best.source.replace(/\n(\s*\n)+/g, "\n") };
  return fails(tidy) ? tidy : best;
}

function shrinkOnce(program: RandomProgram, attempt: (candidate: RandomProgram) => boolean): boolean {
  for (const { start, end, text } of edits(program.source)) {
    const source = program.source.slice(0, start) + text + program.source.slice(end);
    if (source.length < program.source.length && attempt({ ...program, source })) return true;
  }
  for (const [name, before] of Object.entries(program.definitions)) {
    if (!before.startsWith("subprogram(")) continue;
    for (const { start, end, text } of edits(before)) {
      const after = before.slice(0, start) + text + before.slice(end);
      const definitions = { ...program.definitions, [name]: after };
      if (after.length < before.length && attempt({ ...program, definitions })) return true;
    }
  }
  return false;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Everything that could be left out or simplified, the largest pieces first. */
function edits(source: string): Edit[] {
  const found: Edit[] = [];
  const text = (node: AnyNode) => source.slice(node.start, node.end);
  const replace = (node: AnyNode, by: string) => found.push({ start: node.start, end: node.end, text: by });
  const visit = (node: AnyNode): void => {
    switch (node.type) {
      case "BlockStatement":
        for (const statement of node.body)
          if (statement.type !== "ReturnStatement" || node.body.length > 1) replace(statement, "");
        break;
      case "IfStatement":
        replace(node, text(node.consequent));
        if (node.alternate) {
          replace(node, text(node.alternate));
          found.push({ start: node.consequent.end, end: node.alternate.end, text: "" });
        }
        break;
      case "ForStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "ForOfStatement":
      case "LabeledStatement":
        replace(node, text(node.body));
        break;
      case "SwitchCase":
        replace(node, "");
        for (const statement of node.consequent) replace(statement, "");
        break;
      case "BinaryExpression":
      case "LogicalExpression":
        if (node.left.type !== "PrivateIdentifier") replace(node, text(node.left));
        replace(node, text(node.right));
        replace(node, "1");
        break;
      case "ConditionalExpression":
        replace(node, text(node.consequent));
        replace(node, text(node.alternate));
        break;
      case "UnaryExpression":
        replace(node, text(node.argument));
        break;
      case "CallExpression":
        for (const argument of node.arguments) replace(node, text(argument));
        replace(node, "1");
        break;
      case "MemberExpression":
        replace(node, "1");
        replace(node, "ctx.len");
        break;
      case "AssignmentExpression":
        replace(node, text(node.right));
        break;
      case "ObjectExpression":
        for (const [index, property] of node.properties.entries()) {
          const next = node.properties[index + 1];
          found.push({ start: property.start, end: next?.start ?? property.end, text: "" });
        }
        break;
      case "Literal":
        if (typeof node.value === "number" || typeof node.value === "bigint")
          for (const small of ["0", "1"]) replace(node, small);
        break;
    }
    for (const part of Object.values(node)) {
      for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) visit(child);
    }
  };
  const whole = parseExpressionAt(source, 0, { ecmaVersion: "latest" });
  const fn = whole.type === "CallExpression" ? (whole.arguments.at(-1) as AnyNode) : whole;
  if (fn.type === "ArrowFunctionExpression") visit(fn.body);
  return found.sort((a, b) => b.end - b.start - b.text.length - (a.end - a.start - a.text.length));
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
