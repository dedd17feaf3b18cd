import type { Expression } from "../check/typed-tree.ts";
import type { Value } from "../ir/ir.ts";
import { lowerValue } from "./expressions.ts";
import { GET_CURRENT_TASK_BTF, MAP_LOOKUP_ELEM, SK_ASSIGN, SK_RELEASE } from "./helper-ids.ts";
import type { Lowering } from "./lowering.ts";
import { lowerOperand } from "./maps.ts";

const ENOENT = -2n;
/** `BPF_LOCAL_STORAGE_GET_F_CREATE` of include/uapi/linux/bpf.h. */
const CREATE = 1n;

type Storage = Expression & { node: "storage" };

/** What a storage map keeps for a socket or a task. Where the context has no socket, there is nothing. */
export function lowerStorage(l: Lowering, expression: Storage): Value {
  return l.forCall(() => {
    const { b } = l;
    const initial = expression.initial && lowerOperand(l, expression.initial);
    b.position = expression.position;
    const { owner } = expression;
    if (owner.kind === "task") {
      return access(
        l,
        expression,
        b.helper("get_current_task_btf", GET_CURRENT_TASK_BTF, [], { type: "pointer" }),
        initial,
      );
    }
    const { place } = owner;
    const socket =
      place === "context" ? l.contextValue() : b.load(8, l.contextValue(), place.offset, { type: "pointer" });
    if (place === "context" || !place.nullable) return access(l, expression, socket, initial);
    const there = b.block();
    const removes = expression.action === "remove";
    const { block, value } = l.merge(removes ? "integer" : "pointer");
    l.branch("ne", socket, b.const(0n), there, { block, arguments: [b.const(removes ? ENOENT : 0n)] });
    b.switchTo(there);
    l.jump(block, [access(l, expression, socket, initial)]);
    b.switchTo(block);
    return value;
  });
}

function access(l: Lowering, { map, signature, action }: Storage, owner: Value, initial: Value | undefined): Value {
  const { b } = l;
  const storage = b.address({ kind: "map", map });
  const { name, id } = signature;
  if (action === "remove") return b.helper(name, id, [storage, owner]);
  const flags = b.const(action === "create" ? CREATE : 0n);
  return b.helper(name, id, [storage, owner, initial ?? b.const(0n), flags], { type: "pointer" });
}

/** A lookup in a map of sockets holds the socket, so it is let go whatever became of the assignment. */
export function lowerSelect(l: Lowering, expression: Expression & { node: "select" }): Value {
  return l.forCall(() => {
    const { b } = l;
    const flags = lowerValue(l, expression.flags);
    const key = lowerOperand(l, expression.key);
    b.position = expression.position;
    const map = b.address({ kind: "map", map: expression.map });
    const socket = b.helper("map_lookup_elem", MAP_LOOKUP_ELEM, [map, key], { type: "pointer" });
    const found = b.block();
    const { block, value } = l.merge("integer");
    l.branch("ne", socket, b.const(0n), found, { block, arguments: [b.const(ENOENT)] });
    b.switchTo(found);
    const result = b.helper("sk_assign", SK_ASSIGN, [l.contextValue(), socket, flags]);
    b.helper("sk_release", SK_RELEASE, [socket]);
    l.jump(block, [result]);
    b.switchTo(block);
    return value;
  });
}
