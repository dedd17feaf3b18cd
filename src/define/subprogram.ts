import { resolveSection } from "../kernel/index.ts";
import type { AnySchema, KernelOf } from "../schema/index.ts";
import type { BpfBase } from "./bpf.ts";
import { definitionError, describe, isSchema } from "./check.ts";
import type { ContextArgument, Scope, SubprogramArgument, SubprogramDefinition } from "./definitions.ts";
import type { CommonHelpers } from "./helper-types.generated.ts";
import type { KernelInput, KernelScope } from "./kernel-view.ts";
import { callSite, checkFunction, checkScope } from "./scope.ts";
import type { BpfOf, ContextOf, Section } from "./sections.ts";

/** What the function of a subprogram gets for an argument. */
type ParameterOf<A> =
  A extends ContextArgument<infer S extends Section> ? ContextOf<S> : A extends AnySchema ? KernelOf<A> : never;

/** What a caller gives for an argument. */
type GivenFor<A> =
  A extends ContextArgument<infer S extends Section>
    ? ContextOf<S>
    : A extends AnySchema
      ? KernelInput<A> | KernelOf<A>
      : never;

type ParametersOf<A extends readonly unknown[]> = { -readonly [I in keyof A]: ParameterOf<A[I]> };

/** `bpf` in a subprogram: that of the section whose context it takes, else what all program types have. */
type SubprogramBpf<A extends readonly unknown[]> =
  Extract<A[number], ContextArgument> extends infer C
    ? [C] extends [never]
      ? BpfBase & CommonHelpers
      : C extends ContextArgument<infer S extends Section>
        ? BpfOf<S>
        : never
    : never;

// biome-ignore lint/suspicious/noConfusingVoidType: functions without a return statement have this type
type SubprogramResult = number | boolean | void;

/** A subprogram in a kernel function that has it in its scope. */
export type SubprogramView<A extends readonly unknown[], Result> = (
  ...given: { -readonly [I in keyof A]: GivenFor<A[I]> }
) => Result;

/** The kernel passes arguments in five registers. */
const MAX_ARGUMENTS = 5;

/**
 * A function that programs share: compiled once and called in the kernel, where a local function would be copied into each place
 * that calls it. Integers are truncated to their types, structs are passed by reference, `context("xdp")` is the context.
 * ```ts
 * const allowed = variable(u64);
 * const isAllowed = subprogram([be16, ipv4], { allowed }, (port, header, { allowed }) => {
 *   if (port !== 443 || header.protocol !== 6) return false;
 *   allowed.value += 1;
 *   return true;
 * });
 * program("cgroup_skb/egress", { isAllowed, ipv4 }, (skb, { isAllowed, ipv4 }, bpf) => {
 *   const header = bpf.header(skb, ipv4, 0);
 *   return header && isAllowed(skb.remote_port, header) ? 1 : 0;
 * });
 * ```
 * @param types of the arguments, at most five
 * @throws {YodelError} an argument or something in the scope can't be used, or `fn` has no source text
 * @kernel 4.16
 */
export function subprogram<
  const A extends readonly SubprogramArgument[] & { readonly length: 0 | 1 | 2 | 3 | 4 | 5 },
  const Values extends Scope,
  const Result extends SubprogramResult,
>(
  types: A,
  scope: Values,
  fn: (...parameters: [...ParametersOf<A>, scope: KernelScope<Values>, bpf: SubprogramBpf<A>]) => Result,
): SubprogramDefinition<A, Result> {
  checkArguments(types);
  checkScope("subprogram", scope);
  checkFunction("subprogram", "the third argument", fn);
  return Object.freeze({
    kind: "subprogram",
    arguments: Object.freeze([...types]) as unknown as A,
    scope: Object.freeze({ ...scope }),
    // Nobody calls it, so nobody needs to know its parameters.
    fn: fn as (...parameters: never[]) => Result,
    origin: callSite(subprogram),
  });
}

/**
 * The context of a section's programs, as an argument of a {@link subprogram}; only programs of that type can call it then.
 * @throws {YodelError} the section is unknown
 */
export function context<const S extends Section>(section: S): ContextArgument<S> {
  if (typeof section !== "string") throw definitionError(`context: the section must be text, got ${describe(section)}`);
  resolveSection(section);
  return Object.freeze({ kind: "context", section });
}

function checkArguments(types: unknown): void {
  if (!Array.isArray(types)) {
    throw definitionError(`subprogram: the first argument must be an array of types, got ${describe(types)}`, {
      hint: 'write subprogram([u32, ipv4, context("xdp")], { … }, (port, header, frame, scope, bpf) => …)',
    });
  }
  if (types.length > MAX_ARGUMENTS) {
    throw definitionError(`subprogram: ${types.length} arguments are too many: there are five registers for them`, {
      hint: "pass a struct, which is one argument",
    });
  }
  for (const [index, type] of types.entries()) {
    if (type?.kind === "context" || (isSchema(type) && type.kind !== "bits")) continue;
    throw definitionError(
      `subprogram: the type of argument ${index + 1} must be a schema or context(…), got ${describe(type)}`,
    );
  }
  if (types.filter((type) => type.kind === "context").length > 1) {
    throw definitionError("subprogram: there is only one context to pass");
  }
}
