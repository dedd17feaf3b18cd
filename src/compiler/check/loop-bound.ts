import type { AnyNode, ForStatement, Expression as Node } from "acorn";
import type { Checker } from "./checker.ts";
import type { Local } from "./typed-tree.ts";

/** The verifier walks through every iteration of a loop; more than this is hopeless with its limit of a million instructions. */
const MOST_ITERATIONS = 1n << 23n;

/**
 * A loop must come to an end that the verifier can see: a counter that the update moves by a constant, that the condition
 * limits, and that nothing else changes. Called where the condition holds, so that the counter's range is its limit.
 */
export function checkLoopBound(c: Checker, node: ForStatement): void {
  const hint = "write for (let i = 0; i < LIMIT; i++) with a constant limit; break where it ends earlier";
  const counter = node.update && counterOf(c, node.update);
  if (!counter) {
    c.fail(
      "unboundedLoop",
      node,
      "the end of this loop can't be seen: its update does not move a counter by a constant",
      hint,
    );
  }
  if (assigns(node.body, counter.local.name)) {
    c.fail(
      "unboundedLoop",
      node,
      `the end of this loop can't be seen: its body changes the counter '${counter.local.name}'`,
      hint,
    );
  }
  const range = c.flow.fact(counter.local)?.range;
  if (!range || !c.flow.reachable) return;
  const span = range.max - range.min;
  if (span >= MOST_ITERATIONS) {
    const end = counter.step > 0n ? range.max : range.min;
    c.fail(
      "unboundedLoop",
      node.test ?? node,
      `the condition does not limit '${counter.local.name}': it may reach ${end}`,
      "limit it by a constant as well: i < n && i < LIMIT",
    );
  }
}

/** The counter that an update such as `i++` or `i += 2` moves. */
function counterOf(c: Checker, update: Node): { local: Local; step: bigint } | undefined {
  if (update.type === "SequenceExpression") {
    for (const part of update.expressions) {
      const counter = counterOf(c, part);
      if (counter) return counter;
    }
    return undefined;
  }
  const target =
    update.type === "UpdateExpression"
      ? update.argument
      : update.type === "AssignmentExpression"
        ? update.left
        : undefined;
  if (target?.type !== "Identifier") return undefined;
  const binding = c.resolve(target.name);
  if (binding?.kind !== "local") return undefined;
  if (update.type === "UpdateExpression") return { local: binding.local, step: update.operator === "++" ? 1n : -1n };
  if (update.type !== "AssignmentExpression" || (update.operator !== "+=" && update.operator !== "-="))
    return undefined;
  const step =
    update.right.type === "Literal" && typeof update.right.value === "number" ? BigInt(update.right.value) : 0n;
  return step === 0n ? undefined : { local: binding.local, step: update.operator === "+=" ? step : -step };
}

/** Whether anything below a node assigns to a name. */
function assigns(node: AnyNode, name: string): boolean {
  if (node.type === "AssignmentExpression" && node.left.type === "Identifier" && node.left.name === name) return true;
  if (node.type === "UpdateExpression" && node.argument.type === "Identifier" && node.argument.name === name)
    return true;
  return Object.values(node).some((part) =>
    Array.isArray(part) ? part.some((one) => isNode(one) && assigns(one, name)) : isNode(part) && assigns(part, name),
  );
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
