import assert from "node:assert/strict";
import { test } from "node:test";
import { functionsObject, mapsObject, variablesObject } from "../../tests/support/objects.ts";
import { lineAt, linesOf, linkProgram } from "./relocate.ts";

const targets = {
  maps: new Map([
    ["flows", 11],
    ["direct", 12],
  ]),
  sections: new Map([
    [".bss", 21],
    [".data", 22],
    [".rodata", 23],
  ]),
};

function program(object: ReturnType<typeof mapsObject>, name: string) {
  const found = object.functions.find((candidate) => candidate.name === name);
  assert(found);
  return linkProgram(object, found, targets);
}

function words(code: Uint8Array, slot: number): [pseudo: number, low: number, high: number] {
  const view = new DataView(code.buffer);
  return [view.getUint8(slot * 8 + 1) >> 4, view.getInt32(slot * 8 + 4, true), view.getInt32(slot * 8 + 12, true)];
}

test("maps become file descriptors, values file descriptors and offsets", () => {
  const { code } = program(mapsObject(), "count");
  assert.deepEqual(words(code, 4), [1, 11, 0]);
  assert.deepEqual(words(code, 10), [2, 12, 8]);
});

test("variables become their section's file descriptor and their offset", () => {
  const { code } = program(variablesObject(), "count");
  assert.deepEqual(words(code, 0), [2, 21, 0]);
  assert.deepEqual(words(code, 4), [2, 21, 72]);
  assert.deepEqual(words(code, 7), [2, 23, 0]);
  assert.deepEqual(words(code, 10), [2, 22, 0]);
});

test("functions are appended once, and calls and addresses lead to them", () => {
  const linked = program(functionsObject(), "second");
  assert.deepEqual(
    linked.parts.map((part) => [part.function.name, part.slot]),
    [
      ["second", 0],
      ["each", 10],
      ["bump", 14],
    ],
  );
  assert.deepEqual(words(linked.code, 1), [4, 8, 0]);
  assert.deepEqual(words(linked.code, 7).slice(0, 2), [1, 6]);
  assert.deepEqual(words(linked.code, 11).slice(0, 2), [1, 2]);
});

test("lines move with their functions", () => {
  const linked = program(functionsObject(), "second");
  assert.deepEqual(
    linesOf(linked).map(({ slot }) => slot),
    [0, 10, 14],
  );
  assert.match(lineAt(linked, 12)?.text ?? "", /each/);
  assert.match(lineAt(linked, 9)?.text ?? "", /second/);
});

test("the object stays as it was", () => {
  const object = functionsObject();
  program(object, "second");
  assert.deepEqual(object, functionsObject());
});

test("what the object does not have is named", () => {
  const object = functionsObject();
  const functions = object.functions.filter(({ name }) => name !== "bump");
  assert.throws(() => program({ ...object, functions }, "first"), {
    code: "YDL4403",
    message: /'first' refers to the function 'bump'/,
  });
});
