import { assert } from "../../errors/assert.ts";
import type { CoreNumber } from "../kernel-types/kernel-types.ts";
import type {
  AccessSize,
  Address,
  Atomic,
  BinaryOperator,
  Block,
  Edge,
  HelperCall,
  Instruction,
  IrFunction,
  Parameter,
  Position,
  Predicate,
  StackSlot,
  Value,
  ValueType,
} from "./ir.ts";

/** An instruction without its number, position and type. A union's members stay apart. */
export type Bare<T> = T extends Instruction ? Omit<T, "id" | "position" | "type"> : never;

export interface HelperCallOptions {
  /** Default: false. */
  readonly pure?: boolean;
  /** The name is that of a function of the kernel. Default: false. */
  readonly kernel?: boolean;
  /** `undefined` for helpers that return nothing of use. Default: integer. */
  readonly type?: ValueType | undefined;
}

/**
 * Builds a function instruction by instruction at the end of the current block.
 *
 * @example
 * const b = new FunctionBuilder("main", ["pointer"]);
 * const length = b.load(4, b.parameter(0), 0);
 * b.return(b.binary("and", length, b.const(1n)));
 * const fn = b.fn;
 */
export class FunctionBuilder {
  readonly fn: IrFunction;
  /** The source position that new instructions get. */
  position: Position = -1;
  #block: Block;

  constructor(name: string, parameters: readonly ValueType[] = []) {
    this.fn = { name, blocks: [], stackSlots: [], nextId: 0 };
    this.#block = this.block(parameters);
  }

  /** The block that grows. */
  get current(): Block {
    return this.#block;
  }

  /** The function's parameter number `index`. */
  parameter(index: number): Parameter {
    const parameter = this.fn.blocks[0]!.parameters[index];
    assert(parameter, "a function parameter is asked for by an index that exists");
    return parameter;
  }

  /** Adds a block without making it current. Until it is terminated it ends in `unreachable`. */
  block(parameters: readonly ValueType[] = []): Block {
    const id = this.fn.nextId++;
    const block: Block = {
      id,
      parameters: parameters.map((type) => ({ op: "parameter", id: this.fn.nextId++, type })),
      instructions: [],
      terminator: { op: "unreachable", position: -1 },
    };
    this.fn.blocks.push(block);
    return block;
  }

  /** Adds a parameter to a block; edges into it must then hand over one more value. */
  addParameter(block: Block, type: ValueType): Parameter {
    const parameter: Parameter = { op: "parameter", id: this.fn.nextId++, type };
    block.parameters.push(parameter);
    return parameter;
  }

  switchTo(block: Block): void {
    this.#block = block;
  }

  stackSlot(name: string, size: number, alignment: 1 | 2 | 4 | 8): StackSlot {
    const slot: StackSlot = { id: this.fn.stackSlots.length, name, size, alignment };
    this.fn.stackSlots.push(slot);
    return slot;
  }

  /** A number; unsigned 64-bit values are taken as the signed number of the same bits. */
  const(value: bigint | number): Value {
    return this.#add({ op: "const", value: BigInt.asIntN(64, BigInt(value)) }, "integer");
  }

  /** A number that depends on the kernel's types. */
  core(number: CoreNumber): Value {
    return this.#add({ op: "core", number }, "integer");
  }

  /** Reads at an offset that depends on the kernel's types. */
  coreLoad(size: AccessSize, address: Value, offset: CoreNumber, signed: boolean): Value {
    return this.#add({ op: "coreLoad", size, signed, address, offset }, "integer");
  }

  binary(operator: BinaryOperator, left: Value, right: Value, width: 32 | 64 = 64): Value {
    const type = left.type === "pointer" || right.type === "pointer" ? "pointer" : "integer";
    return this.#add({ op: "binary", operator, width, left, right }, type);
  }

  extend(value: Value, bits: 8 | 16 | 32, signed = false): Value {
    return this.#add({ op: "extend", signed, bits, value }, "integer");
  }

