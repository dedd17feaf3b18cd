import type { CoreAnswer } from "../btf/index.ts";
import { assert } from "../errors/assert.ts";
import { ObjectFormatError } from "../errors/index.ts";

/** In bytes. */
const slotSize = 8;

/** Low three bits of an opcode. Source: Documentation/bpf/standardization/instruction-set.rst. */
const classMask = 0x07;
const classes = { load: 0, loadRegister: 1, store: 2, storeRegister: 3, arithmetic32: 4, arithmetic64: 7 } as const;
const wideLoad = 0x18;
const call = 0x85;
/** The second operand is a register, not the immediate. */
const registerOperand = 0x08;
const sizeMask = 0x18;
const sizeBits: { readonly [bytes: number]: number } = { 1: 0x10, 2: 0x08, 4: 0x00, 8: 0x18 };

/** A helper that no kernel has: the verifier refuses the call, but only where it gets there. */
const missingHelper = 0x0bad_c0de;

/** The code of one function, while it is fitted to a kernel. */
export class CodePatcher {
  readonly code: Uint8Array<ArrayBuffer>;
  /** Why instructions were made to fail, by their slot. */
  readonly missing = new Map<number, string>();
  readonly #view: DataView;
  readonly #name: string;

  constructor(name: string, code: Uint8Array) {
    this.#name = name;
    this.code = code.slice();
    this.#view = new DataView(this.code.buffer);
  }

  /** @throws {ObjectFormatError} the instruction has nothing that an answer could go to */
  apply(slot: number, answer: CoreAnswer): void {
    const at = slot * slotSize;
    const opcode = this.code[at];
    if (opcode === undefined) throw this.#wrong(slot);
    if (answer.kind === "missing") {
      this.disable(slot, answer.reason);
      return;
    }
    switch (opcode & classMask) {
      case classes.load:
        if (opcode !== wideLoad) throw this.#wrong(slot);
        this.setWide(slot, 0, answer.value);
        break;
      case classes.loadRegister:
      case classes.store:
      case classes.storeRegister:
        this.#setOffset(slot, answer.value, answer.accessSize);
        break;
      case classes.arithmetic32:
      case classes.arithmetic64:
        if ((opcode & registerOperand) !== 0) throw this.#wrong(slot);
        this.#view.setInt32(at + 4, Number(BigInt.asIntN(32, answer.value)), true);
        break;
      default:
        throw this.#wrong(slot);
    }
  }

  #setOffset(slot: number, offset: bigint, accessSize: number | undefined): void {
    const at = slot * slotSize;
    if (offset > 0x7fffn) {
      this.disable(slot, `the field is ${offset} bytes from the start, further than an instruction reaches`);
      return;
    }
    if (accessSize !== undefined) {
      const bits = sizeBits[accessSize];
      if (bits === undefined) {
        this.disable(slot, "the field has another size in the kernel, and is loaded with its sign or as a whole");
        return;
      }
      this.code[at] = (this.code[at]! & ~sizeMask) | bits;
    }
    this.#view.setInt16(at + 2, Number(offset), true);
  }

  /** A 16-byte load: what it means, and its value. */
  setWide(slot: number, pseudo: number, value: bigint): void {
    const at = slot * slotSize;
    if (this.code[at] !== wideLoad || at + 2 * slotSize > this.code.length) throw this.#wrong(slot);
    this.#setSource(at, pseudo);
    this.#view.setInt32(at + 4, Number(BigInt.asIntN(32, value)), true);
    this.#view.setInt32(at + slotSize + 4, Number(BigInt.asIntN(32, value >> 32n)), true);
  }

  setCall(slot: number, pseudo: number, target: number): void {
    const at = slot * slotSize;
    assert(this.code[at] === call, "a call is relocated at a call");
    this.#setSource(at, pseudo);
    this.#view.setInt32(at + 4, target, true);
  }

  /** Makes the program fail when it gets here, and only then. */
  disable(slot: number, reason: string): void {
    const count = this.code[slot * slotSize] === wideLoad ? 2 : 1;
    for (let index = slot; index < slot + count; index++) {
      const at = index * slotSize;
      this.code.fill(0, at, at + slotSize);
      this.code[at] = call;
      this.#view.setInt32(at + 4, missingHelper, true);
      this.missing.set(index, reason);
    }
  }

  /** The source register is the high half of an instruction's second byte. */
  #setSource(at: number, source: number): void {
    this.code[at + 1] = (this.code[at + 1]! & 0x0f) | (source << 4);
  }

  #wrong(slot: number): ObjectFormatError {
    return new ObjectFormatError(
      "YDL5202",
      `'${this.#name}' has a relocation at slot ${slot} that fits no instruction`,
    );
  }
}
