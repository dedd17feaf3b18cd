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
  for (const block of fn.blocks) changed = widenIn(fn, block, uses) || changed;
  return changed;
}

/** A store, with the load whose value it stores when that has no other use. */
interface Piece {
  readonly store: Store;
  readonly load: Load | undefined;
}

function widenIn(fn: IrFunction, block: Block, uses: Map<Value, number>): boolean {
  const kept: Instruction[] = [];
  /** What `kept` ends in: pieces one after another, with nothing but constants between. */
  let pieces: Piece[] = [];
  /** The one load since the last store. */
  let pending: Load | undefined;
  let changed = false;
  for (const instruction of block.instructions) {
    kept.push(instruction);
    if (instruction.op === "const") continue;
    const load = instruction.op === "load" && uses.get(instruction) === 1 ? instruction : undefined;
    if (load && !pending) {
      pending = load;
      continue;
    }
    const piece = pieceOf(instruction, pending);
    pending = load;
    if (piece) pieces.push(piece);
    else pieces = [];
    for (let merged = mergeLast(fn, pieces); merged; merged = mergeLast(fn, pieces)) {
      removeLast(kept, merged.gone);
      kept.push(...merged.added);
      for (const added of merged.added) uses.set(added, 1);
      changed = true;
    }
  }
  if (changed) block.instructions.splice(0, block.instructions.length, ...kept);
  return changed;
}

function pieceOf(instruction: Instruction, load: Load | undefined): Piece | undefined {
  if (instruction.op !== "store") return undefined;
  if (load ? instruction.value !== load : instruction.value.op !== "const") return undefined;
  return { store: instruction, load };
}

/** Makes one piece of the last two, if they go together. */
function mergeLast(
  fn: IrFunction,
  pieces: Piece[],
): { readonly gone: readonly (Instruction | undefined)[]; readonly added: readonly Instruction[] } | undefined {
  if (pieces.length < 2) return undefined;
  const [first, second] = [pieces.at(-2)!, pieces.at(-1)!];
  const added = merge(fn, first, second);
  if (!added) return undefined;
  const [made, store] = added;
  pieces.splice(-2, 2, { store, load: made.op === "load" ? made : undefined });
  return { gone: [first.store, first.load, second.store, second.load], added };
}

/** Removes some of the last instructions. */
function removeLast(instructions: Instruction[], gone: readonly (Instruction | undefined)[]): void {
  const left = new Set(gone);
  left.delete(undefined);
  for (let at = instructions.length - 1; at >= 0 && left.size > 0; at--) {
    if (left.delete(instructions[at])) instructions.splice(at, 1);
  }
}

function merge(fn: IrFunction, first: Piece, second: Piece): [Load | Const, Store] | undefined {
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
