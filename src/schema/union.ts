import { refuseBits } from "./bits.ts";
import { type AnySchema, alignUp, type KernelOf, SchemaBase, type UserOf } from "./schema.ts";
import type { StructField } from "./struct.ts";

export type UnionMembers = { readonly [name: string]: AnySchema };

declare const members: unique symbol;

/** What is read from a union: the same bytes as each of its members. It also tells the type checker that it is a union. */
export type UnionValue<M extends UnionMembers> = { readonly [K in keyof M]: UserOf<M[K]> } & {
  readonly [members]: true;
};

/** Whether a user-space value is that of a union. */
export type IsUnionValue<T> = typeof members extends keyof T ? true : false;

/** An object with exactly one of the keys of `T`. */
export type OneOf<T> = {
  [K in keyof T]: { readonly [P in K]: T[P] } & { readonly [P in Exclude<keyof T, K>]?: undefined };
}[keyof T];

type UnionInput<M extends UnionMembers> = UnionValue<M> | OneOf<{ readonly [K in keyof M]: UserOf<M[K]> }>;

/** A union in memory, in a kernel function: it has every member. */
export type KernelUnion<M extends UnionMembers> = { -readonly [K in keyof M]: KernelOf<M[K]> } & {
  readonly [members]: true;
};

/** The bytes behind what was read from unions: written again, they are the same in every member. */
const origins = new WeakMap<object, Uint8Array>();

/** Members that share the same bytes, as a union in C. */
export class UnionSchema<M extends UnionMembers> extends SchemaBase<UnionValue<M>, KernelUnion<M>> {
  readonly kind = "union";
  /** All at offset 0. */
  readonly fields: readonly StructField[];
  readonly size: number;
  readonly alignment: number;

  constructor(schemas: M) {
    super();
    const entries = Object.entries(schemas);
    if (entries.length === 0) throw new RangeError("union: at least one member is needed");
    for (const [name, schema] of entries) refuseBits(`union: ${name}`, schema);
    this.fields = entries.map(([name, schema]) => ({ name, schema, offset: 0 }));
    this.alignment = Math.max(...entries.map(([, { alignment }]) => alignment));
    this.size = alignUp(Math.max(...entries.map(([, { size }]) => size)), this.alignment);
  }

  field(name: string): StructField | undefined {
    return this.fields.find((field) => field.name === name);
  }

  /** A read-only object of a copy of the bytes; a member is decoded when it is asked for. */
  read(view: DataView, offset: number): UnionValue<M> {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, this.size).slice();
    const copy = new DataView(bytes.buffer);
    const value = {};
    for (const { name, schema } of this.fields) {
      Object.defineProperty(value, name, { enumerable: true, get: () => schema.read(copy, 0) });
    }
    origins.set(value, bytes);
    return Object.freeze(value) as UnionValue<M>;
  }

  /** @param value an object with exactly one member, or what was read from such a union */
  write(view: DataView, offset: number, value: UnionInput<M>, path = "value"): void {
    if (typeof value !== "object" || value === null) {
      throw new TypeError(`${path}: a union needs an object with one of ${this.#names()}, got ${String(value)}`);
    }
    const target = new Uint8Array(view.buffer, view.byteOffset + offset, this.size);
    const origin = origins.get(value);
    if (origin?.length === this.size) {
      target.set(origin);
      return;
    }
    const given = Object.entries(value).filter(([, part]) => part !== undefined);
    const unknown = given.find(([name]) => !this.field(name));
    if (unknown) {
      throw new TypeError(`${path}: the union has no member '${unknown[0]}'; it has ${this.#names()}`);
    }
    const [only] = given;
    const field = only && this.field(only[0]);
    if (!field || given.length !== 1) {
      const got = given.length === 0 ? "none" : given.map(([name]) => name).join(", ");
      throw new TypeError(`${path}: a union needs exactly one of ${this.#names()}, got ${got}`);
    }
    target.fill(0);
    field.schema.write(view, offset, only[1] as never, `${path}.${field.name}`);
  }

  override encode(value: UnionInput<M>): Uint8Array<ArrayBuffer> {
    return super.encode(value as UnionValue<M>);
  }

  #names(): string {
    return this.fields.map((field) => field.name).join(", ");
  }
}

export interface Union<M extends UnionMembers> extends UnionSchema<M> {}

/**
 * Members that share the same bytes, as a union in C. In user space, what is read has every member; what is written has exactly one,
 * and the bytes behind it become zero.
 * ```ts
 * const address = union({ v4: ipv4Address, v6: ipv6Address });
 * address.size; // 16
 * address.decode(address.encode({ v4: "10.0.0.1" })).v6; // "a00:1::"
 * ```
 * @throws {RangeError} there is no member
 * @throws {TypeError} a member is a bit field
 */
export function union<const M extends UnionMembers>(members: M): Union<M> {
  return new UnionSchema(members);
}
