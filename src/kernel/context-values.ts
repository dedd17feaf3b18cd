import type { ContextField, ContextLayout } from "./program-type.ts";

/** Values of a context by the names of its fields. 64-bit fields are bigints. */
export type ContextValues = Readonly<Record<string, number | bigint | readonly number[]>>;

/**
 * Writes values into a context.
 * @param wrong makes the error for a field that the context does not have, or that takes fewer values
 */
export function writeContext(
  layout: ContextLayout,
  values: ContextValues,
  view: DataView,
  wrong: (message: string, hint?: string) => Error,
): void {
  for (const [name, value] of Object.entries(values)) {
    const field = Object.hasOwn(layout.fields, name) ? layout.fields[name] : undefined;
    if (!field) {
      const names = Object.keys(layout.fields);
      throw wrong(
        `the context ${layout.struct} has no field '${name}'`,
        names.length === 0 ? undefined : `it has ${names.join(", ")}`,
      );
    }
    const elements = typeof value === "object" ? value : [value];
    const room = field.length ?? 1;
    if (elements.length > room) {
      throw wrong(`'${name}' of ${layout.struct} takes ${room} values, not ${elements.length}`);
    }
    for (const [index, element] of elements.entries()) writeField(view, field, index, element);
  }
}

export function readContext(layout: ContextLayout, view: DataView): ContextValues {
  const values: Record<string, number | bigint | number[]> = {};
  for (const [name, field] of Object.entries(layout.fields)) {
    values[name] =
      field.length === undefined
        ? readField(view, field, 0)
        : Array.from({ length: field.length }, (_, index) => Number(readField(view, field, index)));
  }
  return values;
}

function writeField(view: DataView, field: ContextField, index: number, value: number | bigint): void {
  const offset = field.offset + (index * field.bits) / 8;
  const little = field.order === "host";
  const integer = BigInt.asUintN(field.bits, BigInt(value));
  if (field.bits === 64) view.setBigUint64(offset, integer, little);
  else if (field.bits === 32) view.setUint32(offset, Number(integer), little);
  else if (field.bits === 16) view.setUint16(offset, Number(integer), little);
  else view.setUint8(offset, Number(integer));
}

function readField(view: DataView, field: ContextField, index: number): number | bigint {
  const offset = field.offset + (index * field.bits) / 8;
  const little = field.order === "host";
  switch (field.bits) {
    case 64:
      return field.signed ? view.getBigInt64(offset, little) : view.getBigUint64(offset, little);
    case 32:
      return field.signed ? view.getInt32(offset, little) : view.getUint32(offset, little);
    case 16:
      return field.signed ? view.getInt16(offset, little) : view.getUint16(offset, little);
    case 8:
      return field.signed ? view.getInt8(offset) : view.getUint8(offset);
  }
}
