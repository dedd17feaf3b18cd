import type { schemaOf } from "../btf/index.ts";
import type { BpfObject } from "../object/object.ts";
import type { AnySchema, bytes } from "../schema/index.ts";
import { later } from "./later.ts";

const btfSchema = later<{ schemaOf: typeof schemaOf }>("../btf/schema");
const schemas = later<{ bytes: typeof bytes }>("../schema/array");

/** How keys and values of a type are read and written: through its BTF type, or as raw bytes where there is none. */
export function codecOf(object: BpfObject, type: number, size: number): AnySchema {
  if (type === 0) return schemas().bytes(size);
  const schema = btfSchema().schemaOf(object.btf, type);
  return schema.size === size ? schema : schemas().bytes(size);
}

/** A schema that is worked out by its first use: most maps of an object are never read. */
export class LazyCodec {
  readonly size: number;
  readonly #object: BpfObject;
  readonly #type: number;
  #schema: AnySchema | undefined;

  constructor(object: BpfObject, type: number, size: number) {
    this.#object = object;
    this.#type = type;
    this.size = size;
  }

  get schema(): AnySchema {
    this.#schema ??= codecOf(this.#object, this.#type, this.size);
    return this.#schema;
  }
}
