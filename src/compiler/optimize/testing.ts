import assert from "node:assert/strict";
import { test } from "node:test";
import type { IrFunction } from "../ir/ir.ts";
import { parse } from "../ir/parse.ts";
import { print } from "../ir/print.ts";
import { validate } from "../ir/validate.ts";
import { passes } from "./index.ts";
import { removeDeadCode } from "./remove-dead-code.ts";

/** v0 is the context, v1 and v2 are numbers, v3 a pointer. */
const HEADER = "function f(v0: pointer, v1, v2, v3: pointer) {";

/** The text's lines without indentation; numbers are given anew in their order, so that texts compare. */
export function normalized(fn: IrFunction): string {
  const names = new Map<string, string>();
  const rename = (name: string) => {
    if (!names.has(name)) names.set(name, `${name[0]}${names.size}`);
    return names.get(name)!;
  };
  return print(fn)
    .split("\n")
    .slice(1, -1)
    .map((line) => line.trim())
    .join("\n")
    .replace(/\b[bv]\d+\b/g, rename);
}

export function isolated(text: string): IrFunction {
  const fn = parse(`${HEADER}\n${text}\n}`);
  validate(fn);
  return fn;
}

export type PassCase = readonly [pass: string, what: string, before: string, after: string];

/** What a pass must make of a text. What it leaves unused is removed from both sides before they are compared. */
export function testPasses(cases: readonly PassCase[]): void {
  for (const [pass, what, before, after] of cases) {
    test(`${pass}: ${what}`, () => {
      const fn = isolated(before);
      passes.get(pass)!(fn);
      validate(fn);
      const expected = isolated(after);
      removeDeadCode(fn);
      removeDeadCode(expected);
      assert.equal(normalized(fn), normalized(expected));
    });
  }
}
