import { resolveSection } from "../kernel/index.ts";
import { assertOptions, definitionError, describe, isSchema } from "./check.ts";
import type { ProgramDefinition, Scope } from "./definitions.ts";
import type { KernelScope } from "./kernel-view.ts";
import type { BpfOf, ContextOf, ReturnOf, Section } from "./sections.ts";

export interface ProgramOptions {
  /** The program's name in the kernel and in an object, instead of the key under which it is listed. */
  readonly name?: string;
}

/** A kernel function: its context, what it lists in its scope, and the helpers, casts and constants of its program type. */
export type KernelFunction<Context, Scope, Bpf, Result> = (context: Context, scope: Scope, bpf: Bpf) => Result;

/** Frames of the call stack that are kept, to find the function's source text for messages and line info. */
const ORIGIN_FRAMES = 4;

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
  checkScope(section, scope);
  checkFunction(section, fn);
  assertOptions("program", options, ["name"]);
  checkName(options.name);
  return Object.freeze({
    kind: "program",
    section,
    scope: Object.freeze({ ...scope }),
    fn,
    name: options.name,
    origin: callSite(),
  });
}

function checkScope(section: string, scope: unknown): void {
  if (typeof scope !== "object" || scope === null) {
    throw definitionError(`program "${section}": the scope must be an object, got ${describe(scope)}`, {
      hint: "write program(section, { maps, variables, … }, function)",
    });
  }
  for (const [name, value] of Object.entries(scope)) {
    if (isScopeValue(value)) continue;
    const got = value?.kind === "program" ? "a program" : describe(value);
    throw definitionError(`program "${section}": '${name}' in the scope is ${got}`, {
      hint:
        value === undefined
          ? "it may be used before its module has defined it: look for modules that import each other"
          : "a scope lists maps, variables, constants, schemas, numbers, booleans and strings",
    });
  }
}

function isScopeValue(value: unknown): boolean {
  if (["number", "bigint", "boolean", "string"].includes(typeof value)) return true;
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return isSchema(value) || ["map", "variable", "constant", "perCpuVariable"].includes(String(value.kind));
}

function checkFunction(section: string, fn: unknown): void {
  if (typeof fn !== "function") {
    throw definitionError(`program "${section}": the third argument must be a function, got ${describe(fn)}`);
  }
  if (/\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn))) {
    throw definitionError(`program "${section}": the function has no source text: it is native, or made by bind()`, {
      hint: "pass the function itself; what it needs from outside goes into the scope",
    });
  }
}

/** Names become symbols, and the kernel takes only letters, digits and underscores. */
function checkName(name: unknown): void {
  if (name === undefined || (typeof name === "string" && /^[A-Za-z_]\w*$/.test(name))) return;
  throw definitionError(`program: the name ${describe(name)} is not made of letters, digits and underscores`);
}

function callSite(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = ORIGIN_FRAMES;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, program);
  Error.stackTraceLimit = limit;
  return holder.stack;
}
