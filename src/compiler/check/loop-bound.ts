import type { AnyNode, Statement } from "acorn";
import type { Checker } from "./checker.ts";
import type { LoopNode } from "./loops.ts";
import type { Local } from "./typed-tree.ts";

/** The verifier walks through every iteration of a loop; more than this is hopeless with its limit of a million instructions. */
const MOST_ITERATIONS = 1n << 23n;

/**
 * A loop must come to an end that the verifier can see: a counter that every round moves by a constant in one direction, and
 * that a test limits. Called with what is known at the head of the loop, where the counter's range is its limit.
 */
export function checkLoopBound(c: Checker, node: LoopNode): void {
  if (!c.flow.reachable) return;
  const update = node.type === "ForStatement" ? (node.update ?? undefined) : undefined;
  const changes = [...assignments(node.body), ...(update ? assignments(update) : [])];
  const everyRound = [...(update ? assignments(update) : []), ...unconditional(node.body)];
  const counters = new Map<Local, number>();
  for (const change of everyRound) {
    const local = localOf(c, change.name);
    if (local && change.step !== 0) counters.set(local, change.step);
  }
  const spoiled = new Set<string>();
  for (const change of changes) {
    const local = localOf(c, change.name);
    const step = local && counters.get(local);
    if (local && step !== undefined && Math.sign(change.step) !== Math.sign(step)) {
      counters.delete(local);
      spoiled.add(local.name);
    }
  }
  const hint =
    "write for (const i of bpf.range(LIMIT)), or for (let i = 0; i < LIMIT; i++) with a constant limit; break where it ends earlier";
  const [first] = counters.keys();
  if (!first) {
    const [name] = spoiled;
    const why = name ? `its body changes the counter '${name}'` : "no round of it moves a counter by a constant";
    c.fail("unboundedLoop", node, `the end of this loop can't be seen: ${why}`, hint);
  }
  const limited = [...counters.keys()].some((local) => {
    const range = c.flow.fact(local)?.range;
    return range !== undefined && range.max - range.min < MOST_ITERATIONS;
  });
  if (limited) return;
  const down = (counters.get(first) ?? 0) < 0;
  c.fail(
    "unboundedLoop",
    node.test ?? node,
    `nothing limits '${first.name}' to a number of rounds that the verifier can walk through`,
    down
      ? `limit where it begins: if (${first.name} < LIMIT) in front of the loop`
      : `write for (const ${first.name} of bpf.range(end)), or limit it by a constant as well: ${first.name} < end && ${first.name} < LIMIT`,
  );
}

interface Change {
  readonly name: string;
  /** The constant that is added, 0 for any other assignment. */
  readonly step: number;
}

/** Every assignment to a name below a node. */
function* assignments(node: AnyNode): Generator<Change> {
  const change = changeOf(node);
  if (change) yield change;
  for (const part of Object.values(node)) {
    for (const one of Array.isArray(part) ? part : [part]) if (isNode(one)) yield* assignments(one);
  }
}

/** Assignments that every round comes by: those before anything that may go on to the next round. */
function* unconditional(body: Statement): Generator<Change> {
  for (const statement of body.type === "BlockStatement" ? body.body : [body]) {
    if (statement.type === "ExpressionStatement") yield* assignments(statement.expression);
    else if (continues(statement)) return;
  }
}

function continues(node: AnyNode): boolean {
  if (node.type === "ContinueStatement") return true;
  return Object.values(node).some((part) =>
    (Array.isArray(part) ? part : [part]).some((one) => isNode(one) && continues(one)),
  );
}

function changeOf(node: AnyNode): Change | undefined {
  if (node.type === "UpdateExpression" && node.argument.type === "Identifier") {
    return { name: node.argument.name, step: node.operator === "++" ? 1 : -1 };
  }
  if (node.type !== "AssignmentExpression" || node.left.type !== "Identifier") return undefined;
  const { name } = node.left;
  const amount = node.right.type === "Literal" && typeof node.right.value === "number" ? node.right.value : 0;
  if (node.operator === "+=") return { name, step: amount };
  return { name, step: node.operator === "-=" ? -amount : 0 };
}

function localOf(c: Checker, name: string): Local | undefined {
  const binding = c.resolve(name);
  return binding?.kind === "local" ? binding.local : undefined;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
