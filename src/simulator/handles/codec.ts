import { schemaOf } from "../../btf/index.ts";
import type { BpfObject } from "../../object/object.ts";
import { type AnySchema, bytes } from "../../schema/index.ts";

/** How keys and values of a type are read and written: through its BTF type, or as raw bytes where there is none. */
export function codecOf(object: BpfObject, type: number, size: number): AnySchema {
  if (type === 0) return bytes(size);
  const schema = schemaOf(object.btf, type);
  return schema.size === size ? schema : bytes(size);
}
