import type { Statement as StatementNode } from "acorn";
import type { Checker, JumpTarget } from "./checker.ts";
import { Flow } from "./flow.ts";
import { entityOf } from "./places.ts";
import { branch } from "./statements.ts";
import type { Statement } from "./typed-tree.ts";

/** `for (const x of LIST)` over a compile-time array of the scope: the body stands once for each element. */
export function checkUnrolled(c: Checker, node: StatementNode & { type: "ForOfStatement" }, into: Statement[]): void {
  const list = entityOf(c, node.right)?.entity;
  if (list?.kind !== "list") {
    c.fail(
      "unsupportedSyntax",
      node.right,
      "for … of goes over an array of the scope",
      "for anything else, write a for loop with a counter",
    );
  }
  const declaration = node.left.type === "VariableDeclaration" ? node.left.declarations[0] : undefined;
  if (node.await || declaration?.id.type !== "Identifier") {
    c.fail("unsupportedSyntax", node.left, "write for (const name of LIST)");
  }
  const { name } = declaration.id;
  const position = c.position(node);
  const label = c.nextLabel++;
  const body: Statement[] = [];
  let left = Flow.unreachable;
  for (const [index, entity] of list.items.entries()) {
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
