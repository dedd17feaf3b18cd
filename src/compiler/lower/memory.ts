import { assert } from "../../errors/assert.ts";
import type { AnySchema, BitRange, IntegerBits } from "../../schema/index.ts";
import type { Expression, FieldValue } from "../check/typed-tree.ts";
import type { FunctionBuilder } from "../ir/builder.ts";
import type { AccessSize, Value } from "../ir/ir.ts";

/** A scalar that goes to an offset (in bytes) of some memory; one that is copied from elsewhere is loaded when it is stored. */
export interface Piece {
  readonly offset: number;
  readonly size: AccessSize;
  readonly value: Value | { readonly copyOf: Value; readonly at: number };
}

export type LowerExpression = (expression: Expression) => Value;

/**
 * Takes a value apart into the scalars that memory of its schema is made of; what the value does not set becomes zero. All of it is
 * evaluated, in the order of the source, before anything is stored. Offsets count from an address of that alignment (in bytes).
 */
export function piecesOf(
  b: FunctionBuilder,
  lower: LowerExpression,
  schema: AnySchema,
  value: Expression,
  offset = 0,
  alignment = 8,
): Piece[] {
  if (schema.kind === "integer" && value.node !== "temporary") {
    const number = lower(value);
    return [{ offset, size: schema.size as AccessSize, value: toMemory(b, schema, number) }];
  }
  if (schema.kind === "boolean" && value.node !== "temporary") return [{ offset, size: 1, value: lower(value) }];
  if (value.node === "temporary") {
    const units = Map.groupBy(value.fields, (field) => field.offset);
    const evaluated = [...units].map(([at, fields]) => {
      const [field] = fields;
      assert(field, "a group has a member");
      const pieces =
        field.schema.kind === "bits"
          ? unitPieces(b, lower, fields, field.schema, offset + at)
          : piecesOf(b, lower, field.schema, field.value, offset + at, alignment);
      return { at, size: field.schema.size, pieces };
    });
    const pieces: Piece[] = [];
    let end = 0;
    for (const field of evaluated.sort((x, y) => x.at - y.at)) {
      pieces.push(...zeros(b, offset + end, offset + field.at, alignment), ...field.pieces);
      end = field.at + field.size;
    }
    pieces.push(...zeros(b, offset + end, offset + schema.size, alignment));
    return pieces;
  }
  if (value.node === "text") {
    const bytes = new Uint8Array(schema.size);
    new TextEncoder().encodeInto(value.text, bytes);
    return constantPieces(b, bytes, offset, alignment);
  }
  if (value.node === "bytes") return constantPieces(b, value.bytes, offset, alignment);
  return copyPieces(schema, lower(value), offset);
}

/** A copy of all that a schema covers. */
export function copyPieces(schema: AnySchema, source: Value, offset = 0): Piece[] {
  return chunks(0, schema.size, schema.alignment).map(({ offset: at, size }) => ({
    offset: offset + at,
    size,
    value: { copyOf: source, at },
  }));
}

export function storePieces(b: FunctionBuilder, address: Value, offset: number, pieces: readonly Piece[]): void {
  for (const { offset: at, size, value } of pieces) {
    b.store(size, address, offset + at, "copyOf" in value ? b.load(size, value.copyOf, value.at) : value);
  }
}

/** A number as memory keeps it: network order is the reverse of the host's. */
export function toMemory(
  b: FunctionBuilder,
  schema: { readonly order: "host" | "network"; readonly bits: IntegerBits },
  value: Value,
): Value {
  return schema.order === "network" && schema.bits !== 8 ? b.swap(value, schema.bits) : value;
}

/** A number as code uses it. */
export function fromMemory(b: FunctionBuilder, schema: Parameters<typeof toMemory>[1], value: Value): Value {
  return toMemory(b, schema, value);
}

/** Zeros for so many bytes. */
export function zeroPieces(b: FunctionBuilder, size: number): Piece[] {
  return zeros(b, 0, size, 8);
}

function zeros(b: FunctionBuilder, from: number, to: number, alignment: number): Piece[] {
  return chunks(from, to, alignment).map(({ offset, size }) => ({ offset, size, value: b.const(0n) }));
}

/** Constant bytes that stand at `offset`, as numbers that are as large as the alignment allows. */
export function constantChunks(
  bytes: Uint8Array,
  offset: number,
  alignment: number,
): { offset: number; size: AccessSize; value: bigint }[] {
  return chunks(offset, offset + bytes.length, alignment).map((chunk) => {
    let value = 0n;
    for (let index = chunk.size - 1; index >= 0; index--) {
      value = (value << 8n) | BigInt(bytes[chunk.offset - offset + index] ?? 0);
    }
    return { ...chunk, value };
  });
}

function constantPieces(b: FunctionBuilder, bytes: Uint8Array, offset: number, alignment: number): Piece[] {
  return constantChunks(bytes, offset, alignment).map((chunk) => ({ ...chunk, value: b.const(chunk.value) }));
}

/** The units of a struct's bit fields, each put together from those of its fields that are set. */
function unitPieces(
  b: FunctionBuilder,
  lower: LowerExpression,
  fields: readonly FieldValue[],
  schema: AnySchema & { kind: "bits" },
  offset: number,
): Piece[] {
  let unit: Value = b.const(0n);
  for (const { value, bit } of fields) {
    if (bit) unit = b.binary("or", unit, bitsInPlace(b, lower(value), bit));
  }
  return [{ offset, size: schema.size as AccessSize, value: toMemory(b, schema.base, unit) }];
}

/** The low bits of a value where a bit field has them. */
export function bitsInPlace(b: FunctionBuilder, value: Value, { shift, width }: BitRange): Value {
  const kept = b.binary("and", value, b.const((1n << BigInt(width)) - 1n));
  return shift === 0 ? kept : b.binary("shl", kept, b.const(BigInt(shift)));
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
