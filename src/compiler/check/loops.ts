import type {
  DoWhileStatement,
  ForStatement,
  Expression as Node,
  Statement as StatementNode,
  WhileStatement,
} from "acorn";
import type { Predicate } from "../ir/ir.ts";
import type { Checker, JumpTarget } from "./checker.ts";
import { type Condition, checkCondition } from "./conditions.ts";
import { checkForEffect, unsupported } from "./expressions.ts";
import { Flow } from "./flow.ts";
import { checkForOf } from "./for-of.ts";
import { decided, type Relation } from "./integers.ts";
import { checkLoopBound } from "./loop-bound.ts";
import { branch, checkDeclaration, effect } from "./statements.ts";
import { Abandoned } from "./surroundings.ts";
import type { Expression, Statement } from "./typed-tree.ts";

export type LoopNode = ForStatement | WhileStatement | DoWhileStatement;

/** Checks a loop: what is known at its head is what holds in every round, found by walking it until nothing new comes up. */
export function checkLoop(c: Checker, node: LoopNode, name: string | undefined, into: Statement[]): void {
  if (node.type === "ForStatement") {
    if (node.init?.type === "VariableDeclaration") checkDeclaration(c, node.init, into);
    else if (node.init) into.push(...effect(c, node.init));
  }
  const { head, repeats } = settle(c, () => walk(c, node, name).back);
  c.flow = head;
  if (!c.settling && c.exploring === 0 && repeats) checkLoopBound(c, node);
  const { label, test, body, update, after } = walk(c, node, name);
  const testAtEnd = node.type === "DoWhileStatement";
  into.push({ statement: "loop", position: c.position(node), test, testAtEnd, body, update, label });
  c.flow = after;
}

/**
 * What is known at a loop's head, and whether a second round is possible at all.
 * @param round walks a round from there; gives what is known when it comes back
 */
export function settle(c: Checker, round: () => Flow): { readonly head: Flow; readonly repeats: boolean } {
  const entry = c.flow;
  let head = entry;
  let next = explore(c, head, round);
  // Each widening moves an end of some local's range to its limit, so this ends.
  while (!head.covers(next)) {
    head = head.widenedBy(next, (local) => c.limitOf(local));
    next = explore(c, head, round);
  }
  // What comes out of a head that covers everything is a closer, and still safe, description of it.
  return { head: entry.join(next), repeats: next.reachable };
}

/** Walks a loop from what is known at its head, silently; gives what is known when it comes back there. */
function explore(c: Checker, head: Flow, round: () => Flow): Flow {
  c.exploring++;
  const label = c.nextLabel;
  const jumps = c.targets.map((target) => [target, { ...target }] as const);
  try {
    c.flow = head;
    return round();
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    return head;
  } finally {
    c.exploring--;
    c.nextLabel = label;
    // What the silent walk jumped out with does not count.
    for (const [target, before] of jumps) Object.assign(target, before);
  }
}

interface WalkedLoop {
  readonly label: number;
  readonly test: Expression | undefined;
  readonly body: Statement[];
  readonly update: Expression[];
  readonly after: Flow;
  /** What is known when the next round begins. */
  readonly back: Flow;
}

function walk(c: Checker, node: LoopNode, name: string | undefined): WalkedLoop {
  const label = c.nextLabel++;
  const head = c.flow;
  const first = node.type === "DoWhileStatement" ? undefined : enter(c, node.test);
  const target: JumpTarget = { label, name, isLoop: true, breaks: Flow.unreachable, continues: Flow.unreachable };
  const body = c.withTarget(target, () => branch(c, node.body));
  c.flow = c.flow.join(target.continues);
  requireRoundSpent(c, head, node.body);
  const update = node.type === "ForStatement" && node.update ? updates(c, node.update) : [];
  const test = node.type === "DoWhileStatement" ? enter(c, node.test) : first;
  return {
    label,
    test: test?.value,
    body,
    update,
    after: (test?.otherwise ?? Flow.unreachable).join(target.breaks),
    back: node.type === "DoWhileStatement" && test?.value && neverHolds(test.value) ? Flow.unreachable : c.flow,
  };
}

