import type { AnySchema, UserInput, UserOf } from "../schema/index.ts";
import { assertSchema, definitionError } from "./check.ts";
import type { ConstantDefinition, PerCpuVariableDefinition, VariableDefinition } from "./definitions.ts";

/**
 * A global variable that all CPUs and user space share; zero unless `initial` says otherwise.
 * ```ts
 * const packets = variable(u64);
 * program("cgroup_skb/egress", { packets }, (skb, { packets }) => {
 *   packets.value += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} `initial` does not fit the schema
 * @kernel 5.2
 */
export function variable<S extends AnySchema>(schema: S, initial?: UserInput<UserOf<S>>): VariableDefinition<S> {
  assertSchema("variable", "the first argument", schema);
  return Object.freeze({
    kind: "variable",
    schema,
    initial: initial === undefined ? undefined : encode("variable", schema, initial),
  });
}

/**
 * A value that is fixed when the program is loaded: `load(…, { constants: { limit: 5 } })` replaces it, and the verifier drops
 * the code that it rules out.
 * ```ts
 * const limit = constant(u32, 1500);
 * program("cgroup_skb/egress", { limit }, (skb, { limit }) => (skb.len > limit.value ? 0 : 1));
 * ```
 * @throws {YodelError} `initial` does not fit the schema
 * @kernel 5.2
 */
export function constant<S extends AnySchema>(schema: S, initial: UserInput<UserOf<S>>): ConstantDefinition<S> {
  assertSchema("constant", "the first argument", schema);
  if (initial === undefined) {
    throw definitionError("constant: the value is missing", { hint: "write constant(u32, 100)" });
  }
  return Object.freeze({ kind: "constant", schema, initial: encode("constant", schema, initial) });
}

/**
 * A global variable that each CPU has for itself, in a cache line of its own: the cheapest counter there is. A kernel
 * function sees this CPU's value; user space sees each and the sum.
 * ```ts
 * const packets = perCpuVariable(u64);
 * program("cgroup_skb/egress", { packets }, (skb, { packets }) => {
 *   packets.value += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} `schema` is not a schema
 * @kernel 5.2
 */
export function perCpuVariable<S extends AnySchema>(schema: S): PerCpuVariableDefinition<S> {
  assertSchema("perCpuVariable", "the first argument", schema);
  return Object.freeze({ kind: "perCpuVariable", schema });
}

function encode(what: string, schema: AnySchema, initial: unknown): Uint8Array {
  try {
    return schema.encode(initial as never);
  } catch (error) {
    throw definitionError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
