import { incomingEdges, reversePostOrder } from "../ir/graph.ts";
import type { Block, Instruction, IrFunction, Load, StackSlot, Value } from "../ir/ir.ts";
import { lentSlots, type MemoryPlace, mayOverlap, memoryPlace, slotsGivenTo } from "./memory-places.ts";
import { type Insert, rewriteInstructions } from "./rewrite.ts";

/** How many known places are remembered at once; each store compares with all of them. */
const REMEMBERED = 32;

/** What a piece of memory holds: the value of a load, or what was stored. */
interface Known {
  readonly place: MemoryPlace;
  readonly value: Value;
  /** How a load extended it; a stored value counts with all its bits. */
  readonly load: Load | undefined;
}

/**
 * Replaces loads of what was loaded or stored before by that value, within a block and on into blocks to which only blocks lead where
 * the same is known. Calls forget everything but stack slots that they are not given.
 */
export function forwardMemory(fn: IrFunction): boolean {
  const lent = lentSlots(fn);
  const order = reversePostOrder(fn);
  const incoming = incomingEdges(order);
  const atEnd = new Map<Block, Known[]>();
  let known: Known[] = [];
  let at = -1;
  /** Blocks without instructions pass on what they come to know. */
  const enter = (block: Block) => {
    while (order[at] !== block) {
      const next = order[++at]!;
      known = common(incoming.get(next)!.map(({ from }) => atEnd.get(from)));
      atEnd.set(next, known);
    }
  };
  return rewriteInstructions(
    fn,
    (instruction, insert, block) => {
      enter(block);
      const found = instruction.op === "load" ? reuse(instruction, known, insert) : undefined;
      if (!found) update(instruction, known, lent);
      return found;
    },
    order,
  );
}

/** What is known at the end of every block; nothing, if one has not been looked at yet. */
function common(lists: readonly (readonly Known[] | undefined)[]): Known[] {
  const [first, ...others] = lists;
  if (!first) return [];
  return first.filter((entry) =>
    others.every((list) => list?.some(({ place, value }) => value === entry.value && isSamePlace(place, entry.place))),
  );
}

function isSamePlace(a: MemoryPlace, b: MemoryPlace): boolean {
  return a.base === b.base && a.offset === b.offset && a.size === b.size;
}

function reuse(load: Load, known: readonly Known[], insert: Insert): Value | undefined {
  const place = memoryPlace(load);
  for (const { place: other, value, load: earlier } of known) {
    if (!isSamePlace(other, place)) continue;
    if (value.type !== load.type) return undefined;
    if (place.size === 8 || (earlier && earlier.signed === load.signed)) return value;
    return insert({ op: "extend", signed: load.signed, bits: (place.size * 8) as 8 | 16 | 32, value });
  }
  return undefined;
}

function update(instruction: Instruction, known: Known[], lent: ReadonlySet<StackSlot>): void {
  const forget = (isLost: (place: MemoryPlace) => boolean) => {
    for (let index = known.length - 1; index >= 0; index--) if (isLost(known[index]!.place)) known.splice(index, 1);
  };
  const remember = (entry: Known) => {
    known.push(entry);
    if (known.length > REMEMBERED) known.shift();
  };
  switch (instruction.op) {
    case "load":
      remember({ place: memoryPlace(instruction), value: instruction, load: instruction });
      break;
    case "store":
    case "atomic": {
      const place = memoryPlace(instruction);
      forget((other) => mayOverlap(place, other, lent));
      if (instruction.op === "store") remember({ place, value: instruction.value, load: undefined });
      break;
    }
    case "helper":
      if (!instruction.pure) {
        const given = slotsGivenTo(instruction);
        forget(({ slot }) => slot === undefined || !lent.has(slot) || given.has(slot));
      }
      break;
    default:
      break;
  }
}
