import type {
  CallExpression,
  ForStatement,
  Identifier,
  Expression as Node,
  Statement as StatementNode,
  VariableDeclaration,
} from "acorn";
import { bpfMember, expectArguments } from "./calls.ts";
import type { Checker, JumpTarget } from "./checker.ts";
import { Flow } from "./flow.ts";
import { checkLoop } from "./loops.ts";
import { entityOf } from "./places.ts";
import { branch, checkDeclaration } from "./statements.ts";
import type { Entity } from "./surroundings.ts";
import type { Statement } from "./typed-tree.ts";

type ForOf = StatementNode & { type: "ForOfStatement" };

/** `for … of` over a compile-time array of the scope, or over `bpf.range(n)`. */
export function checkForOf(c: Checker, node: ForOf, into: Statement[]): void {
  const declaration = node.left.type === "VariableDeclaration" ? node.left.declarations[0] : undefined;
  if (node.await || declaration?.id.type !== "Identifier") {
    c.fail("unsupportedSyntax", node.left, "write for (const name of …)");
  }
  const { right } = node;
  if (right.type === "CallExpression" && bpfMember(c, right.callee as Node) === "range") {
    c.inScope(() => checkRange(c, node, declaration.id as Identifier, right, into));
    return;
  }
  const list = entityOf(c, right)?.entity;
  if (list?.kind !== "list") {
    const hint = "for anything else, write a for loop with a counter";
    c.fail("unsupportedSyntax", right, "for … of goes over an array of the scope, or over bpf.range(n)", hint);
  }
  checkUnrolled(c, node, declaration.id, list.items, into);
}

/** A loop that counts from 0 to `n`, which is evaluated once. */
function checkRange(c: Checker, node: ForOf, name: Identifier, call: CallExpression, into: Statement[]): void {
  expectArguments(c, call, "range", 1);
  const { start, end } = call;
  // Names that no program has.
  const limit = { type: "Identifier", name: "limit?", start, end } as const;
  const counter = { type: "Identifier", name: "counter?", start: name.start, end: name.end } as const;
  const zero = { type: "Literal", value: 0, raw: "0", start: name.start, end: name.end } as const;
  const declare = (kind: "let" | "const", id: Identifier, init: Node): VariableDeclaration => ({
    type: "VariableDeclaration",
    kind,
    declarations: [{ type: "VariableDeclarator", id, init, start: id.start, end: id.end }],
    start: id.start,
    end: id.end,
  });
  checkDeclaration(c, declare("const", limit, call.arguments[0] as Node), into);
  const loop: ForStatement = {
    type: "ForStatement",
    init: declare("let", counter, zero),
    test: { type: "BinaryExpression", operator: "<", left: counter, right: limit, start, end },
    update: { type: "UpdateExpression", operator: "++", prefix: true, argument: counter, start, end },
    body: {
      type: "BlockStatement",
      body: [declare("const", { ...name, start: name.start - 1 }, counter), node.body],
      start: node.body.start,
      end: node.body.end,
    },
    start: node.start,
    end: node.end,
  };
  checkLoop(c, loop, undefined, into);
}

/** `for (const x of LIST)`: the body stands once for each element. */
function checkUnrolled(
  c: Checker,
  node: ForOf,
  { name }: Identifier,
  items: readonly Entity[],
  into: Statement[],
): void {
  const position = c.position(node);
  const label = c.nextLabel++;
  const body: Statement[] = [];
  let left = Flow.unreachable;
  for (const [index, entity] of items.entries()) {
    const target: JumpTarget = {
      label,
      // `continue` leaves this copy of the body.
      round: c.nextLabel++,
      name: undefined,
      isLoop: true,
      breaks: Flow.unreachable,
      continues: Flow.unreachable,
    };
    const copy = c.inCopy(`${node.start}:${index}`, () => {
      c.bind(name, { kind: "entity", entity, name });
      return c.withTarget(target, () => branch(c, node.body));
    });
    c.flow = c.flow.join(target.continues);
    left = left.join(target.breaks);
    body.push({ statement: "block", position, body: copy, label: target.round });
  }
  c.flow = c.flow.join(left);
  into.push({ statement: "block", position, body, label });
}
