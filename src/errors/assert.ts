/** A broken invariant: a defect of this package, never a mistake of its user. */
export class InvariantError extends Error {}

/**
 * States an invariant, in words. (Node's own `assert` takes long to load, and not every platform has it.)
 * @throws {InvariantError} it does not hold
 */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) unreachable(invariant);
}

/**
 * Says why control never comes here.
 * @throws {InvariantError} always
 */
export function unreachable(invariant: string): never {
  throw new InvariantError(`this does not hold: ${invariant}`);
}
