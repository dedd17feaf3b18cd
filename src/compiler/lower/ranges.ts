import type { Statement } from "../check/typed-tree.ts";
import type { Value } from "../ir/ir.ts";
import { lowerValue } from "./expressions.ts";
import { kernelCall, type Lowering } from "./lowering.ts";

/** `BPF_MAX_LOOPS`: the kernel's iterator over numbers does not begin when there are more. Source: include/linux/bpf_verifier.h. */
export const MAX_ROUNDS = 1n << 23n;
const I32_MIN = -(1n << 31n);

/** In bytes: `struct bpf_iter_num` of include/uapi/linux/bpf.h. */
const ITERATOR_SIZE = 8;

/** A loop over the kernel's iterator, which lies on the stack. Whatever leaves the loop closes it. */
export function lowerRange(
  l: Lowering,
  statement: Statement & { statement: "range" },
  lowerBody: (l: Lowering, statements: readonly Statement[]) => void,
): void {
  const { b } = l;
  const { position, count, label, local } = statement;
  const end = roundsOf(l, statement);
  const slot = b.stackSlot(`range over ${local.name}`, ITERATOR_SIZE, 8);
  b.position = count.position;
  kernelCall(b, "bpf_iter_num_new", [b.stackAddress(slot), b.const(0n), end], undefined);
  const head = b.block();
  const body = b.block();
  const exit = b.block();
  l.locals.open(head);
  l.jump(head);
  b.switchTo(head);
  const next = kernelCall(b, "bpf_iter_num_next", [b.stackAddress(slot)], "pointer");
  l.branch("eq", next, b.const(0n), exit, body);
  l.inIterator(slot, () => {
    l.target(label, exit, head);
    b.switchTo(body);
    const round = b.load(4, next, 0);
    l.locals.write(body, local, round);
    hideChanging(l, statement, round);
    lowerBody(l, statement.body);
    l.fallInto(head);
  });
  l.locals.seal(head);
  l.continueIn(exit);
  b.position = position;
  kernelCall(b, "bpf_iter_num_destroy", [b.stackAddress(slot)], undefined);
}

/** The number of rounds, cut to what the iterator takes: negative numbers are no rounds, and too many are {@link MAX_ROUNDS}. */
function roundsOf(l: Lowering, { count }: Statement & { statement: "range" }): Value {
  const { b } = l;
  let value = lowerValue(l, count);
  const cut = (predicate: "slt" | "sgt" | "ugt", limit: bigint) => {
    const merged = l.merge("integer");
    l.branch(
      predicate,
      value,
      b.const(limit),
      { block: merged.block, arguments: [b.const(limit)] },
      { block: merged.block, arguments: [value] },
    );
    b.switchTo(merged.block);
    value = merged.value;
  };
  if (count.type.kind !== "integer") return value;
  const { min, max } = count.type.range;
  // The iterator itself does nothing for what is negative in 32 bits.
  if (min < I32_MIN) cut("slt", 0n);
  if (max > MAX_ROUNDS) cut(min < 0n ? "sgt" : "ugt", MAX_ROUNDS);
  return value;
}

/** What a number of 32 bits is multiplied by so that every bit of the product may be set. */
const SPREAD = 0x7fff_ffffn;

/**
 * The verifier walks through a loop until it comes to a state that it knows. A local that is tested or an index, and is a known number
 * when a round begins, would be another number in each round, without an end. So a multiple of the round's number is added to it and
 * taken away again: the round's number is anything to the verifier, and so is, from then on, the local. What takes few values and is
 * tested is left as it is: the verifier comes through all of them.
 */
function hideChanging(l: Lowering, { changed }: Statement & { statement: "range" }, round: Value): void {
  const { b } = l;
  const { tested, indexes } = l.decisive;
  const hidden = changed.filter(({ local, far }) => indexes.has(local) || (far && tested.has(local)));
  if (hidden.length === 0) return;
  const anything = b.binary("mul", round, b.const(SPREAD));
  for (const { local } of hidden) {
    const mixed = b.binary("add", l.locals.read(b.current, local), anything);
    l.locals.write(b.current, local, b.binary("sub", mixed, anything));
  }
}
