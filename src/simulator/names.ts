import { SimulatorError } from "./errors.ts";

/** Names that JavaScript itself asks of objects, for printing or awaiting them. */
const askedByLanguage = new Set(["then", "toJSON", "constructor", "toString", "valueOf", "inspect", "nodeType"]);

/** The same handles, where a name that does not exist is an error instead of `undefined`. */
export function named<T extends object>(what: string, handles: Iterable<readonly [string, T]>): Record<string, T> {
  const table: Record<string, T> = Object.create(null);
  for (const [name, handle] of handles) table[name] = handle;
  return new Proxy(table, {
    get(target, name) {
      if (typeof name === "symbol" || name in target) return Reflect.get(target, name);
      if (askedByLanguage.has(name)) return undefined;
      const names = Object.keys(target);
      throw new SimulatorError("YDL4401", `the object has no ${what} '${name}'`, {
        hint: names.length === 0 ? `it has no ${what}s at all` : `it has ${names.join(", ")}`,
      });
    },
  });
}
