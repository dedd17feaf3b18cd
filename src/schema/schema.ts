import type { ArraySchema, BytesSchema, CharsSchema } from "./array.ts";
import type { BitsSchema } from "./bits.ts";
import type { BooleanSchema, IntegerSchema } from "./scalar.ts";
import type { SpinLockSchema } from "./spin-lock.ts";
import type { StructSchema } from "./struct.ts";
import type { UnionSchema } from "./union.ts";

/**
 * The shape of data that kernel and user space share: its C layout, and how user space reads and writes it.
 * `User` is the value's type in user space, `Kernel` its type inside a kernel function.
 */
export abstract class SchemaBase<User, Kernel> {
  /** Bytes that a value takes, padding included, as `sizeof` in C. */
  abstract readonly size: number;
  /** Alignment in bytes, as `_Alignof` in C. */
  abstract readonly alignment: number;

  /** Only for the type checker: what values look like on both sides. */
  declare readonly types: { readonly user: User; readonly kernel: Kernel };

  /** Reads the value at `offset` (in bytes). */
  abstract read(view: DataView, offset: number): User;

  /**
   * Writes `value` at `offset` (in bytes); padding becomes zero.
   * @throws {TypeError | RangeError} the value does not fit; the message names its path from `path` on
   */
  abstract write(view: DataView, offset: number, value: User, path?: string): void;

  /**
   * Decodes a value from the first `size` bytes at `offset`.
   * @throws {RangeError} there are fewer bytes
   */
  decode(bytes: Uint8Array, offset = 0): User {
    if (offset < 0 || offset + this.size > bytes.length) {
      throw new RangeError(`${this.size} bytes are needed at offset ${offset}, of ${bytes.length} that there are`);
    }
    return this.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset);
  }

  /**
   * Encodes a value into new bytes of length `size`.
   * @throws {TypeError | RangeError} the value does not fit the schema
   */
  encode(value: User): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.size);
    this.write(new DataView(bytes.buffer), 0, value);
    return bytes;
  }
}

/** Any schema, told apart by `kind`. */
// biome-ignore-start lint/suspicious/noExplicitAny: a schema of anything
export type AnySchema =
  | IntegerSchema<any, any>
  | BooleanSchema
  | CharsSchema
  | BytesSchema<any, any>
  | ArraySchema<any, any>
  | StructSchema<any>
  | UnionSchema<any>
  | BitsSchema<any>
  | SpinLockSchema;
// biome-ignore-end lint/suspicious/noExplicitAny: a schema of anything

/** The type of a schema's values in user space. */
export type UserOf<S extends { readonly types: { readonly user: unknown } }> = S["types"]["user"];

/** The type of a schema's values inside a kernel function. */
export type KernelOf<S extends { readonly types: { readonly kernel: unknown } }> = S["types"]["kernel"];

export function alignUp(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
