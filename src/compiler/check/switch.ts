import type { Statement as StatementNode } from "acorn";
import { checkInteger } from "./arithmetic.ts";
import type { Checker, JumpTarget } from "./checker.ts";
import { compareIntegers } from "./conditions.ts";
import { Flow } from "./flow.ts";
import { checkStatements } from "./statements.ts";
import type { Expression, Statement } from "./typed-tree.ts";

/** Checks a `switch` over an integer. A case without `break` falls into the next one, as in JavaScript. */
export function checkSwitch(c: Checker, node: StatementNode & { type: "SwitchStatement" }, into: Statement[]): void {
  const value = checkInteger(c, node.discriminant);
  const label = c.nextLabel++;
  const target: JumpTarget = {
    label,
    name: undefined,
    isLoop: false,
    breaks: Flow.unreachable,
    continues: Flow.unreachable,
  };
  const entries: Flow[] = [];
  const tests: (Expression | undefined)[] = [];
  // All tests come first: the default is taken when none of them holds, wherever it stands.
  for (const one of node.cases) {
    if (!one.test) {
      tests.push(undefined);
      entries.push(Flow.unreachable);
      continue;
    }
    const test = checkInteger(c, one.test);
    const { value: compared, whenTrue, whenFalse } = compareIntegers(c, one.test, "===", value, test);
    tests.push(compared.node === "compare" ? compared.right : test);
    entries.push(whenTrue);
    c.flow = whenFalse;
  }
  const defaultIndex = node.cases.findIndex((one) => !one.test);
  if (defaultIndex >= 0) entries[defaultIndex] = c.flow;
  else target.breaks = c.flow;

  c.flow = Flow.unreachable;
  const cases = c.withTarget(target, () =>
    node.cases.map((one, index) => {
      c.flow = c.flow.join(entries[index] ?? Flow.unreachable);
      return { test: tests[index], body: checkStatements(c, one.consequent) };
    }),
  );
  c.flow = c.flow.join(target.breaks);
  into.push({ statement: "switch", position: c.position(node), value, cases, label });
}
