import type { ContextField } from "./program-type.ts";

/** A field whose type says what the types of contexts need to know of it. */
export type Field<Writable extends boolean = boolean, Length extends number | undefined = number | undefined> = Omit<
  ContextField,
  "writable" | "length"
> & { readonly writable: Writable } & ([Length] extends [number]
    ? { readonly length: Length }
    : { readonly length?: undefined });

/** What is not as usual: a field is read-only and a scalar, as old as its program type. */
type FieldOptions = Partial<
  Pick<ContextField, "writable" | "writeBits" | "unionWith" | "length" | "minimumKernel" | "signed">
>;

export type FieldWith<Options> = Field<
  Options extends { readonly writable: true } ? true : false,
  Options extends { readonly length: infer Length extends number } ? Length : undefined
>;

/** @param offset in bytes from the start of the context */
export function u32<const Options extends FieldOptions = Record<never, never>>(
  offset: number,
  options?: Options,
): FieldWith<Options> {
  return field(offset, 32, "host", options);
}

export function i32<const Options extends FieldOptions = Record<never, never>>(
  offset: number,
  options?: Options,
): FieldWith<Options> {
  return field(offset, 32, "host", { signed: true, ...options } as FieldOptions) as FieldWith<Options>;
}

export function u64<const Options extends FieldOptions = Record<never, never>>(
  offset: number,
  options?: Options,
): FieldWith<Options> {
  return field(offset, 64, "host", options);
}

/** 16 bits in network order in the low half of a 32-bit field: what little-endian machines find at its first two bytes. */
export function networkShort<const Options extends FieldOptions = Record<never, never>>(
  offset: number,
  options?: Options,
): FieldWith<Options> {
  return field(offset, 16, "network", options);
}

/** 32 bits in network order. */
export function networkWord<const Options extends FieldOptions = Record<never, never>>(
  offset: number,
  options?: Options,
): FieldWith<Options> {
  return field(offset, 32, "network", options);
}

function field<Options extends FieldOptions>(
  offset: number,
  bits: ContextField["bits"],
  order: ContextField["order"],
  options?: Options,
): FieldWith<Options> {
  const plain: ContextField = { offset, bits, signed: false, order, writable: false, ...options };
  return plain as ContextField & FieldWith<Options>;
}