  swap(value: Value, bits: 16 | 32 | 64): Value {
    return this.#add({ op: "swap", bits, value }, "integer");
  }

  compare(predicate: Predicate, left: Value, right: Value, width: 32 | 64 = 64): Value {
    return this.#add({ op: "compare", predicate, width, left, right }, "integer");
  }

  load(size: AccessSize, address: Value, offset = 0, options: { signed?: boolean; type?: ValueType } = {}): Value {
    const { signed = false, type = "integer" } = options;
    return this.#add({ op: "load", size, signed, address, offset }, type);
  }

  store(size: AccessSize, address: Value, offset: number, value: Value): void {
    this.#add({ op: "store", size, address, offset, value }, undefined);
  }

  /** An atomic change whose old value nobody needs. */
  atomic(operation: "add" | "and" | "or" | "xor", size: 4 | 8, address: Value, offset: number, value: Value): void {
    this.#add({ op: "atomic", operation, size, fetch: false, address, offset, value, expected: undefined }, undefined);
  }

  /** An atomic change that gives the old value. */
  atomicFetch(
    operation: Exclude<Atomic["operation"], "compareExchange">,
    size: 4 | 8,
    address: Value,
    offset: number,
    value: Value,
  ): Value {
    return this.#add(
      { op: "atomic", operation, size, fetch: true, address, offset, value, expected: undefined },
      "integer",
    );
  }

  /** Stores `value` if memory holds `expected`; gives the old value. */
  compareExchange(size: 4 | 8, address: Value, offset: number, expected: Value, value: Value): Value {
    const operation = "compareExchange";
    return this.#add({ op: "atomic", operation, size, fetch: true, address, offset, value, expected }, "integer");
  }

  stackAddress(slot: StackSlot): Value {
    return this.#add({ op: "stackAddress", slot }, "pointer");
  }

  address(target: Address["target"]): Value {
    return this.#add({ op: "address", target }, "pointer");
  }

  helper(
    name: string,
    helper: number | undefined,
    values: readonly Value[],
    options: HelperCallOptions = {},
  ): HelperCall {
    const type = "type" in options ? options.type : "integer";
    const { pure = false, kernel = false } = options;
    return this.#add({ op: "helper", name, helper, kernel, arguments: [...values], pure }, type);
  }

  jump(target: Block | Edge, values: readonly Value[] = []): void {
    this.#terminate({ op: "jump", position: this.position, target: "block" in target ? target : edge(target, values) });
  }

  /** Each side is a block, or a block and the values for its parameters. */
  branch(
    predicate: Predicate,
    left: Value,
    right: Value,
    then: Block | Edge,
    otherwise: Block | Edge,
    width: 32 | 64 = 64,
  ): void {
    const sides = { then: toEdge(then), otherwise: toEdge(otherwise) };
    this.#terminate({ op: "branch", position: this.position, predicate, width, left, right, ...sides });
  }

  return(value?: Value): void {
    this.#terminate({ op: "return", position: this.position, value });
  }

  /** Ends the current block, which nothing reaches. */
  unreachable(): void {
    this.#terminate({ op: "unreachable", position: this.position });
  }

  /** True once the current block has its terminator. */
  get terminated(): boolean {
    return this.#terminated.has(this.#block);
  }

  readonly #terminated = new Set<Block>();

  #terminate(terminator: Block["terminator"]): void {
    assert(!this.#terminated.has(this.#block), "a block is terminated once");
    this.#terminated.add(this.#block);
    this.#block.terminator = terminator;
  }

  #add<T extends Instruction>(bare: Bare<T>, type: ValueType | undefined): T {
    assert(!this.#terminated.has(this.#block), "no instruction follows a block's terminator");
    const instruction = { ...bare, id: this.fn.nextId++, position: this.position, type } as unknown as T;
    this.#block.instructions.push(instruction);
    return instruction;
  }
}

export function edge(block: Block, values: readonly Value[] = []): Edge {
  return { block, arguments: [...values] };
}

function toEdge(target: Block | Edge): Edge {
  return "block" in target ? target : edge(target);
}
