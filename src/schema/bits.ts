import { IntegerSchema } from "./scalar.ts";
import { type AnySchema, type KernelOf, SchemaBase, type UserOf } from "./schema.ts";

/** An integer that bit fields are parts of: of either byte order, in network order without sign. */
// biome-ignore lint/suspicious/noExplicitAny: an integer of any name
export type BitUnitSchema = IntegerSchema<any, number> | IntegerSchema<any, bigint>;

/**
 * A bit field: `width` bits of a unit of the integer `base`. Size and alignment are the unit's. By itself it knows only its width;
 * where in the unit it stands is in the struct's {@link BitRange}.
 */
export class BitsSchema<Base extends BitUnitSchema> extends SchemaBase<UserOf<Base>, KernelOf<Base>> {
  readonly kind = "bits";
  readonly base: Base;
  /** In bits. */
  readonly width: number;

  constructor(base: Base, width: number) {
    super();
    this.base = base;
    this.width = width;
  }

  get size(): number {
    return this.base.size;
  }

  get alignment(): number {
    return this.base.alignment;
  }

  /** The low bits of the unit. */
  read(view: DataView, offset: number): UserOf<Base> {
    return this.readAt(view, offset, 0);
  }

  write(view: DataView, offset: number, value: UserOf<Base>, path = "value"): void {
    this.base.write(view, offset, 0 as never, path);
    this.writeAt(view, offset, 0, value, path);
  }

  /** The bits from `shift` on, counted from the least significant bit of the unit's value in host order. */
  readAt(view: DataView, offset: number, shift: number): UserOf<Base> {
    const unit = BigInt(this.base.read(view, offset));
    const value = this.base.signed
      ? BigInt.asIntN(this.width, unit >> BigInt(shift))
      : (unit >> BigInt(shift)) & this.#mask;
    return this.base.bits === 64 ? value : Number(value);
  }

  /** Changes only these bits of the unit. */
  writeAt(view: DataView, offset: number, shift: number, value: UserOf<Base>, path: string): void {
    const integer = this.#checked(value, path);
    const unit = BigInt.asUintN(this.base.bits, BigInt(this.base.read(view, offset)));
    const position = BigInt(shift);
    const changed = (unit & ~(this.#mask << position)) | ((integer & this.#mask) << position);
    const { bits, signed } = this.base;
    this.base.write(view, offset, (signed ? BigInt.asIntN(bits, changed) : changed) as never, path);
  }

  get #mask(): bigint {
    return (1n << BigInt(this.width)) - 1n;
  }

  #checked(value: number | bigint, path: string): bigint {
    if (typeof value !== "bigint" && !Number.isInteger(value)) {
      throw new TypeError(
        `${path}: a bit field needs an integer, got ${typeof value === "number" ? value : typeof value}`,
      );
    }
    const integer = BigInt(value);
    const low = this.base.signed ? -(1n << BigInt(this.width - 1)) : 0n;
    const high = low + this.#mask;
    if (integer < low || integer > high) {
      throw new RangeError(`${path}: ${integer} does not fit in ${this.width} bits (${low} to ${high})`);
    }
    return integer;
  }
}

export interface Bits<Base extends BitUnitSchema> extends BitsSchema<Base> {}

/** Where a bit field stands in its unit. */
export interface BitRange {
  /** From the least significant bit of the unit's value in host order. */
  readonly shift: number;
  /** In bits. */
  readonly width: number;
}

/**
 * A bit field of a struct: `width` bits of an integer, signed if that is. Bit fields of integers of the same size and byte order that
 * follow each other share a unit until it is full; one that does not fit starts the next. In host order, the first field has the least significant
 * bits, as in C on little-endian machines; in network order the most significant ones, as RFCs draw them.
 * ```ts
 * const tag = struct({ priority: bits(be16, 3), dropEligible: bits(be16, 1), id: bits(be16, 12), etherType: be16 });
 * tag.size; // 4
 * ```
 * @throws {RangeError} `width` is not from 1 to the integer's bits
 * @throws {TypeError} `base` is no integer
 */
export function bits<Base extends BitUnitSchema>(base: Base, width: number): Bits<Base> {
  if (!(base instanceof IntegerSchema) || base.text !== undefined) {
    throw new TypeError("bits: the first argument must be an integer: u8 … u64, i8 … i64 or be16 … be64");
  }
  if (!Number.isInteger(width) || width < 1 || width > base.bits) {
    throw new RangeError(`bits: a bit field of ${base.name} has 1 to ${base.bits} bits, not ${width}`);
  }
  return new BitsSchema(base, width);
}

/** @throws {TypeError} `schema` is a bit field, which only a struct can place */
export function refuseBits(what: string, schema: AnySchema): void {
  if (schema.kind === "bits") throw new TypeError(`${what}: bit fields stand only in structs; put it in a struct`);
}
