import type { AnySchema, BitRange } from "../../src/schema/index.ts";

/** A piece of memory. An access outside of it throws a RangeError. */
export class Memory {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Of a ring buffer's record: what was done with it. */
  fate: "submitted" | "discarded" | undefined;

  constructor(content: number | Uint8Array) {
    this.bytes = typeof content === "number" ? new Uint8Array(content) : content.slice();
    this.view = new DataView(this.bytes.buffer);
  }
}

/** An address: memory, and an offset in bytes. */
export interface Pointer {
  readonly memory: Memory;
  readonly offset: number;
}

export function pointerTo(memory: Memory, offset = 0): Pointer {
  return { memory, offset };
}

/** The 64 bits that a number has in a register, as an unsigned bigint. */
export function register(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

/** A scalar in memory as code uses it: extended to 64 bits by its sign, in host order. */
export function readScalar(pointer: Pointer, schema: AnySchema, bit?: BitRange): bigint {
  if (schema.kind === "bits" && bit) {
    return (readScalar(pointer, schema.base) >> BigInt(bit.shift)) & ((1n << BigInt(bit.width)) - 1n);
  }
  const { memory, offset } = pointer;
  if (schema.kind === "boolean") return BigInt(memory.view.getUint8(offset));
  if (schema.kind !== "integer") throw new Error(`a ${schema.kind} is no scalar`);
  const size = schema.bits / 8;
  let unsigned = 0n;
  for (let byte = 0; byte < size; byte++) {
    const at = schema.order === "network" ? byte : size - 1 - byte;
    unsigned = (unsigned << 8n) | BigInt(memory.view.getUint8(offset + at));
  }
  return register(schema.signed ? BigInt.asIntN(schema.bits, unsigned) : unsigned);
}

/** Keeps the low bits of a number in memory, in the byte order that the memory has. */
export function writeScalar(pointer: Pointer, schema: AnySchema, value: bigint, bit?: BitRange): void {
  if (schema.kind === "bits" && bit) {
    const mask = ((1n << BigInt(bit.width)) - 1n) << BigInt(bit.shift);
    const others = readScalar(pointer, schema.base) & ~mask;
    writeScalar(pointer, schema.base, others | ((value << BigInt(bit.shift)) & mask));
    return;
  }
  const { memory, offset } = pointer;
  if (schema.kind === "boolean") {
    memory.view.setUint8(offset, Number(value & 0xffn));
    return;
  }
  if (schema.kind !== "integer") throw new Error(`a ${schema.kind} is no scalar`);
  const size = schema.bits / 8;
  for (let byte = 0; byte < size; byte++) {
    const at = schema.order === "network" ? size - 1 - byte : byte;
    memory.view.setUint8(offset + at, Number((value >> BigInt(8 * byte)) & 0xffn));
  }
}

/** A copy of some bytes. */
export function bytesAt({ memory, offset }: Pointer, size: number): Uint8Array {
  if (offset < 0 || offset + size > memory.bytes.length) {
    throw new RangeError(`${size} bytes at ${offset} of ${memory.bytes.length}`);
  }
  return memory.bytes.slice(offset, offset + size);
}

export function storeBytes({ memory, offset }: Pointer, bytes: Uint8Array): void {
  memory.bytes.set(bytes, offset);
}
