import type { Btf, BtfId, BtfType } from "./types.ts";

const indexes = new WeakMap<Btf, Map<string, BtfId>>();

/**
 * The id of the first type of this kind and name, `undefined` if there is none. The first call for a set of types makes an
 * index of all its names (some tens of milliseconds for a whole kernel), later ones are immediate.
 */
export function findType(btf: Btf, kind: BtfType["kind"], name: string): BtfId | undefined {
  let index = indexes.get(btf);
  if (index === undefined) {
    index = new Map();
    for (const [id, type] of btf.types.entries()) {
      if (!("name" in type) || type.name === "") continue;
      const key = `${type.kind} ${type.name}`;
      if (!index.has(key)) index.set(key, id);
    }
    indexes.set(btf, index);
  }
  return index.get(`${kind} ${name}`);
}
