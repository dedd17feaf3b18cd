import { reversePostOrder } from "../ir/graph.ts";
import type { Block, HelperCall, IrFunction, Value } from "../ir/ir.ts";
import { edgesOf } from "../ir/operands.ts";

/** A mistake with a lock, at an offset in the function's text. */
export interface LockMistake {
  readonly position: number;
  readonly message: string;
  readonly hint: string;
}

/** A lock that is held: where it is, and where it was taken. */
interface Held {
  readonly base: Value;
  readonly offset: bigint;
  readonly position: number;
}

/**
 * What the verifier asks of locks: at most one is held at a time, the same one is given back on every way, and no helper and no
 * subprogram is called before. Looks at a function as it was lowered, where every call that will be made is one.
 */
export function lockMistakes(fn: IrFunction): LockMistake[] {
  const mistakes: LockMistake[] = [];
  const seen = new Set<string>();
  const report = (position: number, message: string, hint: string) => {
    if (seen.has(`${position}${message}`)) return;
    seen.add(`${position}${message}`);
    mistakes.push({ position, message, hint });
  };
  const atStart = new Map<Block, Held | undefined>();
  for (const block of reversePostOrder(fn)) {
    let held = atStart.get(block);
    for (const instruction of block.instructions) {
      if (instruction.op === "helper") held = afterCall(instruction, held, report);
    }
    const { terminator } = block;
    if (terminator?.op === "return" && held) {
      const hint = "call bpf.spin_unlock() on every way";
      report(held.position, "the lock that is taken here is still held on a way to the end of the function", hint);
    }
    for (const { block: next } of edgesOf(terminator)) {
      if (!atStart.has(next)) atStart.set(next, held);
      else if ((atStart.get(next) === undefined) !== (held === undefined)) {
        const taken = held ?? atStart.get(next);
        const hint = "take it and give it back on the same ways";
        report(
          taken?.position ?? 0,
          "the lock that is taken here is held on one way and free on another where they meet",
          hint,
        );
      }
    }
  }
  return mistakes;
}

function afterCall(
  call: HelperCall,
  held: Held | undefined,
  report: (position: number, message: string, hint: string) => void,
): Held | undefined {
  const lock = call.name === "spin_lock" || call.name === "spin_unlock" ? addressOf(call) : undefined;
  if (!lock) {
    if (held) {
      const hint =
        "call it before bpf.spin_lock() or after bpf.spin_unlock(); elements of arrays and per-CPU variables are found by calls, too";
      report(call.position, `'${call.name}' is called while a lock is held`, hint);
    }
    return held;
  }
  if (call.name === "spin_lock") {
    if (held) report(call.position, "a second lock is taken while one is held", "give the first one back before");
    return lock;
  }
  if (!held) report(call.position, "no lock is held here that could be given back", "call bpf.spin_lock() before");
  else if (!isSame(held.base, lock.base) || held.offset !== lock.offset) {
    report(call.position, "this is not the lock that is held", "give back the lock of the same row");
  }
  return undefined;
}

function addressOf(call: HelperCall): Held {
  let base = call.arguments[0]!;
  let offset = 0n;
  while (base.op === "binary" && base.operator === "add" && base.right.op === "const") {
    offset += base.right.value;
    base = base.left;
  }
  return { base, offset, position: call.position };
}

/** The address of a map's value is written anew wherever it is used. */
function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.op !== "address" || b.op !== "address") return false;
  return a.target.kind === "mapValue" && b.target.kind === "mapValue" && a.target.map === b.target.map;
}
