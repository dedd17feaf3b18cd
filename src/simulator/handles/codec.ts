import { schemaOf } from "../../btf/index.ts";
import type { BpfObject } from "../../object/object.ts";
import { type AnySchema, bytes } from "../../schema/index.ts";

/** How keys and values of a type are read and written: through its BTF type, or as raw bytes where there is none. */
export function codecOf(object: BpfObject, type: number, size: number): AnySchema {
  if (type === 0) return bytes(size);
  const schema = schemaOf(object.btf, type);
  return schema.size === size ? schema : bytes(size);
}

/** The sum of one value for each CPU, field by field. What is no number keeps its first value. */
export function sumValues(schema: AnySchema, values: readonly unknown[]): unknown {
  return values.reduce((sum, value) => addValues(schema, sum, value));
}

function addValues(schema: AnySchema, left: unknown, right: unknown): unknown {
  switch (schema.kind) {
    case "integer":
      return typeof left === "string" ? left : (left as number) + (right as number);
    case "boolean":
      return (left as boolean) || (right as boolean);
    case "array":
      return (left as unknown[]).map((value, index) => addValues(schema.element, value, (right as unknown[])[index]));
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
