import type {
  CallExpression,
  ForStatement,
  Identifier,
  Expression as Node,
  Statement as StatementNode,
  VariableDeclaration,
} from "acorn";
import { asInteger } from "./arithmetic.ts";
import { bpfMember, expectArguments } from "./calls.ts";
import type { Checker, JumpTarget } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import { Flow } from "./flow.ts";
import { integerType } from "./integers.ts";
import { checkLoop, requireRoundSpent, settle } from "./loops.ts";
import { entityOf } from "./places.ts";
import { contains } from "./range.ts";
import { branch, checkDeclaration } from "./statements.ts";
import type { Entity } from "./surroundings.ts";
import type { Expression, IntegerType, Statement } from "./typed-tree.ts";

type ForOf = StatementNode & { type: "ForOfStatement" };

/** `for … of` over a compile-time array of the scope, or over `bpf.range(n)`. */
export function checkForOf(c: Checker, node: ForOf, label: string | undefined, into: Statement[]): void {
  const declaration = node.left.type === "VariableDeclaration" ? node.left.declarations[0] : undefined;
  if (node.await || declaration?.id.type !== "Identifier") {
    c.fail("unsupportedSyntax", node.left, "write for (const name of …)");
  }
  const { right } = node;
  if (right.type === "CallExpression" && bpfMember(c, right.callee as Node) === "range") {
    c.inScope(() => checkRange(c, node, declaration.id as Identifier, right, label, into));
    return;
  }
  const list = entityOf(c, right)?.entity;
  if (list?.kind !== "list") {
    const hint = "for anything else, write a for loop with a counter";
    c.fail("unsupportedSyntax", right, "for … of goes over an array of the scope, or over bpf.range(n)", hint);
  }
  checkUnrolled(c, node, declaration.id, list.items, label, into);
}

/** Up to this number of rounds, a plain loop is shorter and faster, and the verifier walks through it quickly enough. */
const MOST_COUNTED = 1024n;

/** A loop that counts from 0 to `n`, which is evaluated once: by the kernel's iterator where `n` may be large. */
function checkRange(
  c: Checker,
  node: ForOf,
  name: Identifier,
  call: CallExpression,
  label: string | undefined,
  into: Statement[],
): void {
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
  const count = asInteger(c, checkExpression(c, limit), limit);
  // No round is ever begun: like the branch of a decided test, the body is not even checked.
  if (count.type.range.max <= 0n) return;
  if (count.type.range.max > MOST_COUNTED) {
    if (c.surroundings.iterators && c.surroundings.gplCompatible) {
      checkIterated(c, node, name, count, label, into);
      return;
    }
    if (count.type.range.max >= MOST_COUNTED_EVER) rejectUnlimited(c, call);
  }
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
  checkLoop(c, loop, label, into);
}

/** Without iterators, the verifier walks through every round; with more than this it is hopeless. */
const MOST_COUNTED_EVER = 1n << 23n;

function rejectUnlimited(c: Checker, call: CallExpression): never {
  const why = c.surroundings.iterators
    ? "the kernel offers its iterators only to programs under a GPL-compatible licence"
    : "the kernel that this is compiled for has no iterators (they come with 6.4)";
  c.fail(
    "rangeNeedsIterators",
    call,
    `nothing limits this range to a number of rounds that the verifier can walk through, and ${why}`,
    "limit it: if (n < LIMIT) for (const i of bpf.range(n)), or bpf.range(n & 255)",
  );
}

/** `BPF_MAX_LOOPS` of the kernel's iterator, as the last number that it gives. */
const LAST_ROUND = (1n << 23n) - 1n;

/** A number that rounds spread further than this is no longer walked through value by value. */
const NEAR = 64n;

function checkIterated(
  c: Checker,
  node: ForOf,
  name: Identifier,
  count: Expression & { type: IntegerType },
  labelName: string | undefined,
  into: Statement[],
): void {
  const { max } = count.type.range;
  const range = { min: 0n, max: max > LAST_ROUND ? LAST_ROUND : max - 1n };
  // The iterator gives 32 bits, of which the verifier knows nothing.
  const type: IntegerType = { ...integerType(64, true, range), obscure: true };
  const number: Expression = { ...spanOf(c, name), node: "undefined", type };
  const walk = () => {
    const head = c.flow;
    const label = c.nextLabel++;
    const target: JumpTarget = {
      label,
      name: labelName,
      isLoop: true,
      isIterator: true,
      breaks: Flow.unreachable,
      continues: Flow.unreachable,
    };
    return c.inScope(() => {
      const local = c.declare(name, name.name, true);
      c.assign(local, number, name);
      const body = c.withTarget(target, () => branch(c, node.body));
      c.flow = c.flow.join(target.continues);
      requireRoundSpent(c, head, node.body);
      return { label, local, body, back: c.flow, after: head.join(target.breaks) };
    });
  };
  const entry = c.flow;
  const settled = settle(c, () => walk().back).head;
  const changed = [...(settled.facts ?? [])].flatMap(([local, { range: now }]) => {
    const before = entry.fact(local)?.range;
    if (!before || !now || (contains(before, now) && contains(now, before))) return [];
    return { local, far: now.max - now.min > NEAR };
  });
  c.flow = settled;
  // The verifier may forget what numbers a round begins with, where no test tells it.
  for (const { local } of changed) c.setFact(local, { obscure: true });
  const { label, local, body, after } = walk();
  c.flow = after;
  into.push({ statement: "range", position: c.position(node), count, local, body, label, changed });
}

/** `for (const x of LIST)`: the body stands once for each element. */
function checkUnrolled(
  c: Checker,
  node: ForOf,
  { name }: Identifier,
  items: readonly Entity[],
  labelName: string | undefined,
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
      name: labelName,
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
