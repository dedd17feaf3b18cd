import { incomingEdges, reversePostOrder } from "../ir/graph.ts";
import type { Block, Instruction, IrFunction, Load, StackSlot, Value } from "../ir/ir.ts";
import { hiddenSlots, type MemoryPlace, mayOverlap, memoryPlace } from "./memory-places.ts";
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
 * Replaces loads of what was loaded or stored before by that value, within a block and on into blocks that only it leads
 * to. Calls forget everything but stack slots that no call can reach.
 */
export function forwardMemory(fn: IrFunction): boolean {
  const hidden = hiddenSlots(fn);
  const order = reversePostOrder(fn);
  const incoming = incomingEdges(order);
  const atEnd = new Map<Block, Known[]>();
  let current: Block | undefined;
  let known: Known[] = [];
  return rewriteInstructions(
    fn,
    (instruction, insert, block) => {
      if (block !== current) {
        current = block;
        const [only, another] = incoming.get(block)!;
        known = only && !another ? [...(atEnd.get(only.from) ?? [])] : [];
        atEnd.set(block, known);
      }
      const found = instruction.op === "load" ? reuse(instruction, known, insert) : undefined;
      if (!found) update(instruction, known, hidden);
      return found;
    },
    order,
  );
}

function reuse(load: Load, known: readonly Known[], insert: Insert): Value | undefined {
  const place = memoryPlace(load);
  for (const { place: other, value, load: earlier } of known) {
    if (other.base !== place.base || other.offset !== place.offset || other.size !== place.size) continue;
    if (value.type !== load.type) return undefined;
    if (place.size === 8 || (earlier && earlier.signed === load.signed)) return value;
    return insert({ op: "extend", signed: load.signed, bits: (place.size * 8) as 8 | 16 | 32, value });
  }
  return undefined;
}

function update(instruction: Instruction, known: Known[], hidden: ReadonlySet<StackSlot>): void {
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
      forget((other) => mayOverlap(place, other, hidden));
      if (instruction.op === "store") remember({ place, value: instruction.value, load: undefined });
      break;
    }
    case "helper":
      if (!instruction.pure) forget((place) => !(place.slot && hidden.has(place.slot)));
      break;
    default:
      break;
  }
}
