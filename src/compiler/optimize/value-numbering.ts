import { dominatorTree } from "../ir/dominators.ts";
import { reversePostOrder } from "../ir/graph.ts";
import type { Block, Instruction, IrFunction, Load, Value } from "../ir/ir.ts";
import { printAddress } from "../ir/print.ts";
import { isPacketPointer, keepsPacket } from "./packet-pointers.ts";
import { rewriteInstructions } from "./rewrite.ts";

/**
 * Shares what is computed twice: an instruction whose value a dominating one has already is replaced by that. Addresses
 * are shared too, and constants all come to stand in the entry block; the code generator makes both anew where that is
 * cheaper than a register. Where a packet begins and ends is loaded once, if nothing that is called can change it.
 */
export function numberValues(fn: IrFunction): boolean {
  const order = reversePostOrder(fn);
  const tree = dominatorTree(order);
  const known = new Map<string, { value: Value; block: Block }[]>();
  const packetStays = keepsPacket(fn);
  return rewriteInstructions(
    fn,
    (instruction, _insert, block) => {
      const key = isPacketPointer(instruction) && packetStays ? packetKey(instruction) : keyOf(instruction);
      if (key === undefined) return undefined;
      const candidates = known.get(key);
      if (!candidates && instruction.op === "const" && block !== order[0]) {
        const moved = { ...instruction, id: fn.nextId++ };
        order[0]!.instructions.push(moved);
        known.set(key, [{ value: moved, block: order[0]! }]);
        return moved;
      }
      if (!candidates) {
        known.set(key, [{ value: instruction, block }]);
        return undefined;
      }
      const found = candidates.find((candidate) => tree.dominates(candidate.block, block));
      if (found) return found.value;
      candidates.push({ value: instruction, block });
      return undefined;
    },
    order,
  );
}

function packetKey({ address, offset }: Load): string {
  return `packet ${address.id} ${offset}`;
}

/** The same for instructions that give the same value; undefined for those that don't only depend on their operands. */
function keyOf(instruction: Instruction): string | undefined {
  switch (instruction.op) {
    case "const":
      return `const ${instruction.value}`;
    case "core":
      return undefined;
    case "binary": {
      const { operator, width, left, right } = instruction;
      return `${operator} ${width} ${left.id} ${right.id}`;
    }
    case "compare": {
      const { predicate, width, left, right } = instruction;
      return `compare ${predicate} ${width} ${left.id} ${right.id}`;
    }
    case "extend":
      return `extend ${instruction.signed} ${instruction.bits} ${instruction.value.id}`;
    case "swap":
      return `swap ${instruction.bits} ${instruction.value.id}`;
    case "stackAddress":
      return `stack ${instruction.slot.id}`;
    case "address":
      return printAddress(instruction.target);
    case "helper":
      if (!instruction.pure) return undefined;
      return `call ${instruction.helper ?? instruction.name} ${instruction.arguments.map((value) => value.id).join(" ")}`;
    case "load":
    case "coreLoad":
    case "store":
    case "atomic":
      return undefined;
  }
}
