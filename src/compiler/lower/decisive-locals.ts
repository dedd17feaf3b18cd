import type { Local, TypedFunction } from "../check/typed-tree.ts";

/** What a tree says beside its parts. */
const skipped: ReadonlySet<string> = new Set(["type", "schema", "signature", "local"]);

/** Parts that a branch is taken on. */
const conditions: ReadonlySet<string> = new Set(["compare", "truth", "not", "and", "or", "coalesce", "sameBytes"]);

export interface DecisiveLocals {
  /** A branch is taken on them. */
  readonly tested: ReadonlySet<Local>;
  /** They choose an element of an array. */
  readonly indexes: ReadonlySet<Local>;
}

/** Locals of which the verifier must know something: those in conditions and indexes, and those that others of these are made of. */
export function decisiveLocals(fn: TypedFunction): DecisiveLocals {
  const tested = new Set<Local>();
  const indexes = new Set<Local>();
  const sources = new Map<Local, Set<Local>>();
  const visit = (part: unknown, use: Set<Local> | undefined, into: Local | undefined): void => {
    if (Array.isArray(part)) {
      for (const one of part) visit(one, use, into);
      return;
    }
    if (!isRecord(part)) return;
    const { node, statement, local } = part;
    let target = into;
    if (node === "local" || node === "assign") {
      use?.add(local as Local);
      if (into) addTo(sources, into, local as Local);
      if (node === "assign") target = local as Local;
    }
    const inside = typeof node === "string" && conditions.has(node) ? tested : use;
    for (const [key, value] of Object.entries(part)) {
      if (skipped.has(key)) continue;
      const isTest = key === "test" || (statement === "switch" && key === "value");
      visit(value, isTest ? tested : key === "indexes" ? indexes : inside, target);
    }
  };
  visit(fn.body, undefined, undefined);
  addSources(tested, sources);
  addSources(indexes, sources);
  return { tested, indexes };
}

function addSources(locals: Set<Local>, sources: ReadonlyMap<Local, ReadonlySet<Local>>): void {
  const waiting = [...locals];
  for (let local = waiting.pop(); local; local = waiting.pop()) {
    for (const source of sources.get(local) ?? []) {
      if (locals.has(source)) continue;
      locals.add(source);
      waiting.push(source);
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
}

function addTo(sources: Map<Local, Set<Local>>, local: Local, source: Local): void {
  const known = sources.get(local);
  if (known) known.add(source);
  else sources.set(local, new Set([source]));
}
