import type { Pattern } from "acorn";
import type { ParsedFunction } from "../parse/parse-function.ts";
import { type Binding, Checker } from "./checker.ts";
import { notInScope } from "./places.ts";
import { checkStatements } from "./statements.ts";
import { Abandoned, type Surroundings } from "./surroundings.ts";
import type { Statement, TypedFunction } from "./typed-tree.ts";

export { Abandoned, type Entity, type Surroundings } from "./surroundings.ts";

/** Types settle after as many walks as assignments depend on each other; this is far more than anybody writes. */
const MOST_WALKS = 50;

/**
 * Checks a kernel function: names, types, nullness, ranges. Every mistake is reported through `surroundings`; the tree is only
 * of use when none was.
 */
export function checkFunction(parsed: ParsedFunction, name: string, surroundings: Surroundings): TypedFunction {
  const checker = new Checker(parsed, surroundings);
  let body: Statement[];
  let walks = 0;
  do {
    checker.restart();
    body = walk(checker);
    walks++;
  } while (checker.changed && walks < MOST_WALKS);
  checker.settling = false;
  checker.restart();
  body = walk(checker);
  return { name, locals: checker.locals, body };
}

function walk(c: Checker): Statement[] {
  try {
    bindParameters(c);
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    return [];
  }
  const { body } = c.parsed;
  const statements = "type" in body ? expressionBody(c, body) : c.inScope(() => checkStatements(c, body));
  if (c.flow.reachable) endOfFunction(c, statements);
  return statements;
}

function expressionBody(c: Checker, body: Extract<ParsedFunction["body"], { type: string }>): Statement[] {
  const { start, end } = body;
  return checkStatements(c, [{ type: "ReturnStatement", argument: body, start, end }]);
}

/** A function may end without `return` where the hook takes any number; it gives 0 then. */
function endOfFunction(c: Checker, statements: Statement[]): void {
  const { returns, section } = c.surroundings.section;
  const end = c.parsed.text.length + c.parsed.shift;
  if (returns.range) {
    c.report(
      "returnValue",
      { start: end - 1, end },
      `a ${section} program must return ${returns.range[0]} to ${returns.range[1]}, and it ends without`,
    );
  }
  statements.push({ statement: "return", position: end - 1 - c.parsed.shift, value: undefined });
}

/** Binds `(context, scope, bpf)`, each by a name or taken apart. */
function bindParameters(c: Checker): void {
  const [context, scope, bpf, ...more] = c.parsed.parameters;
  const [extra] = more;
  if (extra)
    c.fail("parameters", extra, "a kernel function has three parameters at most: the context, the scope and bpf");
  bindParameter(c, context, { kind: "context" }, () => {
    c.fail(
      "parameters",
      context as Pattern,
      "the context can't be taken apart",
      "give it a name: (ctx, scope, bpf) => …",
    );
  });
  bindParameter(c, scope, { kind: "scope" }, (key, node) => {
    const entity = c.surroundings.scope.get(key);
    if (!entity) notInScope(c, node, key);
    return { kind: "entity", entity, name: key };
  });
  bindParameter(c, bpf, { kind: "bpf" }, (key) => ({ kind: "bpfMember", name: key }));
}

function bindParameter(
  c: Checker,
  pattern: Pattern | undefined,
  whole: Binding,
  part: (key: string, node: Pattern) => Binding,
): void {
  if (!pattern) return;
  if (pattern.type === "Identifier") {
    c.bind(pattern.name, whole);
    return;
  }
  if (pattern.type !== "ObjectPattern") c.fail("parameters", pattern, "a parameter is a name, or { names }");
  for (const property of pattern.properties) {
    if (
      property.type !== "Property" ||
      property.computed ||
      property.key.type !== "Identifier" ||
      property.value.type !== "Identifier"
    ) {
      c.fail("parameters", property, "a parameter is taken apart by plain names", "write { name } or { name: other }");
    }
    c.bind(property.value.name, part(property.key.name, property.value));
  }
}
