import { type AnySchema, alignUp, type KernelOf, SchemaBase, type UserOf } from "./schema.ts";

export type StructFields = { readonly [name: string]: AnySchema };

export interface StructField {
  readonly name: string;
  readonly schema: AnySchema;
  /** Offset in bytes from the start of the struct. */
  readonly offset: number;
}

type UserStruct<F extends StructFields> = { [K in keyof F]: UserOf<F[K]> };
type KernelStruct<F extends StructFields> = { -readonly [K in keyof F]: KernelOf<F[K]> };

/** A struct in C layout: fields in the order of their declaration, each aligned, padding always zero. */
export class StructSchema<F extends StructFields> extends SchemaBase<UserStruct<F>, KernelStruct<F>> {
  readonly kind = "struct";
  readonly fields: readonly StructField[];
  readonly size: number;
  readonly alignment: number;

  constructor(fields: F) {
    super();
    const placed: StructField[] = [];
    let end = 0;
    let alignment = 1;
    for (const [name, schema] of Object.entries(fields)) {
      const offset = alignUp(end, schema.alignment);
      placed.push({ name, schema, offset });
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
    const value: Record<string, unknown> = {};
    for (const field of this.fields) value[field.name] = field.schema.read(view, offset + field.offset);
    return value as UserStruct<F>;
  }

  write(view: DataView, offset: number, value: UserStruct<F>, path = "value"): void {
    if (typeof value !== "object" || value === null) {
      throw new TypeError(`${path}: a struct needs an object with ${this.names()}, got ${String(value)}`);
    }
    for (const name of Object.keys(value)) {
      if (!this.field(name)) throw new TypeError(`${path}: the struct has no field '${name}'; it has ${this.names()}`);
    }
    new Uint8Array(view.buffer, view.byteOffset + offset, this.size).fill(0);
    for (const field of this.fields) {
      const part = (value as Record<string, unknown>)[field.name];
      if (part === undefined) throw new TypeError(`${path}: the field '${field.name}' is missing`);
      field.schema.write(view, offset + field.offset, part as never, `${path}.${field.name}`);
    }
  }

  private names(): string {
    return this.fields.map((field) => field.name).join(", ");
  }
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
