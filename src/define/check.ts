import { YodelError, type YodelErrorOptions } from "../errors/index.ts";
import { type AnySchema, holdsLock, SchemaBase } from "../schema/index.ts";

/** A definition that can't be right, whatever uses it. */
export function definitionError(message: string, options?: YodelErrorOptions): YodelError {
  return new YodelError("YDL3002", message, options);
}

export function isSchema(value: unknown): value is AnySchema {
  return value instanceof SchemaBase;
}

/** @param mayLock whether a lock may be in it */
export function assertSchema(what: string, option: string, value: unknown, mayLock = false): void {
  if (isSchema(value) && value.kind !== "bits") {
    if (!mayLock && holdsLock(value)) {
      throw definitionError(`${what}: ${option} holds a lock`, {
        hint: "a lock is a field of a struct that is the value of a hashMap or an arrayMap",
      });
    }
    return;
  }
  const got = isSchema(value) ? "a bit field, which stands only in structs" : describe(value);
  throw definitionError(`${what}: ${option} must be a schema, got ${got}`, {
    hint: "schemas are u8 … i64, bool, be16 … be64, addresses, chars(n), bytes(n), array(T, n), struct({ … }) and union({ … })",
  });
}

/** A number of entries: a positive integer of at most 32 bits. */
export function assertCount(what: string, option: string, value: unknown): void {
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 0xffff_ffff) return;
  throw definitionError(`${what}: ${option} must be an integer from 1 to 4294967295, got ${describe(value)}`);
}

/** An object that has no other keys than `known`; `advice` explains keys that people might expect. */
export function assertOptions(
  what: string,
  options: unknown,
  known: readonly string[],
  advice: Readonly<Record<string, string>> = {},
): void {
  if (typeof options !== "object" || options === null) {
    throw definitionError(`${what}: options are missing`, { hint: `it takes ({ ${known.join(", ")} })` });
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const reason = advice[name] ?? `there is no option '${name}'`;
    throw definitionError(`${what}: ${reason}`, { hint: `the options are ${known.join(", ")}` });
  }
}

export function describe(value: unknown): string {
  switch (typeof value) {
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "bigint":
      return `${value}n`;
    case "string":
      return JSON.stringify(value);
    case "function":
      return "a function";
    default:
      return value === null ? "null" : Array.isArray(value) ? "an array" : "an object";
  }
}
