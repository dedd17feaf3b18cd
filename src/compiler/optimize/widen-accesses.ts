import type { AccessSize, Block, Const, Instruction, IrFunction, Load, Store, Value } from "../ir/ir.ts";
import { type MemoryPlace, memoryPlace } from "./memory-places.ts";
import { isPacketPointer } from "./packet-pointers.ts";
import { countUses } from "./rewrite.ts";

/**
 * Copies neighbouring pieces of memory as one, and stores neighbouring constants as one. The stack must be accessed at multiples of the
 * size; other memory need not be, on processors that the kernel takes for efficient with it.
 */
export function widenAccesses(fn: IrFunction): boolean {
  const uses = countUses(fn);
  let changed = false;
  for (const block of fn.blocks) while (widenOne(fn, block, uses)) changed = true;
  return changed;
}

/** A store, with the load whose value it stores when that has no other use. */
interface Piece {
  readonly store: Store;
  readonly load: Load | undefined;
}

function widenOne(fn: IrFunction, block: Block, uses: Map<Value, number>): boolean {
  let previous: Piece | undefined;
  /** The one load since the last store. */
  let pending: Load | undefined;
  for (const instruction of block.instructions) {
    if (instruction.op === "const") continue;
    if (instruction.op === "load" && !pending && uses.get(instruction) === 1) {
      pending = instruction;
      continue;
    }
    let piece: Piece | undefined;
    if (instruction.op === "store" && pending === undefined && instruction.value.op === "const") {
      piece = { store: instruction, load: undefined };
    } else if (instruction.op === "store" && pending !== undefined && instruction.value === pending) {
      piece = { store: instruction, load: pending };
    }
    if (previous && piece) {
      const merged = merge(fn, previous, piece);
      if (merged) {
        replace(block, previous, piece, merged, uses);
        return true;
      }
    }
    previous = piece;
    pending = instruction.op === "load" && uses.get(instruction) === 1 ? instruction : undefined;
  }
  return false;
}

function merge(fn: IrFunction, first: Piece, second: Piece): Instruction[] | undefined {
  const { size, position } = first.store;
  if (size === 8) return undefined;
  const wide = (size * 2) as AccessSize;
  const [to, after] = [memoryPlace(first.store), memoryPlace(second.store)];
  if (!isNext(to, after) || !mayBeWide(first.store.address, to, wide)) return undefined;
  const widened = (value: Value): Store => ({ ...first.store, id: fn.nextId++, size: wide, value });
  if (first.load && second.load) {
    const [from, next] = [memoryPlace(first.load), memoryPlace(second.load)];
    if (!isNext(from, next) || !mayBeWide(first.load.address, from, wide) || from.size !== size) return undefined;
    if (first.load.type !== "integer" || first.load.signed || second.load.signed || !areApart(first, from, to, wide))
      return undefined;
    const load: Load = { ...first.load, id: fn.nextId++, size: wide };
    return [load, widened(load)];
  }
  const [low, high] = [first.store.value, second.store.value];
  if (low.op !== "const" || high.op !== "const") return undefined;
  const unsigned = BigInt.asUintN(size * 8, low.value) | (BigInt.asUintN(size * 8, high.value) << BigInt(size * 8));
  const value = BigInt.asIntN(wide * 8, unsigned);
  // A larger one would take two slots to make.
  if (value < -0x8000_0000n || value > 0x7fff_ffffn) return undefined;
  const constant: Const = { op: "const", id: fn.nextId++, position, type: "integer", value };
  return [constant, widened(constant)];
}

function isNext(place: MemoryPlace, next: MemoryPlace): boolean {
  return place.base === next.base && place.size === next.size && next.offset === place.offset + place.size;
}

type Origin = "stack" | "packet" | "found" | "named";

/** What memory an address is in; undefined when it may be any. */
function originOf(address: Value): Origin | undefined {
  let root = address;
  while (root.op === "binary") root = root.left.type === "pointer" ? root.left : root.right;
  if (root.op === "stackAddress") return "stack";
  if (root.op === "address") return "named";
  if (root.op === "helper") return "found";
  return isPacket(root) ? "packet" : undefined;
}

function isPacket(value: Value): boolean {
  return value.op !== "parameter" && isPacketPointer(value);
}

function mayBeWide(address: Value, { slot, offset }: MemoryPlace, wide: AccessSize): boolean {
  const origin = originOf(address);
  if (origin === undefined) return false;
  return origin !== "stack" || (slot !== undefined && slot.alignment >= wide && offset % wide === 0);
}

/** True when the first piece's store does not change what the second piece's load reads. */
function areApart({ store, load }: Piece, from: MemoryPlace, to: MemoryPlace, wide: number): boolean {
  if (from.base === to.base) return from.offset + wide <= to.offset || to.offset + wide <= from.offset;
  if (from.distinct && to.distinct) return true;
  const [source, destination] = [originOf(load!.address), originOf(store.address)];
  const isMap = (origin: Origin | undefined) => origin === "found" || origin === "named";
  return source !== destination && !(isMap(source) && isMap(destination));
}

function replace(
  block: Block,
  first: Piece,
  second: Piece,
  merged: readonly Instruction[],
  uses: Map<Value, number>,
): void {
  const gone = new Set<Instruction | undefined>([first.store, first.load, second.load]);
  const kept = block.instructions.flatMap((instruction) => {
    if (instruction === second.store) return merged;
    return gone.has(instruction) ? [] : [instruction];
  });
  block.instructions.splice(0, block.instructions.length, ...kept);
  for (const instruction of merged) uses.set(instruction, 1);
}
