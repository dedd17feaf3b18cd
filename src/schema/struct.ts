import type { BitRange, BitsSchema } from "./bits.ts";
import { type AnySchema, alignUp, type KernelOf, SchemaBase, type UserOf } from "./schema.ts";
import type { SpinLockSchema } from "./spin-lock.ts";
import { type Reader, structReader } from "./struct-reader.ts";

/** What is read less often is not worth the time (some 50 µs) that making a reader takes. */
const READS_WORTH_A_READER = 32;

export type StructFields = { readonly [name: string]: AnySchema };

// biome-ignore lint/suspicious/noExplicitAny: bits of any integer
type AnyBits = BitsSchema<any>;

export interface StructField {
  readonly name: string;
  readonly schema: AnySchema;
  /** Offset in bytes from the start of the struct; for a bit field, that of its unit. */
  readonly offset: number;
  /** Of a bit field, where in its unit it stands; `schema` is a {@link BitsSchema} then. */
  readonly bit?: BitRange;
}

/** Locks are the kernel's alone. */
type UserStruct<F extends StructFields> = { [K in keyof F as F[K] extends SpinLockSchema ? never : K]: UserOf<F[K]> };
type KernelStruct<F extends StructFields> = { -readonly [K in keyof F]: KernelOf<F[K]> };

/** A struct in C layout: fields in the order of their declaration, each aligned, padding always zero. */
export class StructSchema<F extends StructFields> extends SchemaBase<UserStruct<F>, KernelStruct<F>> {
  readonly kind = "struct";
  readonly fields: readonly StructField[];
  readonly size: number;
  readonly alignment: number;
  #reads = 0;
  #reader: Reader | undefined;

  constructor(fields: F) {
    super();
    const placed: StructField[] = [];
    let end = 0;
    let alignment = 1;
    // Bits of the last unit that bit fields have taken.
    let taken = 0;
    for (const [name, schema] of Object.entries(fields)) {
      if (schema.kind === "bits" && sharesUnit(placed.at(-1), schema, taken)) {
        placed.push({ name, schema, offset: end - schema.size, bit: bitRange(schema, taken) });
        taken += schema.width;
        continue;
      }
      const offset = alignUp(end, schema.alignment);
      if (schema.kind === "bits") {
        placed.push({ name, schema, offset, bit: bitRange(schema, 0) });
        taken = schema.width;
      } else {
        placed.push({ name, schema, offset });
      }
      end = offset + schema.size;
      alignment = Math.max(alignment, schema.alignment);
    }
    if (placed.length === 0) throw new RangeError("struct: at least one field is needed");
    this.fields = placed;
    this.alignment = alignment;
    this.size = alignUp(end, alignment);
  }

  field(name: string): StructField | undefined {
    return this.fields.find((field) => field.name === name);
  }

  read(view: DataView, offset: number): UserStruct<F> {
    if (this.#reader) return this.#reader(view, offset) as UserStruct<F>;
    this.#reads += 1;
    if (this.#reads === READS_WORTH_A_READER) this.#reader = structReader(this.fields);
    const visible = this.fields.filter(({ schema }) => schema.kind !== "spinLock");
    const entries = visible.map(({ name, schema, offset: place, bit }) => [
      name,
      bit && schema.kind === "bits"
        ? schema.readAt(view, offset + place, bit.shift)
        : schema.read(view, offset + place),
    ]);
    return Object.fromEntries(entries) as UserStruct<F>;
  }

  write(view: DataView, offset: number, value: UserStruct<F>, path = "value"): void {
    if (typeof value !== "object" || value === null) {
      throw new TypeError(`${path}: a struct needs an object with ${this.names()}, got ${String(value)}`);
    }
    for (const name of Object.keys(value)) {
      if (!this.field(name)) throw new TypeError(`${path}: the struct has no field '${name}'; it has ${this.names()}`);
    }
    new Uint8Array(view.buffer, view.byteOffset + offset, this.size).fill(0);
    for (const { name, schema, offset: place, bit } of this.fields) {
      if (schema.kind === "spinLock") continue;
      const part = (value as Record<string, unknown>)[name];
      if (part === undefined) throw new TypeError(`${path}: the field '${name}' is missing`);
      if (bit && schema.kind === "bits") {
        schema.writeAt(view, offset + place, bit.shift, part as never, `${path}.${name}`);
      } else {
        schema.write(view, offset + place, part as never, `${path}.${name}`);
      }
    }
  }

  private names(): string {
    return this.fields.map((field) => field.name).join(", ");
  }
}

/** Whether a bit field still fits into the unit of the field before it. */
function sharesUnit(last: StructField | undefined, schema: AnyBits, taken: number): boolean {
  if (last?.schema.kind !== "bits" || taken + schema.width > schema.size * 8) return false;
  const { base } = last.schema;
  return base.bits === schema.base.bits && base.order === schema.base.order;
}

/** Host order fills a unit from its least significant bit on, network order from its most significant bit. */
function bitRange({ base, size, width }: AnyBits, taken: number): BitRange {
  return { shift: base.order === "host" ? taken : size * 8 - taken - width, width };
}

export interface Struct<F extends StructFields> extends StructSchema<F> {}

/**
 * A struct in C layout.
 * ```ts
 * const traffic = struct({ packets: u64, bytes: u64 });
 * traffic.size; // 16
 * ```
 * @throws {RangeError} there is no field
 */
export function struct<const F extends StructFields>(fields: F): Struct<F> {
  return new StructSchema(fields);
}
