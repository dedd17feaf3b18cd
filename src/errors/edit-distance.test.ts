import assert from "node:assert/strict";
import { test } from "node:test";
import { editDistance } from "./edit-distance.ts";

for (const [from, to, distance] of [
  ["", "", 0],
  ["", "abc", 3],
  ["count", "count", 0],
  ["count", "cuont", 1],
  ["count", "counts", 1],
  ["lookup", "look", 2],
  ["kitten", "sitting", 3],
] as const) {
  test(`from "${from}" to "${to}" it is ${distance}`, () => {
    assert.equal(editDistance(from, to), distance);
    assert.equal(editDistance(to, from), distance);
  });
}
