import assert from "node:assert/strict";
import { test } from "node:test";
import { parseUsdtArguments, type UsdtArgument } from "./usdt-notes.ts";

const cases: readonly (readonly [text: string, expected: Partial<UsdtArgument> | undefined])[] = [
  ["8@%rdi", { kind: "register", size: 8, signed: false, register: "di" }],
  ["-4@%r13d", { kind: "register", size: 4, signed: true, register: "r13" }],
  ["1@%al", { kind: "register", size: 1, register: "ax" }],
  ["2@%sil", { kind: "register", size: 2, register: "si" }],
  ["-4@$-7", { kind: "constant", signed: true, value: -7n }],
  ["8@$0x10", { kind: "constant", value: 16n }],
  ["8@-20(%rbp)", { kind: "memory", register: "bp", value: -20n, index: undefined }],
  ["4@(%rax,%rdx,8)", { kind: "memory", register: "ax", index: "dx", scale: 8, value: 0n }],
  ["8@[sp, 16]", { kind: "memory", register: "sp", value: 16n }],
  ["-4@w3", { kind: "register", register: "x3", signed: true }],
  ["8@x19", { kind: "register", register: "x19" }],
  ["3@%rax", undefined],
  ["8@some_symbol(%rip,%rax", undefined],
];

for (const [text, expected] of cases) {
  test(`${text} is ${expected ? expected.kind : "unknown"}`, () => {
    const [found] = parseUsdtArguments(text);
    if (!expected) return assert.equal(found, undefined);
    for (const [name, value] of Object.entries(expected))
      assert.equal(found?.[name as keyof UsdtArgument], value, name);
  });
}

test("arguments come in their order", () => {
  const kinds = parseUsdtArguments("8@%rdi -4@$5 4@-8(%rsp)").map((argument) => argument?.kind);
  assert.deepEqual(kinds, ["register", "constant", "memory"]);
  assert.deepEqual(parseUsdtArguments(""), []);
});
