import { type AnyNode, type Expression, type FunctionExpression, type Pattern, parse, type Statement } from "acorn";
import type { DiagnosticName } from "../diagnostics/index.ts";

/** A kernel function's syntax tree. Positions of nodes count from the start of `text` once `shift` is taken off. */
export interface ParsedFunction {
  /** What `Function.prototype.toString()` gave. */
  readonly text: string;
  /** Characters that were put in front of `text` to parse it. */
  readonly shift: number;
  readonly parameters: readonly Pattern[];
  readonly body: readonly Statement[] | Expression;
}

/** Thrown by the parser; the compiler turns it into a diagnostic. */
export class ParseFailure extends Error {
  readonly diagnostic: DiagnosticName;
  /** Offset in the function's text. */
  readonly position: number;
  readonly hint: string | undefined;

  constructor(diagnostic: DiagnosticName, message: string, position: number, hint?: string) {
    super(message);
    this.diagnostic = diagnostic;
    this.position = position;
    this.hint = hint;
  }
}

/**
 * Parses the text of a kernel function: an arrow function, a function expression or a method.
 * @throws {ParseFailure}
 */
export function parseFunction(fn: (...parameters: never[]) => unknown): ParsedFunction {
  const text = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}$/.test(text)) {
    throw new ParseFailure(
      "noSource",
      "the function is bound or native: it has no source text to compile",
      0,
      "pass the function itself, not what bind() returned",
    );
  }
  if (/\bcov_[0-9a-z]+\b/i.test(text)) {
    throw new ParseFailure(
      "instrumented",
      "the function was instrumented by Istanbul: its coverage counters can't run in the kernel",
      0,
      "exclude the file from coverage, or put /* istanbul ignore next */ in front of the function, or measure with V8 coverage",
    );
  }
  const attempts: readonly [prefix: string, suffix: string][] = [
    ["(", ")"],
    ["({", "})"],
  ];
  let failure: unknown;
  for (const [prefix, suffix] of attempts) {
    try {
      const root = parse(prefix + text + suffix, { ecmaVersion: "latest", sourceType: "module" });
      const statement = root.body[0];
      const expression = statement?.type === "ExpressionStatement" ? statement.expression : undefined;
      const found = expression && functionIn(expression);
      if (found) return describe(found, text, prefix.length);
      throw new ParseFailure("syntax", "a function is needed: a class can't be a kernel function", 0);
    } catch (error) {
      if (error instanceof ParseFailure) throw error;
      failure ??= error;
    }
  }
  throw syntaxFailure(failure);
}

function functionIn(node: Expression): Expression | FunctionExpression | undefined {
  if (node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression") return node;
  const property = node.type === "ObjectExpression" ? node.properties[0] : undefined;
  return property?.type === "Property" ? functionIn(property.value) : undefined;
}

function describe(node: AnyNode, text: string, shift: number): ParsedFunction {
  if (node.type !== "ArrowFunctionExpression" && node.type !== "FunctionExpression") {
    throw new ParseFailure("syntax", "a function is needed", 0);
  }
  if (node.async || node.generator) {
    const what = node.async ? "async" : "a generator";
    throw new ParseFailure("unsupportedSyntax", `a kernel function can't be ${what}: it runs to its end at once`, 0);
  }
  return {
    text,
    shift,
    parameters: node.params,
    body: node.body.type === "BlockStatement" ? node.body.body : node.body,
  };
}

function syntaxFailure(error: unknown): ParseFailure {
  const { message, pos } = error as { message?: string; pos?: number };
  return new ParseFailure(
    "syntax",
    `the function's text can't be parsed: ${(message ?? String(error)).replace(/ \(\d+:\d+\)$/, "")}`,
    Math.max(0, (pos ?? 1) - 1),
  );
}
