import type { JumpCondition, Operand, Register, Width } from "../../bytecode/index.ts";
import { assert } from "../../errors/assert.ts";
import { isCommutative, MIRRORED_PREDICATE } from "../ir/arithmetic.ts";
import { reversePostOrder } from "../ir/graph.ts";
import type {
  Atomic,
  Binary,
  BinaryOperator,
  Block,
  Compare,
  Edge,
  Extend,
  Instruction,
  IrFunction,
  Load,
  Position,
  Predicate,
  Store,
  Terminator,
  Value,
} from "../ir/ir.ts";
import { hasSideEffect } from "../ir/operands.ts";
import { ALU_OPERATORS, CONDITIONS, divideSigned, isDivision, signExtendByShifts } from "./arithmetic.ts";
import type { MachineBlock, MachineFunction, MachineTerminator, Relocated } from "./machine.ts";
import { fitsInt32, immediateFor, placeOf } from "./operand-forms.ts";
import { type Copy, orderCopies } from "./parallel-copy.ts";
import { SelectionContext } from "./selection-context.ts";
import type { Features } from "./target.ts";

/** Operations whose immediate may be a number that depends on the kernel's types. */
const RELOCATED_OPERATORS: { readonly [operator in BinaryOperator]?: Relocated["operator"] } = {
  add: "add",
  shl: "lsh",
  lshr: "rsh",
  ashr: "arsh",
};

/**
 * Chooses machine instructions for a function. Blocks and instructions are walked backwards, so that a value is
 * selected only if something selected before asked for it in a register: what became an immediate, an offset or
 * nothing at all costs nothing.
 */
export function select(fn: IrFunction, features: Features): MachineFunction {
  return new Selector(fn, features).run();
}

class Selector {
  readonly #fn: IrFunction;
  readonly #features: Features;
  readonly #context: SelectionContext;
  readonly #heads = new Map<Block, MachineBlock>();
  /** What may be the program's context, which older kernels let be written only from registers. */
  readonly #entryParameters: ReadonlySet<Value>;
  #block!: MachineBlock;
  #nextBlock = 0;

  constructor(fn: IrFunction, features: Features) {
    this.#fn = fn;
    this.#features = features;
    this.#context = new SelectionContext(fn);
    this.#entryParameters = new Set(fn.blocks[0]!.parameters);
  }

