import { type AnySchema, holdsLock } from "../schema/index.ts";
import { assertCount, assertSchema, definitionError } from "./check.ts";

/** Keys are built on the stack of a kernel function. */
const MAX_KEY_SIZE = 512;
/** Smallest unit of the kernel's per-CPU allocator. */
const MAX_PER_CPU_VALUE_SIZE = 32768;

export const noKey = { key: "an array map has no key schema: its keys are the indexes 0 to maxEntries - 1" };

export function checkMap(
  what: string,
  options: { readonly value: AnySchema; readonly maxEntries: number; readonly flags?: number },
): void {
  const mayLock = what === "hashMap" || what === "arrayMap";
  assertSchema(what, "value", options.value, mayLock);
  if (mayLock) checkLock(what, options.value);
  assertCount(what, "maxEntries", options.maxEntries);
  checkFlags(what, options.flags);
}

/** The kernel finds one lock, among the fields of the struct itself. */
function checkLock(what: string, value: AnySchema): void {
  if (!holdsLock(value)) return;
  const own = value.kind === "struct" ? value.fields.filter(({ schema }) => schema.kind === "spinLock") : [];
  const all = value.kind === "struct" ? value.fields.filter(({ schema }) => holdsLock(schema)) : [];
  if (own.length === 1 && all.length === 1) return;
  throw definitionError(`${what}: value must have one lock, as a field of the struct itself`, {
    hint: "write struct({ lock: spinLock, … })",
  });
}

export function checkFlags(what: string, flags: number | undefined): void {
  if (flags !== undefined && !(Number.isInteger(flags) && flags >= 0)) {
    throw definitionError(`${what}: flags must be a number made of BPF_F_* flags, got ${String(flags)}`);
  }
}

export function checkKey(what: string, key: AnySchema): void {
  assertSchema(what, "key", key);
  if (key.size > MAX_KEY_SIZE) {
    throw definitionError(`${what}: a key of ${key.size} bytes is too large: the limit is ${MAX_KEY_SIZE}`, {
      hint: "a kernel function builds keys on its stack, which has 512 bytes; use a smaller key, such as a hash of it",
    });
  }
}

export function checkPerCpuValue(what: string, value: AnySchema): void {
  if (value.size > MAX_PER_CPU_VALUE_SIZE) {
    throw definitionError(
      `${what}: a value of ${value.size} bytes is too large: per-CPU values have at most ${MAX_PER_CPU_VALUE_SIZE}`,
    );
  }
}
