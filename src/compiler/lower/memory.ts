import type { AnySchema } from "../../schema/index.ts";
import type { Expression } from "../check/typed-tree.ts";
import type { FunctionBuilder } from "../ir/builder.ts";
import type { AccessSize, Value } from "../ir/ir.ts";

/** A scalar that goes to an offset (in bytes) of some memory. */
export interface Piece {
  readonly offset: number;
  readonly size: AccessSize;
  readonly value: Value;
}

export type LowerExpression = (expression: Expression) => Value;

/**
 * Takes a value apart into the scalars that memory of its schema is made of; what the value does not set becomes zero. All of it is
 * evaluated before anything is stored, so that a struct can be written from its own old contents.
 */
export function piecesOf(
  b: FunctionBuilder,
  lower: LowerExpression,
  schema: AnySchema,
  value: Expression,
  offset = 0,
): Piece[] {
  if (schema.kind === "integer" && value.node !== "temporary") {
    const number = lower(value);
    return [{ offset, size: schema.size as AccessSize, value: toMemory(b, schema, number) }];
  }
  if (schema.kind === "boolean" && value.node !== "temporary") return [{ offset, size: 1, value: lower(value) }];
  if (value.node === "temporary") {
    const pieces: Piece[] = [];
    let end = 0;
    for (const field of [...value.fields].sort((x, y) => x.offset - y.offset)) {
      pieces.push(...zeros(b, offset + end, offset + field.offset));
      pieces.push(...piecesOf(b, lower, field.schema, field.value, offset + field.offset));
      end = field.offset + field.schema.size;
    }
    pieces.push(...zeros(b, offset + end, offset + schema.size));
    return pieces;
  }
  if (value.node === "text") return textPieces(b, value.text, schema.size, offset);
  const source = lower(value);
  return chunks(0, schema.size, schema.alignment).map(({ offset: at, size }) => ({
    offset: offset + at,
    size,
    value: b.load(size, source, at),
  }));
}

export function storePieces(b: FunctionBuilder, address: Value, offset: number, pieces: readonly Piece[]): void {
  for (const piece of pieces) b.store(piece.size, address, offset + piece.offset, piece.value);
}

/** A number as memory keeps it: network order is the reverse of the host's. */
export function toMemory(b: FunctionBuilder, schema: AnySchema & { kind: "integer" }, value: Value): Value {
  return schema.order === "network" && schema.bits !== 8 ? b.swap(value, schema.bits) : value;
}

/** A number as code uses it. */
export function fromMemory(b: FunctionBuilder, schema: AnySchema & { kind: "integer" }, value: Value): Value {
  return toMemory(b, schema, value);
}

function zeros(b: FunctionBuilder, from: number, to: number): Piece[] {
  return chunks(from, to, 8).map(({ offset, size }) => ({ offset, size, value: b.const(0n) }));
}

function textPieces(b: FunctionBuilder, text: string, size: number, offset: number): Piece[] {
  return textChunks(text, size, offset, 8).map((chunk) => ({ ...chunk, value: b.const(chunk.value) }));
}

/** A text and the zeros after it as numbers: `size` bytes that start at `offset`, aligned as that is. */
export function textChunks(
  text: string,
  size: number,
  offset: number,
  alignment: number,
): { offset: number; size: AccessSize; value: bigint }[] {
  const bytes = new Uint8Array(size);
  new TextEncoder().encodeInto(text, bytes);
  const view = new DataView(bytes.buffer);
  return chunks(offset, offset + size, alignment).map((chunk) => {
    const at = chunk.offset - offset;
    const value =
      chunk.size === 8
        ? view.getBigUint64(at, true)
        : BigInt(
            chunk.size === 4
              ? view.getUint32(at, true)
              : chunk.size === 2
                ? view.getUint16(at, true)
                : view.getUint8(at),
          );
    return { ...chunk, value };
  });
}

/** Covers a stretch of memory with the largest aligned accesses. */
function chunks(from: number, to: number, alignment: number): { offset: number; size: AccessSize }[] {
  const covered: { offset: number; size: AccessSize }[] = [];
  let offset = from;
  while (offset < to) {
    let size: AccessSize = 1;
    for (const candidate of [8, 4, 2] as const) {
      if (candidate <= alignment && offset % candidate === 0 && offset + candidate <= to) {
        size = candidate;
        break;
      }
    }
    covered.push({ offset, size });
    offset += size;
  }
  return covered;
}
