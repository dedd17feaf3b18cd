import type { AnySchema } from "./schema.ts";
import type { StructField } from "./struct.ts";

/** Reads a value at an offset in bytes. */
export type Reader = (view: DataView, offset: number) => unknown;

/** Longer arrays are read by a loop. */
const LONGEST_LITERAL = 8;

/**
 * A function that reads a struct with these fields by one object literal, which JavaScript engines make fast: several times as
 * fast as a walk over the fields.
 * @returns undefined where code cannot be made out of text (`--disallow-code-generation-from-strings`)
 */
export function structReader(fields: readonly StructField[]): Reader | undefined {
  const others: AnySchema[] = [];
  const text = `return (view, offset) => (${literal(fields, 0, others)});`;
  try {
    return new Function("others", text)(others) as Reader;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

function literal(fields: readonly StructField[], start: number, others: AnySchema[]): string {
  const visible = fields.filter(({ schema }) => schema.kind !== "spinLock");
  const members = visible.map(({ name, schema, offset, bit }) => {
    const place = `offset + ${start + offset}`;
    // A computed name is a field also when it is "__proto__".
    const key = `[${JSON.stringify(name)}]`;
    if (bit) return `${key}: others[${others.push(schema) - 1}].readAt(view, ${place}, ${bit.shift})`;
    return `${key}: ${expression(schema, start + offset, others)}`;
  });
  return `{ ${members.join(", ")} }`;
}

function expression(schema: AnySchema, start: number, others: AnySchema[]): string {
  const place = `offset + ${start}`;
  if (schema.kind === "integer" && schema.text === undefined) {
    const { bits, signed, order } = schema;
    const method = `get${bits === 64 ? "Big" : ""}${signed ? "Int" : "Uint"}${bits}`;
    return `view.${method}(${place}${bits === 8 ? "" : `, ${order === "host"}`})`;
  }
  if (schema.kind === "struct") return literal(schema.fields, start, others);
  if (schema.kind === "array" && schema.length <= LONGEST_LITERAL) {
    const element = schema.element as AnySchema;
    const elements = Array.from({ length: schema.length }, (_, index) =>
      expression(element, start + index * element.size, others),
    );
    return `[${elements.join(", ")}]`;
  }
  return `others[${others.push(schema) - 1}].read(view, ${place})`;
}
