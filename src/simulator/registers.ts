/**
 * The registers of a machine, each as two 32-bit halves (the low one first) and as one 64-bit number, in the same memory.
 * Simple instructions work on the halves, which is faster than on bigints. Behind r10 stand the constants of the code, so that
 * an operand is an index whether it is a register or an immediate.
 */
export class Registers {
  readonly halves: Int32Array;
  readonly signed: BigInt64Array;
  readonly unsigned: BigUint64Array;
  readonly #constants = new Map<bigint, number>();
  readonly #room: number;

  /** @param constants how many different constants there can be */
  constructor(constants: number) {
    const memory = new ArrayBuffer(8 * (REGISTERS + constants));
    this.halves = new Int32Array(memory);
    this.signed = new BigInt64Array(memory);
    this.unsigned = new BigUint64Array(memory);
    this.#room = constants;
  }

  /** The index of a register that holds this constant. */
  constant(value: bigint): number {
    let index = this.#constants.get(value);
    if (index === undefined) {
      if (this.#constants.size >= this.#room) throw new Error("there is room for a constant of each instruction");
      index = REGISTERS + this.#constants.size;
      this.#constants.set(value, index);
      this.signed[index] = value;
    }
    return index;
  }

  operand(operand: { readonly register: number } | { readonly immediate: number }): number {
    return "register" in operand ? operand.register : this.constant(BigInt(operand.immediate));
  }
}

const REGISTERS = 11;
