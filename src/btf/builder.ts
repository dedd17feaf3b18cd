import type { AnySchema } from "../schema/index.ts";
import { schemaType } from "./schema.ts";
import type { Btf, BtfId, BtfType } from "./types.ts";

/**
 * Collects BTF types. Types that are equal in every word (names, sizes, and the ids they refer to) share one id, so that
 * adding the same schema twice costs nothing. A type may only refer to types that were added before it.
 * ```ts
 * const builder = new BtfBuilder();
 * const value = builder.addSchema(struct({ packets: u64, bytes: u64 }), "traffic");
 * const btf = builder.build();
 * ```
 */
export class BtfBuilder {
  readonly #types: BtfType[] = [];
  readonly #ids = new Map<string, BtfId>();

  /** @param base types to start from; they keep their ids, and equal types that are added later share them */
  constructor(base?: Btf) {
    this.#types.push({ kind: "void" });
    this.#ids.set(keyOf({ kind: "void" }), 0);
    for (const type of base?.types.slice(1) ?? []) {
      const id = this.#types.push(type) - 1;
      const key = keyOf(type);
      if (!this.#ids.has(key)) this.#ids.set(key, id);
    }
  }

  /** The id of `type`, a new one if there is no equal type yet. `void` is id 0. */
  add(type: BtfType): BtfId {
    const key = keyOf(type);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#types.push(type) - 1;
    this.#ids.set(key, id);
    return id;
  }

  /** The id of an array of `length` elements. */
  addArray(element: BtfId, length: number): BtfId {
    const index = this.add({
      kind: "int",
      name: "__ARRAY_SIZE_TYPE__",
      size: 4,
      bits: 32,
      bitOffset: 0,
      encoding: "unsigned",
    });
    return this.add({ kind: "array", element, index, length });
  }

  /**
   * The id of the BTF type that describes `schema`; `schemaOf` gives an equal schema back.
   * `name` names a struct, or makes a typedef of anything else.
   */
  addSchema(schema: AnySchema, name?: string): BtfId {
    return schemaType(this, schema, name);
  }

  /** What was added up to now. */
  build(): Btf {
    return { types: [...this.#types] };
  }
}

function keyOf(type: BtfType): string {
  // Fields in a fixed order, whatever order the literal had them in.
  return JSON.stringify(Object.entries(type).sort(byName), (_key, value) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
