import type { Register } from "../../bytecode/index.ts";
import type { MachineBlock, MachineInstruction, Operation } from "./machine.ts";
import { FRAME_POINTER, forEachDefinition, isCopy } from "./machine.ts";

/**
 * Drops moves into a register that holds the very value already, such as `r1 = r6` after `r6 = r1`. Within a block each
 * register has a number that stands for its value.
 */
export function removeRedundantMoves(blocks: readonly MachineBlock[]): void {
  for (const block of blocks) {
    const numbers = new Map<Register, number | string>();
    let next = 0;
    const numberOf = (register: Register): number | string => {
      let number = numbers.get(register);
      if (number === undefined) {
        number = next++;
        numbers.set(register, number);
      }
      return number;
    };
    const moved = (operation: Operation): number | string | undefined => {
      if (isCopy(operation)) return numberOf(operation.source.register);
      if (operation.op !== "alu" || operation.operator !== "mov" || "register" in operation.source) return undefined;
      return operation.width === 64 ? `64-bit ${operation.source.immediate}` : undefined;
    };
    const redundant = ({ operation }: MachineInstruction): boolean => {
      const number = moved(operation);
      if (number !== undefined && "destination" in operation) {
        if (numbers.get(operation.destination) === number) return true;
        numbers.set(operation.destination, number);
      } else {
        forEachDefinition(operation, (register) => numbers.set(register, next++));
      }
      return false;
    };
    numberOf(FRAME_POINTER);
    block.instructions = block.instructions.filter((instruction) => !redundant(instruction));
  }
}
