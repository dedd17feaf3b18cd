import { refuseBits } from "./bits.ts";
import { type AnySchema, type KernelOf, SchemaBase, type UserOf } from "./schema.ts";

/** A tuple of `N` times `T` while `N` is a known number up to 64, else an array. */
export type Repeat<T, N extends number, Seen extends T[] = []> = number extends N
  ? T[]
  : Seen["length"] extends N
    ? Seen
    : Seen["length"] extends 64
      ? T[]
      : Repeat<T, N, [...Seen, T]>;

/** Bytes inside a kernel function: read and written by index, or handed whole to a helper. */
export interface KernelBytes {
  [index: number]: number;
  readonly length: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** NUL-terminated text in a fixed number of bytes; a `string` in user space. */
export class CharsSchema extends SchemaBase<string, string> {
  readonly kind = "chars";
  readonly alignment = 1;
  readonly length: number;

  constructor(length: number) {
    super();
    assertLength("chars", length);
    this.length = length;
  }

  get size(): number {
    return this.length;
  }

  read(view: DataView, offset: number): string {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, this.length);
    const end = bytes.indexOf(0);
    return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  write(view: DataView, offset: number, value: string, path = "value"): void {
    if (typeof value !== "string") {
      throw new TypeError(`${path}: chars(${this.length}) needs a string, got ${typeof value}`);
    }
    const text = encoder.encode(value);
    if (text.length >= this.length) {
      throw new RangeError(
        `${path}: ${JSON.stringify(value)} and its NUL take ${text.length + 1} of ${this.length} bytes`,
      );
    }
    const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, this.length);
    bytes.fill(0);
    bytes.set(text);
  }
}

/** A fixed number of raw bytes; a `Uint8Array` (a copy) in user space. */
export class BytesSchema<N extends number, User = Uint8Array> extends SchemaBase<User, KernelBytes> {
  readonly kind = "bytes";
  readonly alignment: number;
  readonly length: N;
  /** How user space sees them, when not as bytes. */
  readonly text: "ipv6" | "mac" | undefined;

  /** @param alignment more than 1 for what stands in for a type that has no schema, such as a union */
  constructor(length: N, alignment = 1, text: "ipv6" | "mac" | undefined = undefined) {
    super();
    assertLength("bytes", length);
    this.length = length;
    this.alignment = alignment;
    this.text = text;
  }

  get size(): number {
    return this.length;
  }

  read(view: DataView, offset: number): User {
    return new Uint8Array(view.buffer, view.byteOffset + offset, this.length).slice() as User;
  }

  write(view: DataView, offset: number, value: User, path = "value"): void {
    if (!(value instanceof Uint8Array) || value.length !== this.length) {
      const got = value instanceof Uint8Array ? `${value.length} bytes` : typeof value;
      throw new TypeError(`${path}: bytes(${this.length}) needs a Uint8Array of ${this.length} bytes, got ${got}`);
    }
    new Uint8Array(view.buffer, view.byteOffset + offset, this.length).set(value);
  }
}

/** A fixed number of elements of one schema. */
export class ArraySchema<T extends AnySchema, N extends number> extends SchemaBase<
  UserOf<T>[],
  Repeat<KernelOf<T>, N>
> {
  readonly kind = "array";
  readonly element: T;
  readonly length: N;

  constructor(element: T, length: N) {
    super();
    assertLength("array", length);
    refuseBits("array", element);
    this.element = element;
    this.length = length;
  }

  get size(): number {
    return this.element.size * this.length;
  }

  get alignment(): number {
    return this.element.alignment;
  }

  read(view: DataView, offset: number): UserOf<T>[] {
    return Array.from({ length: this.length }, (_, index) =>
      this.element.read(view, offset + index * this.element.size),
    );
  }

  write(view: DataView, offset: number, value: readonly UserOf<T>[], path = "value"): void {
    if (!Array.isArray(value) || value.length !== this.length) {
      const got = Array.isArray(value) ? `${value.length} elements` : typeof value;
      throw new TypeError(`${path}: an array of ${this.length} elements is needed, got ${got}`);
    }
    value.forEach((element, index) => {
      this.element.write(view, offset + index * this.element.size, element, `${path}[${index}]`);
    });
  }
}

export interface Chars extends CharsSchema {}
export interface Bytes<N extends number> extends BytesSchema<N> {}
export interface ArrayOf<T extends AnySchema, N extends number> extends ArraySchema<T, N> {}

/**
 * NUL-terminated text in `length` bytes.
 * @throws {RangeError} `length` is not a positive integer
 */
export function chars(length: number): Chars {
  return new CharsSchema(length);
}

/**
 * `length` raw bytes.
 * @throws {RangeError} `length` is not a positive integer
 */
export function bytes<const N extends number>(length: N): Bytes<N> {
  return new BytesSchema(length);
}

/**
 * `length` elements of `element`, without gaps.
 * @throws {RangeError} `length` is not a positive integer
 * @throws {TypeError} `element` is a bit field
 */
export function array<T extends AnySchema, const N extends number>(element: T, length: N): ArrayOf<T, N> {
  return new ArraySchema(element, length);
}

function assertLength(what: string, length: number): void {
  if (!Number.isInteger(length) || length <= 0) {
    throw new RangeError(`${what}: the length must be a positive integer, got ${length}`);
  }
}
