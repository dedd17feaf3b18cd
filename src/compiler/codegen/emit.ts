import { encode, type Instruction, slotsOf } from "../../bytecode/index.ts";
import { assert } from "../../errors/assert.ts";
import type { Reference } from "../../object/object.ts";
import type { Position } from "../ir/ir.ts";
import type { CoreNumber } from "../kernel-types/kernel-types.ts";
import type { MachineBlock, MachineReference, MachineTerminator } from "./machine.ts";
import { isBareExit } from "./simplify-blocks.ts";
import { type Features, isAvailable, negate } from "./target.ts";

/** An instruction whose immediate depends on the kernel's types. */
export interface CoreUse {
  readonly slot: number;
  readonly number: CoreNumber;
}

/** A function's code, ready to become a part of an object. */
export interface MachineCode {
  readonly code: Uint8Array<ArrayBuffer>;
  readonly references: Reference[];
  readonly relocations: CoreUse[];
  /** From `slot` on, up to the next entry, code comes from `position` in the source text. */
  readonly lines: { readonly slot: number; readonly position: Position }[];
  /** In bytes. */
  readonly stackSize: number;
}

/** An instruction that still jumps to a block. */
interface Pending {
  readonly instruction: Instruction;
  readonly target: MachineBlock | undefined;
}

/** The reach of a jump's 16-bit offset. */
const NEAR = 0x7fff;

/**
 * Lays the blocks down in the given order and encodes them. A jump to the block that follows costs nothing.
 *
 * @throws {RangeError} a jump is too far for its 16-bit offset, and the target has no wide jumps (they come with v4)
 */
export function emit(blocks: readonly MachineBlock[], features: Features, stackSize: number): MachineCode {
  const estimate = blocks.reduce((sum, block) => sum + 2 * block.instructions.length + 3, 0);
  const wide = estimate > NEAR;
  const pending: Pending[] = [];
  const starts = new Map<MachineBlock, number>();
  const references: Reference[] = [];
  const relocations: CoreUse[] = [];
  const lines: { slot: number; position: Position }[] = [];
  let slot = 0;
  const put = (instruction: Instruction, position: Position, target?: MachineBlock) => {
    if (position >= 0 && lines.at(-1)?.position !== position) lines.push({ slot, position });
    pending.push({ instruction, target });
    slot += slotsOf(instruction);
  };
  // A block that only leaves is not written when some other leaves too: whoever comes goes there.
  const leaving = blocks.filter(({ terminator }) => terminator.op === "exit");
  const spare = leaving.some((block) => !isBareExit(block)) ? leaving.filter(isBareExit) : [];
  const written = blocks.filter((block) => !spare.includes(block));
  let exit = 0;
  for (const [index, block] of written.entries()) {
    starts.set(block, slot);
    for (const { operation, position, reference } of block.instructions) {
      assert(operation.op !== "frameAddress", "frame addresses are resolved before emission");
      if (reference) references.push(toReference(reference, slot));
      if (operation.op === "relocated") {
        const { operator, destination, number } = operation;
        relocations.push({ slot, number });
        const source = { immediate: Number(number.value) };
        put({ op: "alu", operator, width: 64, destination, source }, position);
      } else if (operation.op === "relocatedLoad") {
        const { number, ...load } = operation;
        relocations.push({ slot, number });
        put({ ...load, op: "load", offset: Number(number.value) }, position);
      } else if (operation.op === "call") {
        const { argumentCount: _, ...call } = operation;
        put(call, position);
      } else {
        put(operation, position);
      }
    }
    if (block.terminator.op === "exit") exit = slot;
    emitTerminator(block.terminator, written[index + 1], features, wide && features.v4, put);
  }
  for (const block of spare) starts.set(block, exit);
  return { code: encode(resolveJumps(pending, starts, features)), references, relocations, lines, stackSize };
}

type Put = (instruction: Instruction, position: Position, target?: MachineBlock) => void;

function emitTerminator(
  terminator: MachineTerminator,
  next: MachineBlock | undefined,
  features: Features,
  wide: boolean,
  put: Put,
): void {
  const { position } = terminator;
  const jump = (target: MachineBlock) => {
    // Leaving takes no more room than jumping to where the function is left.
    if (isBareExit(target)) put({ op: "exit" }, position);
    else put({ op: "jump", wide, offset: 0 }, position, target);
  };
  switch (terminator.op) {
    case "exit":
      put({ op: "exit" }, position);
      break;
    case "jump": {
      const { target } = terminator;
      if (target === next) break;
      // A jump to a mere branch, as at the end of a loop, is as well that branch itself.
      const onward = target.instructions.length === 0 ? target.terminator : undefined;
      if (!wide && onward?.op === "branch" && takesOneSlot(onward, next, features)) {
        emitTerminator(onward, next, features, wide, put);
      } else {
        jump(target);
      }
      break;
    }
    case "branch": {
      const { condition, width, left, right, then, otherwise } = terminator;
      const opposite = negate(condition);
      const canInvert = opposite !== undefined && isAvailable(opposite, features);
      const invert = canInvert && (then === next || !isAvailable(condition, features));
      const [taken, other] = invert ? [otherwise, then] : [then, otherwise];
      const branch = { op: "branch", condition: invert ? opposite : condition, width, left, right } as const;
      if (wide) {
        // The branch only steps over a jump of the other direction.
        put({ ...branch, offset: 1 }, position);
        jump(other);
        jump(taken);
        break;
      }
      put({ ...branch, offset: 0 }, position, taken);
      if (other !== next) jump(other);
      break;
    }
  }
}

/** True for a branch of which one side follows, and the other can be jumped to. */
function takesOneSlot(
  { condition, then, otherwise }: MachineTerminator & { op: "branch" },
  next: MachineBlock | undefined,
  features: Features,
): boolean {
  if (next === undefined || isBareExit(then) || isBareExit(otherwise)) return false;
  if (otherwise === next) return isAvailable(condition, features);
  const opposite = negate(condition);
  return then === next && opposite !== undefined && isAvailable(opposite, features);
}

function resolveJumps(
  pending: readonly Pending[],
  starts: ReadonlyMap<MachineBlock, number>,
  features: Features,
): Instruction[] {
  let slot = 0;
  return pending.map(({ instruction, target }) => {
    slot += slotsOf(instruction);
    if (!target) return instruction;
    const offset = starts.get(target)! - slot;
    assert(instruction.op === "jump" || instruction.op === "branch", "only jumps and branches have a target");
    if (Math.abs(offset) > NEAR && !(instruction.op === "jump" && instruction.wide)) {
      const wish = features.v4 ? "" : "; instruction set v4 has longer jumps";
      throw new RangeError(`a jump over ${Math.abs(offset)} slots is too far${wish}`);
    }
    return { ...instruction, offset };
  });
}

function toReference(target: MachineReference, slot: number): Reference {
  return { ...target, slot };
}
