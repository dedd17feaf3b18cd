import type { IrFunction } from "../ir/ir.ts";
import { allocateRegisters, machineReversePostOrder } from "./allocate.ts";
import { emit, type MachineCode } from "./emit.ts";
import { layOutFrame, resolveFrame } from "./frame.ts";
import { removeRedundantMoves } from "./peephole.ts";
import { select } from "./select.ts";
import { simplifyBlocks } from "./simplify-blocks.ts";
import { featuresOf, type Target } from "./target.ts";

export type { CoreUse, MachineCode } from "./emit.ts";
export { STACK_LIMIT, StackOverflow } from "./frame.ts";
export type { Target } from "./target.ts";

export interface GenerateOptions {
  /** The instruction set to stay within. */
  readonly target: Target;
}

/**
 * Generates code for a function: selection, register allocation, frame layout, block layout, encoding. The function is
 * not changed.
 *
 * @throws {StackOverflow} more than 512 bytes of stack are needed
 * @throws {RangeError} the code is too long for its jumps
 */
export function generate(fn: IrFunction, options: GenerateOptions): MachineCode {
  const features = featuresOf(options.target);
  let machine = select(fn, features);
  if (!allocateRegisters(machine, true)) {
    machine = select(fn, features);
    allocateRegisters(machine, false);
  }
  const blocks = machineReversePostOrder(machine);
  const stackSize = layOutFrame(machine, blocks);
  resolveFrame(blocks);
  removeRedundantMoves(blocks);
  simplifyBlocks(machine);
  return emit(machineReversePostOrder(machine), features, stackSize);
}