  run(): MachineFunction {
    const order = reversePostOrder(this.#fn);
    for (const block of order) this.#heads.set(block, this.#newBlock());
    for (const block of order.toReversed()) this.#selectBlock(block);
    return {
      entry: this.#heads.get(order[0]!)!,
      frame: [...this.#context.frames.values()],
      nextRegister: this.#context.nextRegister,
      nextBlock: this.#nextBlock,
    };
  }

  #newBlock(): MachineBlock {
    return { id: this.#nextBlock++, instructions: [], terminator: { op: "exit", position: -1 } };
  }

  #selectBlock(block: Block): void {
    const context = this.#context;
    this.#block = this.#heads.get(block)!;
    context.beginChunk(block.terminator.position);
    this.#block.terminator = this.#selectTerminator(block.terminator);
    for (let index = block.instructions.length - 1; index >= 0; index--) {
      const instruction = block.instructions[index]!;
      if (!hasSideEffect(instruction) && !context.isAsked(instruction)) continue;
      if (instruction.op === "compare") {
        this.#selectCompare(instruction);
        continue;
      }
      if (instruction.op === "helper") context.closePending();
      context.beginChunk(instruction.position);
      this.#selectInstruction(instruction);
    }
    if (block === this.#fn.blocks[0]) {
      context.beginChunk(-1);
      for (const [index, parameter] of block.parameters.entries()) {
        if (context.isAsked(parameter)) context.move(context.register(parameter), 1 + index);
      }
    }
    this.#block.instructions = context.takeInstructions();
  }

  #selectInstruction(instruction: Exclude<Instruction, Compare>): void {
    const context = this.#context;
    switch (instruction.op) {
      case "core": {
        const { number } = instruction;
        context.emit({ op: "relocated", operator: "mov", destination: context.register(instruction), number });
        break;
      }
      case "coreLoad": {
        const destination = context.register(instruction);
        const { size, offset: number } = instruction;
        const signed = instruction.signed && size < 8;
        const base = context.register(instruction.address);
        context.emit({ op: "relocatedLoad", size, signed: signed && this.#features.v4, destination, base, number });
        if (signed && !this.#features.v4) signExtendByShifts(context, destination, size * 8);
        break;
      }
      case "const":
      case "address":
      case "stackAddress":
        context.define(instruction);
        break;
      case "binary":
        this.#selectBinary(instruction);
        break;
      case "extend":
        this.#selectExtend(instruction);
        break;
      case "swap": {
        const destination = context.register(instruction);
        context.moveValue(destination, instruction.value);
        const order = this.#features.v4 ? "bswap" : "be";
        context.emit({ op: "swap", order, bits: instruction.bits, destination });
        break;
      }
      case "load":
        this.#selectLoad(instruction);
        break;
      case "store":
        this.#selectStore(instruction);
        break;
      case "atomic":
        this.#selectAtomic(instruction);
        break;
      case "helper": {
        const values = instruction.arguments;
        for (const [index, value] of values.entries()) context.moveValue(1 + index, value);
        if (instruction.helper === undefined) {
          context.emitCall(instruction.name, instruction.kernel, values.length);
        } else {
          const callee = { kind: "helper", target: instruction.helper, offset: 0 } as const;
          context.emit({ op: "call", ...callee, argumentCount: values.length });
        }
        if (context.isAsked(instruction)) context.move(context.register(instruction), 0);
        break;
      }
    }
  }

  #selectBinary(instruction: Binary): void {
    const context = this.#context;
    const { operator, width } = instruction;
    const destination = context.register(instruction);
    const { slot, offset } = placeOf(instruction, 0);
    if (slot) {
      context.emitFrameAddress(destination, slot, offset);
      return;
    }
    let { left, right } = instruction;
    const relocated = RELOCATED_OPERATORS[operator];
    if (right.op === "core" && width === 64 && relocated) {
      context.moveValue(destination, left);
      context.emit({ op: "relocated", operator: relocated, destination, number: right.number });
      return;
    }
    if (isCommutative(operator)) {
      // The operand that is overwritten had better be one that nobody reads afterwards.
      const swap = left.op === "const" || (right.op !== "const" && context.isAsked(left) && !context.isAsked(right));
      const inFrame = operator === "add" && this.#isInFrame(left) !== this.#isInFrame(right);
      if (inFrame ? this.#isInFrame(right) : swap) [left, right] = [right, left];
    }
    if (right.op === "const" && this.#selectByConstant(instruction, destination, left, right.value)) return;
    if ((operator === "sdiv" || operator === "smod") && !this.#features.v4) {
      this.#selectSignedDivision(operator, width, destination, left, right);
      return;
    }
    const divisorIsZero = isDivision(operator) && right.op === "const" && BigInt.asIntN(width, right.value) === 0n;
    const source = divisorIsZero ? { register: context.register(right) } : context.operand(right, width);
    context.moveValue(destination, left);
    context.alu(ALU_OPERATORS[operator], width, destination, source);
  }

  /**
   * On the stack, or where a caller's argument points. The verifier takes a number to which such an address is added for one in the
   * outermost function's frame (`adjust_ptr_min_max_vals` in kernel/bpf/verifier.c, up to 6.18): it must be the other way round.
   */
  #isInFrame(value: Value): boolean {
    const { base, slot } = placeOf(value, 0);
    return slot !== undefined || (base !== undefined && this.#entryParameters.has(base));
  }

  /** Forms that only a constant right operand has. */
  #selectByConstant(instruction: Binary, destination: Register, left: Value, right: bigint): boolean {
    const context = this.#context;
    const { operator, width } = instruction;
    switch (operator) {
      case "shl":
      case "lshr":
      case "ashr": {
        const immediate = Number(BigInt.asUintN(width === 64 ? 6 : 5, right));
        context.moveValue(destination, left);
        context.alu(ALU_OPERATORS[operator], width, destination, { immediate });
        return true;
      }
      case "sub":
        if (!fitsInt32(-right)) return false;
        context.moveValue(destination, left);
        context.alu("add", width, destination, { immediate: Number(-right) });
        return true;
      case "and": {
        if (width !== 64 || fitsInt32(right) || right !== BigInt.asUintN(32, right)) return false;
        if (right === 0xffff_ffffn) {
          context.alu("mov", 32, destination, { register: context.register(left) });
          return true;
        }
        context.moveValue(destination, left);
        context.alu("and", 32, destination, { immediate: Number(BigInt.asIntN(32, right)) });
        return true;
      }
      default:
        return false;
    }
  }

  #selectSignedDivision(kind: "sdiv" | "smod", width: Width, destination: Register, left: Value, right: Value): void {
    const context = this.#context;
    const result = context.fresh();
    const constant = immediateFor(right, width);
    let divisor: Operand;
    if (constant !== undefined && constant !== 0) {
      divisor = { immediate: constant };
    } else if (width === 64) {
      divisor = { register: context.register(right) };
    } else {
      const extended = context.fresh();
      context.moveValue(extended, right);
      signExtendByShifts(context, extended, 32);
      divisor = { register: extended };
    }
    context.moveValue(result, left);
    if (width === 32) signExtendByShifts(context, result, 32);
    divideSigned(context, kind, result, divisor);
    context.alu("mov", width, destination, { register: result });
  }

  #selectExtend(instruction: Extend): void {
    const context = this.#context;
    const { signed, bits, value } = instruction;
    const destination = context.register(instruction);
    if (!signed) {
      if (bits === 32) {
        context.alu("mov", 32, destination, { register: context.register(value) });
        return;
      }
      context.moveValue(destination, value);
      context.alu("and", 64, destination, { immediate: bits === 8 ? 0xff : 0xffff });
    } else if (this.#features.v4) {
      context.emit({ op: "moveSigned", width: 64, bits, destination, source: context.register(value) });
    } else {
      context.moveValue(destination, value);
      signExtendByShifts(context, destination, bits);
    }
  }

  #selectLoad(instruction: Load): void {
    const context = this.#context;
    const { size } = instruction;
    const destination = context.register(instruction);
    const signed = instruction.signed && size < 8;
    const { frame, ...place } = context.place(instruction.address, instruction.offset);
    context.emit(
      { op: "load", size, signed: signed && this.#features.v4, destination, ...place },
      frame,
      this.#isThroughParameter(instruction),
    );
    if (signed && !this.#features.v4) signExtendByShifts(context, destination, size * 8);
  }

  #selectStore(instruction: Store): void {
    const context = this.#context;
    const { size, value } = instruction;
    const throughParameter = this.#isThroughParameter(instruction);
    const immediate = immediateFor(value, size === 8 ? 64 : 32);
    const fromRegister = immediate === undefined || throughParameter;
    const source = fromRegister ? { register: context.register(value) } : { immediate };
    const { frame, ...place } = context.place(instruction.address, instruction.offset);
    context.emit({ op: "store", size, source, ...place }, frame, throughParameter);
  }

  #isThroughParameter({ address, offset }: Load | Store): boolean {
    const { base } = placeOf(address, offset);
    return base !== undefined && this.#entryParameters.has(base);
  }

