import assert from "node:assert/strict";
import { test } from "node:test";
import { encode, type Instruction } from "../bytecode/index.ts";
import { CodePatcher } from "./patch.ts";

const hex = (patcher: CodePatcher): string =>
  Buffer.from(patcher.code)
    .toString("hex")
    .replaceAll(/.{16}(?=.)/g, "$& ");

function patcher(...instructions: readonly Instruction[]): CodePatcher {
  return new CodePatcher("f", encode(instructions));
}

const load: Instruction = { op: "load", size: 4, signed: false, destination: 1, base: 2, offset: 8 };
const wide: Instruction = { op: "loadImmediate64", destination: 1, pseudo: 0, value: 1n };
const move: Instruction = { op: "alu", operator: "mov", width: 64, destination: 1, source: { immediate: 5 } };

test("answers go to immediates and to the offsets of loads, with their width", () => {
  const code = patcher(move, load, load, wide);
  code.apply(0, { kind: "value", value: 0x1234n });
  code.apply(1, { kind: "value", value: 16n });
  code.apply(2, { kind: "value", value: 24n, accessSize: 8 });
  code.apply(3, { kind: "value", value: 0x1_0000_0002n });
  assert.equal(hex(code), "b701000034120000 6121100000000000 7921180000000000 1801000002000000 0000000001000000");
  assert.equal(code.missing.size, 0);
});

test("what is missing makes a call that no kernel knows, in both slots of a wide load", () => {
  const code = patcher(move, wide);
  code.apply(0, { kind: "missing", reason: "no a" });
  code.apply(1, { kind: "missing", reason: "no b" });
  assert.equal(hex(code), "85000000dec0ad0b 85000000dec0ad0b 85000000dec0ad0b");
  assert.deepEqual(
    [...code.missing],
    [
      [0, "no a"],
      [1, "no b"],
      [2, "no b"],
    ],
  );
});

test("a load that can't take the field fails where it is reached", () => {
  const code = patcher(load, load);
  code.apply(0, { kind: "value", value: 40_000n });
  code.apply(1, { kind: "value", value: 8n, accessSize: 0 });
  assert.deepEqual([...code.missing.keys()], [0, 1]);
});

test("a relocation of something else is an error", () => {
  const answer = { kind: "value", value: 1n } as const;
  assert.throws(() => patcher({ op: "exit" }).apply(0, answer), { code: "YDL5202" });
  assert.throws(() => patcher(move).apply(9, answer), { code: "YDL5202" });
  assert.throws(() => patcher(wide).apply(1, answer), { code: "YDL5202" });
});
