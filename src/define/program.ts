import { resolveSection } from "../kernel/index.ts";
import { assertOptions, definitionError, describe } from "./check.ts";
import type { ProgramDefinition, Scope } from "./definitions.ts";
import type { KernelScope } from "./kernel-view.ts";
import { callSite, checkFunction, checkScope } from "./scope.ts";
import type { BpfOf, ContextOf, ReturnOf, Section } from "./sections.ts";

/** What `program` takes besides section, scope and function. */
export interface ProgramOptions {
  /** The program's name in the kernel and in an object, instead of the key under which it is listed. */
  readonly name?: string;
}

/** A kernel function: its context, what it lists in its scope, and the helpers, casts and constants of its program type. */
export type KernelFunction<Context, Scope, Bpf, Result> = (context: Context, scope: Scope, bpf: Bpf) => Result;

/**
 * A program for the kernel, of the type that `section` names. `fn` is compiled, never called: it sees its parameters and
 * nothing else, so everything it needs from outside is listed in `scope`.
 * ```ts
 * const pktCount = arrayMap({ value: u64, maxEntries: 1 });
 * const countEgress = program("cgroup_skb/egress", { pktCount }, (skb, { pktCount }) => {
 *   pktCount[0] += 1;
 *   return 1;
 * });
 * ```
 * @throws {YodelError} the section is unknown, something in the scope can't be used in the kernel, or `fn` has no source text
 */
export function program<const S extends Section, const Values extends Scope>(
  section: S,
  scope: Values,
  fn: KernelFunction<ContextOf<S>, KernelScope<Values>, BpfOf<S>, ReturnOf<S>>,
  options: ProgramOptions = {},
): ProgramDefinition<S> {
  if (typeof section !== "string") throw definitionError(`program: the section must be text, got ${describe(section)}`);
  resolveSection(section);
  checkScope(`program "${section}"`, scope);
  checkFunction(`program "${section}"`, "the third argument", fn);
  assertOptions("program", options, ["name"]);
  checkName(options.name);
  return Object.freeze({
    kind: "program",
    section,
    scope: Object.freeze({ ...scope }),
    fn,
    name: options.name,
    origin: callSite(program),
  });
}

/** Names become symbols, and the kernel takes only letters, digits and underscores. */
function checkName(name: unknown): void {
  if (name === undefined || (typeof name === "string" && /^[A-Za-z_]\w*$/.test(name))) return;
  throw definitionError(`program: the name ${describe(name)} is not made of letters, digits and underscores`);
}
