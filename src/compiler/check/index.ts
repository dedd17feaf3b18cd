import type { Pattern } from "acorn";
import type { SubprogramArgument } from "../../define/definitions.ts";
import type { AnySchema } from "../../schema/index.ts";
import type { ParsedFunction } from "../parse/parse-function.ts";
import { type Binding, Checker } from "./checker.ts";
import { booleanType, integerType } from "./integers.ts";
import { notInScope } from "./places.ts";
import { checkStatements } from "./statements.ts";
import { Abandoned, type Surroundings } from "./surroundings.ts";
import type { Expression, Local, Statement, Type, TypedFunction } from "./typed-tree.ts";

export { Abandoned, type Callee, type Entity, type Surroundings } from "./surroundings.ts";

/** Types settle after as many walks as assignments depend on each other; this is far more than anybody writes. */
const MOST_WALKS = 50;

/**
 * Checks a kernel function: names, types, nullness, ranges. Every mistake is reported through `surroundings`; the tree is only
 * of use when none was.
 */
export function checkFunction(parsed: ParsedFunction, name: string, surroundings: Surroundings): TypedFunction {
  const checker = new Checker(parsed, surroundings);
  let walked: Walked;
  let walks = 0;
  do {
    checker.restart();
    walked = walk(checker);
    walks++;
  } while (checker.changed && walks < MOST_WALKS);
  checker.settling = false;
  checker.restart();
  walked = walk(checker);
  const result = checker.result?.type ?? { kind: "void" };
  return { name, ...walked, locals: checker.locals, result };
}

interface Walked {
  readonly parameters: readonly (Local | "context")[];
  readonly body: Statement[];
}

function walk(c: Checker): Walked {
  let parameters: readonly (Local | "context")[];
  try {
    parameters = bindParameters(c);
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    return { parameters: [], body: [] };
  }
  const { body } = c.parsed;
  const statements = "type" in body ? expressionBody(c, body) : c.inScope(() => checkStatements(c, body));
  if (c.flow.reachable) endOfFunction(c, statements);
  return { parameters, body: statements };
}

function expressionBody(c: Checker, body: Extract<ParsedFunction["body"], { type: string }>): Statement[] {
  const { start, end } = body;
  return checkStatements(c, [{ type: "ReturnStatement", argument: body, start, end }]);
}

/** A function may end without `return` where the hook takes any number, or nothing but 0; it gives 0 then. */
function endOfFunction(c: Checker, statements: Statement[]): void {
  const { returns, section } = c.surroundings.section;
  const end = c.parsed.text.length + c.parsed.shift;
  if (returns.range && returns.range[1] !== returns.range[0] && !c.result) {
    c.report(
      "returnValue",
      { start: end - 1, end },
      `a ${section} program must return ${returns.range[0]} to ${returns.range[1]}, and it ends without`,
    );
  }
  c.requireAllSpent({ start: end - 1, end });
  statements.push({ statement: "return", position: end - 1 - c.parsed.shift, value: undefined });
}

/** Binds what the function takes, then the scope and bpf, each by a name or taken apart. */
function bindParameters(c: Checker): readonly (Local | "context")[] {
  const { parameters: taken } = c.surroundings;
  const own = taken?.length ?? 1;
  const patterns = c.parsed.parameters.slice(0, own);
  const [scope, bpf, extra] = c.parsed.parameters.slice(own);
  if (extra) {
    const what = taken ? "its arguments, the scope and bpf" : "the context, the scope and bpf";
    c.fail("parameters", extra, `a kernel function's parameters are ${what}`);
  }
  bindParameter(c, scope, { kind: "scope" }, (key, node) => {
    const entity = c.surroundings.scope.get(key);
    if (!entity) notInScope(c, node, key);
    return { kind: "entity", entity, name: key };
  });
  bindParameter(c, bpf, { kind: "bpf" }, (key) => ({ kind: "bpfMember", name: key }));
  if (!taken) {
    bindContext(c, patterns[0]);
    return ["context"];
  }
  const nowhere = { start: c.parsed.shift, end: c.parsed.shift } as Pattern;
  c.result = c.declare(nowhere, "result", false);
  return taken.map((argument, index) => bindArgument(c, patterns[index], argument, index));
}

function bindContext(c: Checker, pattern: Pattern | undefined): void {
  bindParameter(c, pattern, { kind: "context" }, () => {
    c.fail(
      "parameters",
      pattern as Pattern,
      "the context can't be taken apart",
      "give it a name: (ctx, scope, bpf) => …",
    );
  });
}

/** An argument of a subprogram: a number, or a struct by reference, which may be shared. */
function bindArgument(
  c: Checker,
  pattern: Pattern | undefined,
  argument: SubprogramArgument,
  index: number,
): Local | "context" {
  if (argument.kind === "context") {
    bindContext(c, pattern);
    return "context";
  }
  if (pattern && pattern.type !== "Identifier") {
    c.fail("parameters", pattern, "an argument of a subprogram has a plain name");
  }
  // An argument that the function does not name is there all the same.
  const place =
    pattern ?? ({ type: "Identifier", name: `argument ${index}`, start: -1 - index, end: -1 - index } as const);
  const local = c.declare(place, place.name, false);
  c.assign(local, argumentValue(argument, c.position(place), c.end(place)), place);
  return local;
}

function argumentValue(schema: AnySchema, position: number, end: number): Expression {
  const type: Type =
    schema.kind === "integer"
      ? integerType(schema.bits, schema.signed)
      : schema.kind === "boolean"
        ? booleanType
        : { kind: "reference", schema, region: "shared", nullable: false, boxed: false, origin: "" };
  return { node: "undefined", position, end, type };
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
