import type { Register } from "../../bytecode/index.ts";

export interface Copy {
  readonly destination: Register;
  readonly source: Register;
}

/**
 * Puts copies that happen at once into an order that gives the same one after another; `fresh` supplies a register to
 * break a cycle. Destinations are distinct.
 */
export function orderCopies(copies: readonly Copy[], fresh: () => Register): Copy[] {
  const sourceOf = new Map<Register, Register>();
  const readers = new Map<Register, number>();
  for (const { destination, source } of copies) {
    if (destination === source) continue;
    sourceOf.set(destination, source);
    readers.set(source, (readers.get(source) ?? 0) + 1);
  }
  const ordered: Copy[] = [];
  // A destination that no other pending copy reads is free to be written.
  const ready = [...sourceOf.keys()].filter((destination) => !readers.has(destination));
  const finish = (destination: Register) => {
    const source = sourceOf.get(destination)!;
    ordered.push({ destination, source });
    sourceOf.delete(destination);
    const left = readers.get(source)! - 1;
    readers.set(source, left);
    if (left === 0 && sourceOf.has(source)) ready.push(source);
  };
  while (sourceOf.size > 0) {
    const destination = ready.pop();
    if (destination !== undefined) {
      finish(destination);
      continue;
    }
    // Only cycles are left: save one destination's old value, and let its one reader read the copy.
    const [victim] = sourceOf.keys();
    const temporary = fresh();
    ordered.push({ destination: temporary, source: victim! });
    for (const [reader, source] of sourceOf) if (source === victim) sourceOf.set(reader, temporary);
    readers.set(temporary, readers.get(victim!)!);
    readers.set(victim!, 0);
    ready.push(victim!);
  }
  return ordered;
}
