import { YodelError } from "../errors/index.ts";
import { definitionError, describe, isSchema } from "./check.ts";

/** Frames of the call stack that are kept, to find the function's source text for messages and line info. */
const ORIGIN_FRAMES = 4;

const literalTypes = ["number", "bigint", "boolean", "string"];
const definitionKinds = ["map", "variable", "constant", "perCpuVariable", "subprogram"];

/**
 * Checks what is listed for a kernel function.
 * @param what for messages, such as `program "xdp"`
 */
export function checkScope(what: string, scope: unknown): void {
  if (typeof scope !== "object" || scope === null) {
    throw definitionError(`${what}: the scope must be an object, got ${describe(scope)}`, {
      hint: "write { maps, variables, … } before the function",
    });
  }
  for (const [name, value] of Object.entries(scope)) {
    if (Array.isArray(value)) checkList(what, name, value);
    else if (!isSchema(value) && kindOf(value) === undefined) throw refusal(what, `'${name}' in the scope`, value);
  }
}

function checkList(what: string, name: string, list: readonly unknown[]): void {
  const [first] = list;
  for (const [index, item] of list.entries()) {
    const kind = kindOf(item);
    if (kind === undefined) throw refusal(what, `'${name}[${index}]' in the scope`, item);
    if (kind === kindOf(first)) continue;
    throw definitionError(`${what}: '${name}' in the scope mixes ${kindOf(first)} and ${kind}`, {
      hint: "the elements of an array take turns in the same code: list values of one kind",
    });
  }
}

/** What an element of an array must have in common with the others; undefined for what no scope takes. */
function kindOf(value: unknown): string | undefined {
  if (literalTypes.includes(typeof value)) return typeof value;
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  const { kind } = value;
  if (!definitionKinds.includes(String(kind)) || isSchema(value)) return undefined;
  return kind === "map" && "type" in value ? `${value.type} maps` : `${kind}s`;
}

function refusal(what: string, which: string, value: unknown): Error {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  const got = isSchema(value) ? "a schema" : kind === "program" ? "a program" : describe(value);
  return definitionError(`${what}: ${which} is ${got}`, {
    hint:
      value === undefined
        ? "it may be used before its module has defined it: look for modules that import each other"
        : "a scope lists maps, variables, constants, subprograms, schemas, numbers, booleans, strings, and arrays of these",
  });
}

export function checkFunction(what: string, argument: string, fn: unknown): void {
  if (typeof fn !== "function") {
    throw definitionError(`${what}: ${argument} must be a function, got ${describe(fn)}`);
  }
  if (/\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn))) {
    throw new YodelError("YDL1002", `${what}: the function has no source text: it is native, or made by bind()`, {
      hint: "pass the function itself; what it needs from outside goes into the scope",
    });
  }
}

/** The stack from the caller of `definer` on. */
export function callSite(definer: (...values: never[]) => unknown): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = ORIGIN_FRAMES;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, definer);
  Error.stackTraceLimit = limit;
  return holder.stack;
}