/** What the body of a loop declared begins anew in the next round. */
export function requireRoundSpent(c: Checker, head: Flow, body: StatementNode): void {
  for (const local of c.flow.facts?.keys() ?? []) if (!head.fact(local)) c.requireSpent(local, body);
}

const relations: Readonly<Partial<Record<Predicate, Relation>>> = {
  ...({ eq: "===", ne: "!==", ult: "<", slt: "<", ule: "<=", sle: "<=" } as const),
  ...({ ugt: ">", sgt: ">", uge: ">=", sge: ">=" } as const),
};

/** Whether a test fails for all values that its sides can have where it stands: `do { w++; } while (w < 1)`. */
function neverHolds(test: Expression): boolean {
  if (test.node === "and") return neverHolds(test.left) || neverHolds(test.right);
  if (test.node === "or") return neverHolds(test.left) && neverHolds(test.right);
  if (test.node !== "compare" || test.left.type.kind !== "integer" || test.right.type.kind !== "integer") return false;
  const relation = relations[test.predicate];
  return relation !== undefined && decided(test.left.type.range, relation, test.right.type.range) === false;
}

/** Checks the test of a loop and goes on where it holds. A test that always holds is no test. */
function enter(
  c: Checker,
  node: Node | null | undefined,
): { value: Expression | undefined; otherwise: Flow } | undefined {
  if (!node) return undefined;
  const test: Condition = checkCondition(c, node);
  if (test.value.node === "number") {
    if (test.value.value !== 0n) return undefined;
    c.flow = Flow.unreachable;
    return { value: test.value, otherwise: test.whenFalse };
  }
  c.flow = test.whenTrue;
  return { value: test.value, otherwise: test.whenFalse };
}

function updates(c: Checker, node: Node): Expression[] {
  if (node.type === "SequenceExpression") return node.expressions.flatMap((part) => updates(c, part));
  return [checkForEffect(c, node)];
}

/** `name: for (…)`, or a block that `break name` leaves. */
export function checkLabeled(c: Checker, node: StatementNode & { type: "LabeledStatement" }, into: Statement[]): void {
  const { body, label } = node;
  switch (body.type) {
    case "ForStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      c.inScope(() => checkLoop(c, body, label.name, into));
      return;
    case "ForOfStatement":
      checkForOf(c, body, label.name, into);
      return;
    case "BlockStatement":
    case "IfStatement":
    case "SwitchStatement": {
      const number = c.nextLabel++;
      const target: JumpTarget = {
        label: number,
        name: label.name,
        isLoop: false,
        breaks: Flow.unreachable,
        continues: Flow.unreachable,
      };
      const statements = c.withTarget(target, () => branch(c, body));
      c.flow = c.flow.join(target.breaks);
      into.push({ statement: "block", position: c.position(node), body: statements, label: number });
      return;
    }
    default:
      unsupported(c, node);
  }
}

export function checkJump(
  c: Checker,
  node: StatementNode & { type: "BreakStatement" | "ContinueStatement" },
  into: Statement[],
): void {
  const leaves = node.type === "BreakStatement";
  // An inlined function can't jump to where it is called.
  const inside = c.targets.slice(c.targets.findLastIndex((one) => one.isFunction) + 1);
  const target = inside.findLast((one) =>
    node.label ? one.name === node.label.name : one.isLoop || (leaves && one.name === undefined),
  );
  if (!target)
    c.fail("syntax", node, node.label ? `there is no '${node.label.name}' here` : "this stands outside of a loop");
  if (!leaves && !target.isLoop) c.fail("syntax", node, `'${target.name}' is no loop`);
  if (leaves) target.breaks = target.breaks.join(c.flow);
  else target.continues = target.continues.join(c.flow);
  const position = c.position(node);
  if (leaves || target.round === undefined) {
    into.push({ statement: leaves ? "break" : "continue", position, label: target.label });
  } else {
    into.push({ statement: "break", position, label: target.round });
  }
  c.flow = Flow.unreachable;
}
