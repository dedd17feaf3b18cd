import { SchemaBase } from "./schema.ts";

export type IntegerBits = 8 | 16 | 32 | 64;

/**
 * An integer. `order` is its byte order in memory: `"host"` (little-endian on every machine that this package runs on)
 * or `"network"`. In kernel functions both are plain numbers in host order.
 */
export class IntegerSchema<Name extends string, User extends number | bigint | string> extends SchemaBase<
  User,
  number
> {
  readonly kind = "integer";
  readonly name: Name;
  readonly bits: IntegerBits;
  readonly signed: boolean;
  readonly order: "host" | "network";
  /** How user space sees it, when not as a number. */
  readonly text: "ipv4" | undefined;

  constructor(
    name: Name,
    bits: IntegerBits,
    signed: boolean,
    order: "host" | "network" = "host",
    text: "ipv4" | undefined = undefined,
  ) {
    super();
    this.name = name;
    this.bits = bits;
    this.signed = signed;
    this.order = order;
    this.text = text;
  }

  get size(): number {
    return this.bits / 8;
  }

  get alignment(): number {
    return this.bits / 8;
  }

  read(view: DataView, offset: number): User {
    const little = this.order === "host";
    switch (this.bits) {
      case 8:
        return (this.signed ? view.getInt8(offset) : view.getUint8(offset)) as User;
      case 16:
        return (this.signed ? view.getInt16(offset, little) : view.getUint16(offset, little)) as User;
      case 32:
        return (this.signed ? view.getInt32(offset, little) : view.getUint32(offset, little)) as User;
      case 64:
        return (this.signed ? view.getBigInt64(offset, little) : view.getBigUint64(offset, little)) as User;
    }
  }

  write(view: DataView, offset: number, value: User, path = "value"): void {
    const little = this.order === "host";
    const integer = this.toBigInt(value as number | bigint, path);
    switch (this.bits) {
      case 8:
        view.setUint8(offset, Number(integer & 0xffn));
        break;
      case 16:
        view.setUint16(offset, Number(integer & 0xffffn), little);
        break;
      case 32:
        view.setUint32(offset, Number(integer & 0xffff_ffffn), little);
        break;
      case 64:
        view.setBigUint64(offset, BigInt.asUintN(64, integer), little);
        break;
    }
  }

  /** Numbers and bigints are both accepted; what the type can't hold is an error, never truncated. */
  private toBigInt(value: number | bigint, path: string): bigint {
    if (typeof value !== "bigint" && !Number.isInteger(value)) {
      throw new TypeError(`${path}: ${this.name} needs an integer, got ${describe(value)}`);
    }
    const integer = BigInt(value);
    const low = this.signed ? -(1n << BigInt(this.bits - 1)) : 0n;
    const high = (1n << BigInt(this.signed ? this.bits - 1 : this.bits)) - 1n;
    if (integer < low || integer > high) {
      throw new RangeError(`${path}: ${integer} is not a ${this.name} (${low} to ${high})`);
    }
    return integer;
  }
}

function describe(value: unknown): string {
  return typeof value === "number" ? String(value) : value === null ? "null" : typeof value;
}

/** One byte, 0 or 1. */
export class BooleanSchema extends SchemaBase<boolean, boolean> {
  readonly kind = "boolean";
  readonly size = 1;
  readonly alignment = 1;

  read(view: DataView, offset: number): boolean {
    return view.getUint8(offset) !== 0;
  }

  write(view: DataView, offset: number, value: boolean, path = "value"): void {
    if (typeof value !== "boolean") throw new TypeError(`${path}: bool needs true or false, got ${describe(value)}`);
    view.setUint8(offset, value ? 1 : 0);
  }
}

export interface U8 extends IntegerSchema<"u8", number> {}
export interface U16 extends IntegerSchema<"u16", number> {}
export interface U32 extends IntegerSchema<"u32", number> {}
export interface U64 extends IntegerSchema<"u64", bigint> {}
export interface I8 extends IntegerSchema<"i8", number> {}
export interface I16 extends IntegerSchema<"i16", number> {}
export interface I32 extends IntegerSchema<"i32", number> {}
export interface I64 extends IntegerSchema<"i64", bigint> {}
export interface Be16 extends IntegerSchema<"be16", number> {}
export interface Be32 extends IntegerSchema<"be32", number> {}
export interface Be64 extends IntegerSchema<"be64", bigint> {}
export interface Bool extends BooleanSchema {}

/** 8 bits, 0 to 255: a `number` on both sides. */
export const u8: U8 = new IntegerSchema("u8", 8, false);
/** 16 bits, 0 to 65,535: a `number` on both sides. */
export const u16: U16 = new IntegerSchema("u16", 16, false);
/** 32 bits, 0 to 4,294,967,295: a `number` on both sides. */
export const u32: U32 = new IntegerSchema("u32", 32, false);
/** 64 bits: a `bigint` in user space, a 64-bit exact `number` inside a kernel function. */
export const u64: U64 = new IntegerSchema("u64", 64, false);
/** 8 bits, -128 to 127: a `number` on both sides. */
export const i8: I8 = new IntegerSchema("i8", 8, true);
/** 16 bits, -32,768 to 32,767: a `number` on both sides. */
export const i16: I16 = new IntegerSchema("i16", 16, true);
/** 32 bits, -2,147,483,648 to 2,147,483,647: a `number` on both sides. */
export const i32: I32 = new IntegerSchema("i32", 32, true);
/** 64 bits, signed: a `bigint` in user space, a 64-bit exact `number` inside a kernel function. */
export const i64: I64 = new IntegerSchema("i64", 64, true);
/** 16 bits in network order in memory, a host-order number in your code. */
export const be16: Be16 = new IntegerSchema("be16", 16, false, "network");
/** 32 bits in network order in memory, a host-order number in your code. */
export const be32: Be32 = new IntegerSchema("be32", 32, false, "network");
/** 64 bits in network order in memory, a host-order number in your code. */
export const be64: Be64 = new IntegerSchema("be64", 64, false, "network");
/** One byte, 0 or 1. */
export const bool: Bool = new BooleanSchema();
