import type { Identifier, Expression as Node, Pattern } from "acorn";
import type { Checker } from "./checker.ts";
import { checkExpression } from "./expressions.ts";
import { entityOf } from "./places.ts";
import type { Expression, Statement } from "./typed-tree.ts";

/**
 * Takes a struct, an array or a scope apart: `const { a, inner: { b } } = row`, `const [first, , third] = row.list`. Each name is what
 * the member would be by itself: a number is loaded once, a struct is another name for the same memory.
 */
export function checkPattern(c: Checker, pattern: Pattern, init: Node, constant: boolean, into: Statement[]): void {
  if (pattern.type === "Identifier") {
    bindName(c, pattern, init, constant, into);
    return;
  }
  if (pattern.type === "AssignmentPattern") {
    const hint = "leave the default out";
    c.fail("unsupportedSyntax", pattern, "what is taken apart here is always there: it can have no default", hint);
  }
  if (pattern.type !== "ObjectPattern" && pattern.type !== "ArrayPattern") {
    c.fail(
      "unsupportedSyntax",
      pattern,
      "a kernel function can't take values apart like this",
      "write a const for each",
    );
  }
  const whole = evaluatedOnce(c, pattern, init, into);
  for (const { target, property, computed } of membersOf(c, pattern)) {
    const { start, end } = property;
    const member = {
      type: "MemberExpression",
      object: whole,
      property,
      computed,
      optional: false,
      start,
      end,
    } as const;
    checkPattern(c, target, member, constant, into);
  }
}

interface Member {
  readonly target: Pattern;
  readonly property: Node;
  readonly computed: boolean;
}

function membersOf(c: Checker, pattern: Pattern & { type: "ObjectPattern" | "ArrayPattern" }): Member[] {
  if (pattern.type === "ArrayPattern") {
    return pattern.elements.flatMap((target, index): Member[] => {
      if (!target) return [];
      if (target.type === "RestElement") rejectRest(c, target);
      const { start, end } = target;
      return [{ target, property: { type: "Literal", value: index, raw: `${index}`, start, end }, computed: true }];
    });
  }
  return pattern.properties.map((one) => {
    if (one.type === "RestElement") rejectRest(c, one);
    if (one.computed) c.fail("unsupportedSyntax", one, "a field is taken out by its name", "write { field: name }");
    return { target: one.value, property: one.key as Node, computed: one.key.type === "Literal" };
  });
}

function rejectRest(c: Checker, node: Pattern): never {
  c.fail("unsupportedSyntax", node, "a kernel function has no '...'", "name each field");
}

/** What is taken apart, under a name that no program has, unless it is a name already. */
function evaluatedOnce(c: Checker, pattern: Pattern, init: Node, into: Statement[]): Node {
  if (entityOf(c, init)) return init;
  if (init.type === "Identifier" && c.resolve(init.name)) return init;
  const name: Identifier = {
    type: "Identifier",
    name: `taken apart at ${pattern.start}`,
    start: init.start,
    end: init.end,
  };
  declare(c, { ...name, start: pattern.start }, checkExpression(c, init), init, true, into);
  return name;
}

function bindName(c: Checker, id: Identifier, init: Node, constant: boolean, into: Statement[]): void {
  const found = entityOf(c, init);
  if (found) c.bind(id.name, { kind: "entity", ...found });
  else declare(c, id, checkExpression(c, init), init, constant, into);
}

/** Declares a local with its first value. */
export function declare(
  c: Checker,
  id: Identifier,
  value: Expression,
  init: Node,
  constant: boolean,
  into: Statement[],
): void {
  const local = c.declare(id, id.name, constant);
  c.assign(local, value, init);
  const [position, end] = [c.position(id), c.end(init)];
  const assign: Expression = { node: "assign", local, value, result: "new", type: value.type, position, end };
  into.push({ statement: "expression", position, value: assign });
}
