import type { CallExpression, Expression as Node } from "acorn";
import type { HelperSignature } from "../../kernel/helper.ts";
import { expectArguments } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { checkPlace, referenceType } from "./places.ts";
import type { Expression } from "./typed-tree.ts";

/** `enum bpf_func_id` of include/uapi/linux/bpf.h. */
const ids = { spin_lock: 93, spin_unlock: 94 } as const;

/** Program types that may hold no lock (check_map_prog_compatibility in kernel/bpf/verifier.c). */
const withoutLocks: ReadonlySet<string> = new Set([
  "socket_filter",
  "tracepoint",
  "raw_tracepoint",
  "raw_tracepoint_writable",
  "kprobe",
  "perf_event",
]);

/**
 * `bpf.spin_lock(row.lock)` and `bpf.spin_unlock(row.lock)`. Whether each lock is given back, and what happens in between, is seen
 * where the ways through the function are known.
 */
export function checkSpinLock(c: Checker, node: CallExpression, name: "spin_lock" | "spin_unlock"): Expression {
  expectArguments(c, node, name, 1);
  const { programType } = c.surroundings.section;
  if (withoutLocks.has(programType.name)) {
    const hint = "use atomic updates, or a per-CPU map";
    c.fail("unknownHelper", node.callee, `the kernel lets no ${programType.name} program hold a lock`, hint);
  }
  const [argument] = node.arguments as [Node];
  const place = argument.type === "MemberExpression" ? checkPlace(c, argument) : undefined;
  if (place?.schema.kind !== "spinLock") {
    c.fail("wrongType", argument, `${name} needs the lock in a map's value`, `write bpf.${name}(row.lock)`);
  }
  if (place.base.kind === "element") {
    const hint = "find it once, and keep it: const row = map.lookup(i)";
    c.fail(
      "wrongType",
      argument,
      "each mention of an element finds it again: the kernel can't see that it is one lock",
      hint,
    );
  }
  if (place.region !== "shared") {
    c.fail("wrongType", argument, "only the lock in a map's value keeps others out: this is a copy");
  }
  const value: Expression = { ...spanOf(c, argument), node: "reference", place, type: referenceType(place) };
  const returns = { kind: "void" } as const;
  const signature: HelperSignature = {
    name,
    id: ids[name],
    minimumKernel: "5.1",
    gplOnly: false,
    arguments: [],
    returns,
    pure: false,
  };
  return {
    ...spanOf(c, node),
    node: "helper",
    signature,
    operands: [{ kind: "value", value }],
    type: { kind: "void" },
  };
}
