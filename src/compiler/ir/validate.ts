import { assert } from "../../errors/assert.ts";
import { dominatorTree } from "./dominators.ts";
import { reversePostOrder } from "./graph.ts";
import type { Block, Instruction, IrFunction, Value, ValueType } from "./ir.ts";
import { edgesOf, forEachOperand, forEachTerminatorOperand } from "./operands.ts";
import { printInstruction, printTerminator } from "./print.ts";

/** Checks every invariant of the IR. A violation is a defect of the compiler: a failed assertion that states it in words. */
export function validate(fn: IrFunction): void {
  assert(fn.blocks.length > 0, "a function has an entry block");
  const defined = collectDefinitions(fn);
  const listed = new Set(fn.blocks);
  const order = reversePostOrder(fn);
  const tree = dominatorTree(order);
  for (const block of order) {
    assert(listed.has(block), `b${block.id} is reached, so it is among the function's blocks`);
    const seen = new Set<Value>(block.parameters);
    const checkUse = (value: Value, where: () => string) => {
      const home = defined.get(value);
      assert(home, `v${value.id} is used in "${where()}", so it is defined in the function`);
      const above = home === block ? seen.has(value) : tree.dominates(home, block);
      assert(above, `v${value.id} is defined on every way to its use in "${where()}" of b${block.id}`);
      assert(value.type, `v${value.id} is used in "${where()}", so it has a type`);
    };
    for (const instruction of block.instructions) {
      forEachOperand(instruction, (value) => checkUse(value, () => printInstruction(instruction)));
      checkTypes(fn, instruction);
      seen.add(instruction);
    }
    forEachTerminatorOperand(block.terminator, (value) => checkUse(value, () => printTerminator(block.terminator)));
    checkTerminator(fn, block);
  }
}

function collectDefinitions(fn: IrFunction): Map<Value, Block> {
  const defined = new Map<Value, Block>();
  const ids = new Set<number>();
  const claim = (id: number) => {
    assert(!ids.has(id), `the number ${id} names one value or block only`);
    assert(id < fn.nextId, `the number ${id} is below the function's next free number`);
    ids.add(id);
  };
  for (const block of fn.blocks) {
    claim(block.id);
    for (const value of [...block.parameters, ...block.instructions]) {
      claim(value.id);
      defined.set(value, block);
    }
  }
  return defined;
}

function checkTypes(fn: IrFunction, instruction: Instruction): void {
  const need = (value: Value, type: ValueType) => {
    assert(value.type === type, `"${printInstruction(instruction)}" needs v${value.id} to be of type ${type}`);
  };
  const result = (type: ValueType | undefined) => {
    assert(instruction.type === type, `"${printInstruction(instruction)}" gives ${type ?? "no value"}`);
  };
  const place = (it: { address: Value; offset: number }) => {
    need(it.address, "pointer");
    const fits = Number.isInteger(it.offset) && it.offset >= -0x8000 && it.offset <= 0x7fff;
    assert(fits, `"${printInstruction(instruction)}" has an offset of 16 bits`);
  };
  switch (instruction.op) {
    case "const":
      assert(BigInt.asIntN(64, instruction.value) === instruction.value, "a constant is a signed 64-bit number");
      result("integer");
      break;
    case "binary": {
      const pointers = [instruction.left, instruction.right].filter((value) => value.type === "pointer");
      if (pointers.length > 0) {
        const allowed = pointers.length === 1 && instruction.operator === "add" && instruction.width === 64;
        assert(
          allowed,
          `pointers only take part in 64-bit pointer + integer, unlike "${printInstruction(instruction)}"`,
        );
      }
      result(pointers.length > 0 ? "pointer" : "integer");
      break;
    }
    case "coreLoad":
      need(instruction.address, "pointer");
      result("integer");
      break;
    case "core":
      result("integer");
      break;
    case "extend":
    case "swap":
      need(instruction.value, "integer");
      result("integer");
      break;
    case "compare":
      checkCondition(instruction, () => printInstruction(instruction));
      result("integer");
      break;
    case "load":
      place(instruction);
      assert(instruction.type, `"${printInstruction(instruction)}" gives a value`);
      break;
    case "store":
      place(instruction);
      if (instruction.size !== 8) need(instruction.value, "integer");
      result(undefined);
      break;
    case "atomic": {
      place(instruction);
      need(instruction.value, "integer");
      if (instruction.expected) need(instruction.expected, "integer");
      const exchanges = instruction.operation === "exchange" || instruction.operation === "compareExchange";
      assert(instruction.fetch || !exchanges, "an exchange gives the old value");
      const expects = instruction.operation === "compareExchange";
      assert((instruction.expected !== undefined) === expects, "compareExchange, and only it, has an expected value");
      result(instruction.fetch ? "integer" : undefined);
      break;
    }
    case "stackAddress":
      assert(fn.stackSlots.includes(instruction.slot), "a stack address is of a slot of the function");
      result("pointer");
      break;
    case "address":
      result("pointer");
      break;
    case "helper":
      assert(instruction.arguments.length <= 5, "a call has at most five arguments");
      assert(!instruction.kernel || instruction.helper === undefined, "a function of the kernel is called by its name");
      break;
  }
}

function checkCondition(it: { left: Value; right: Value; width: 32 | 64 }, where: () => string): void {
  if (it.left.type === "integer" && it.right.type === "integer") return;
  const zero = [it.left, it.right].every(
    (value) => value.type === "pointer" || (value.op === "const" && value.value === 0n),
  );
  assert(zero && it.width === 64, `a pointer is compared, in 64 bits, with zero or a pointer, unlike "${where()}"`);
}

function checkTerminator(fn: IrFunction, block: Block): void {
  const { terminator } = block;
  if (terminator.op === "branch") checkCondition(terminator, () => printTerminator(terminator));
  for (const edge of edgesOf(terminator)) {
    const { parameters, id } = edge.block;
    assert(edge.block !== fn.blocks[0], "nothing jumps to the entry block");
    assert(
      edge.arguments.length === parameters.length,
      `"${printTerminator(terminator)}" hands b${id} a value for each parameter`,
    );
    for (const [index, parameter] of parameters.entries()) {
      const argument = edge.arguments[index]!;
      assert(argument.type === parameter.type, `v${argument.id} has the type of b${id}'s parameter v${parameter.id}`);
    }
  }
}
