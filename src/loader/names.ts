import { editDistance } from "../errors/edit-distance.ts";
import { YodelError } from "../errors/index.ts";

/** `BPF_OBJ_NAME_LEN` without the NUL. */
const longestName = 15;

/** A name as the kernel takes it for its own lists: letters, digits, `_` and `.`, at most 15. */
export function kernelName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_.]/g, "_").slice(0, longestName);
}

/**
 * Checks names that a caller gives.
 * @param what `"map"`, `"program"`, `"variable"` or `"constant"`
 * @param others things of other kinds, by the plural of their kind: a name that is one of them is hinted at
 * @throws {YodelError} the object has no such thing
 */
export function checkNames(what: string, given: Iterable<string>, known: readonly string[], others: Others = {}): void {
  for (const name of given) {
    if (known.includes(name)) continue;
    const kind = Object.keys(others).find((plural) => Object.hasOwn(others[plural]!, name));
    const all = known.length === 0 ? `it has no ${what}s at all` : `it has ${known.join(", ")}`;
    throw new YodelError("YDL4401", `the object has no ${what} '${name}'`, {
      hint: kind === undefined ? all : `it is a ${kind.slice(0, -1)}: bpf.${kind}.${name}`,
    });
  }
}

type Others = Readonly<Record<string, object>>;

/**
 * Checks the names of options, where the editor did not: one that is misspelt would do nothing.
 * @param what takes them, in words
 * @throws {YodelError} an option does not exist
 */
export function checkOptions(what: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = nearestNames(name, known)[0];
    const meant = near !== undefined && editDistance(name, near) <= 2 ? `did you mean '${near}'? ` : "";
    throw new YodelError("YDL4401", `${what} has no option '${name}'`, {
      hint: `${meant}the options are ${known.join(", ")}`,
    });
  }
}

/** Names that JavaScript itself asks of objects, for printing or awaiting them. */
const askedByLanguage = new Set(["then", "toJSON", "constructor", "toString", "valueOf", "inspect", "nodeType"]);

/**
 * The same handles, where a name that does not exist is an error instead of `undefined`.
 * @param what `"map"`, `"program"` or `"variable"`
 * @param others as of `checkNames`
 */
export function namedHandles<T extends object>(
  what: string,
  handles: Record<string, T>,
  others: Others = {},
): Record<string, T> {
  const table: Record<string, T> = Object.assign(Object.create(null), handles);
  return new Proxy(table, {
    get(target, name) {
      if (typeof name === "symbol" || name in target) return Reflect.get(target, name);
      if (!askedByLanguage.has(name)) checkNames(what, [name], Object.keys(target), others);
      return undefined;
    },
  });
}

/** The three names that are most like a wrong one: those that contain it, then by the letters that differ. */
export function nearestNames(wrong: string, names: Iterable<string>): string[] {
  const distance = (name: string): number => {
    if (Math.abs(name.length - wrong.length) > 6) return name.includes(wrong) ? name.length : Number.POSITIVE_INFINITY;
    return editDistance(wrong, name);
  };
  return [...names]
    .map((name) => ({ name, distance: distance(name) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}
