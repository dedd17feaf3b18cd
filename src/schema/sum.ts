import type { AnySchema } from "./schema.ts";

/** The sum of one value for each CPU; there is always at least one. */
export function sumValues(schema: AnySchema, values: readonly unknown[]): unknown {
  return values.reduce((sum, value) => addValues(schema, sum, value));
}

/** Adds two values field by field. What is not a number keeps its first value. */
function addValues(schema: AnySchema, left: unknown, right: unknown): unknown {
  switch (schema.kind) {
    case "integer":
      return schema.text === undefined ? (left as number) + (right as number) : left;
    case "bits":
      return (left as number) + (right as number);
    case "boolean":
      return (left as boolean) || (right as boolean);
    case "array":
      return (left as unknown[]).map((value, index) =>
        addValues(schema.element as AnySchema, value, (right as unknown[])[index]),
      );
    case "struct": {
      const sum: Record<string, unknown> = {};
      for (const { name, schema: field } of schema.fields) {
        sum[name] = addValues(field, (left as typeof sum)[name], (right as typeof sum)[name]);
      }
      return sum;
    }
    default:
      return left;
  }
}