  #selectAtomic(instruction: Atomic): void {
    const context = this.#context;
    const { operation, size, value, expected } = instruction;
    const asked = context.isAsked(instruction);
    const exchanges = operation === "exchange" || operation === "compareExchange";
    const fetch = exchanges || (instruction.fetch && asked);
    assert(
      this.#features.atomics || (operation === "add" && !fetch),
      "atomics other than a plain add are for instruction set v3 and later: the checker refuses them before",
    );
    const { frame, ...place } = context.place(instruction.address, instruction.offset);
    let source: Register;
    if (expected) {
      source = context.register(value);
      context.moveValue(0, expected);
    } else if (fetch) {
      source = asked ? context.register(instruction) : context.fresh();
      context.moveValue(source, value);
    } else {
      source = context.register(value);
    }
    context.emit({ op: "atomic", operation, size, fetch, source, ...place }, frame);
    if (expected && asked) context.move(context.register(instruction), 0);
  }

  /** A condition as a number: 1, unless a branch around it sets 0. Splits the block. */
  #selectCompare(instruction: Compare): void {
    const context = this.#context;
    const destination = context.register(instruction);
    const rest = this.#newBlock();
    rest.terminator = this.#block.terminator;
    rest.instructions = context.takeInstructions();
    const { position } = instruction;
    const zero = this.#newBlock();
    zero.instructions = context.inSeparateBlock(position, () => context.alu("mov", 64, destination, { immediate: 0 }));
    zero.terminator = { op: "jump", position, target: rest };
    context.beginChunk(position);
    const { left, right } = instruction;
    this.#block.terminator = this.#conditional(instruction, left, right, { position, then: rest, otherwise: zero });
    context.alu("mov", 64, destination, { immediate: 1 });
  }

  #selectTerminator(terminator: Terminator): MachineTerminator {
    const context = this.#context;
    const { position } = terminator;
    switch (terminator.op) {
      case "jump":
        this.#copyArguments(terminator.target);
        return { op: "jump", position, target: this.#heads.get(terminator.target.block)! };
      case "branch": {
        const then = this.#edgeTarget(terminator.then, position);
        const otherwise = this.#edgeTarget(terminator.otherwise, position);
        return this.#conditional(terminator, terminator.left, terminator.right, { position, then, otherwise });
      }
      case "return":
        if (terminator.value) context.moveValue(0, terminator.value, true);
        else context.alu("mov", 64, 0, { immediate: 0 });
        return { op: "exit", position };
      case "unreachable":
        // The kernel refuses code that could run off its end.
        context.alu("mov", 64, 0, { immediate: 0 });
        return { op: "exit", position };
    }
  }

  #conditional(
    it: { readonly predicate: Predicate; readonly width: Width },
    first: Value,
    second: Value,
    common: { position: number; then: MachineBlock; otherwise: MachineBlock },
  ): MachineTerminator {
    const context = this.#context;
    const mirrored = first.op === "const" && second.op !== "const";
    const [left, right] = mirrored ? [second, first] : [first, second];
    const condition: JumpCondition = CONDITIONS[mirrored ? MIRRORED_PREDICATE[it.predicate] : it.predicate];
    if (it.width === 64 || this.#features.jump32) {
      const operand = context.operand(right, it.width);
      return { op: "branch", condition, width: it.width, left: context.register(left), right: operand, ...common };
    }
    const signed = condition.startsWith("sg") || condition.startsWith("sl");
    const operands = { left: this.#widened(left, signed), right: this.#widenedOperand(right, signed) };
    return { op: "branch", condition, width: 64, ...operands, ...common };
  }

  /** The low half of a value, extended, in a register of its own: for 32-bit comparisons where there are only 64-bit jumps. */
  #widened(value: Value, signed: boolean): Register {
    const context = this.#context;
    const register = context.fresh();
    if (signed) {
      context.moveValue(register, value);
      signExtendByShifts(context, register, 32);
    } else {
      context.alu("mov", 32, register, { register: context.register(value) });
    }
    return register;
  }

  #widenedOperand(value: Value, signed: boolean): Operand {
    if (value.op !== "const") return { register: this.#widened(value, signed) };
    const extended = signed ? BigInt.asIntN(32, value.value) : BigInt.asUintN(32, value.value);
    if (fitsInt32(extended)) return { immediate: Number(extended) };
    return { register: this.#context.constantRegister(extended) };
  }

  /** Where a branch goes: the block itself, or a block of copies in between when it takes values. */
  #edgeTarget(edge: Edge, position: Position): MachineBlock {
    const target = this.#heads.get(edge.block)!;
    if (edge.arguments.length === 0) return target;
    const copies = this.#newBlock();
    copies.terminator = { op: "jump", position, target };
    copies.instructions = this.#context.inSeparateBlock(position, () => this.#copyArguments(edge));
    return copies;
  }

  #copyArguments(edge: Edge): void {
    const context = this.#context;
    const copies: Copy[] = [];
    const constants: (() => void)[] = [];
    for (const [index, argument] of edge.arguments.entries()) {
      const destination = context.register(edge.block.parameters[index]!);
      if (argument.op === "const") constants.push(() => context.moveValue(destination, argument, true));
      else copies.push({ destination, source: context.register(argument) });
    }
    for (const { destination, source } of orderCopies(copies, () => context.fresh())) context.move(destination, source);
    // Constants read no register, so that they may overwrite what was copied.
    for (const move of constants) move();
  }
}
