import assert from "node:assert/strict";
import { test } from "node:test";
import { damage, numbers } from "../../tests/support/damage.ts";
import { handMadeObjects } from "../../tests/support/objects.ts";
import { schemaOf } from "../btf/index.ts";
import { ObjectFormatError, UnsupportedError } from "../errors/index.ts";
import { describeObject } from "./describe.ts";
import { readElf, writeElf } from "./index.ts";

test("2,000 damaged files are read or refused, never anything else, and in time", () => {
  const below = numbers(20260719);
  const files = handMadeObjects.map((make) => writeElf(make()));
  const counts = { read: 0, refused: 0 };
  let slowest = 0;
  for (let run = 0; run < 2000; run++) {
    const file = damage(files[run % files.length]!, below);
    const start = performance.now();
    try {
      const object = readElf(file);
      describeObject(object);
      for (const map of object.maps) if (map.valueType !== 0) schemaOf(object.btf, map.valueType);
      for (const { variables } of object.sections) {
        for (const variable of variables) if (variable.type !== 0) schemaOf(object.btf, variable.type);
      }
      counts.read++;
    } catch (error) {
      assert(error instanceof ObjectFormatError || error instanceof UnsupportedError, `run ${run}: ${String(error)}`);
      counts.refused++;
    }
    slowest = Math.max(slowest, performance.now() - start);
  }
  assert(counts.read > 200 && counts.refused > 200, `both happen often: ${JSON.stringify(counts)}`);
  assert(slowest < 1000, `the slowest took ${slowest} ms`);
});

test("a file that is cut off anywhere is refused", () => {
  const file = writeElf(handMadeObjects[0]!());
  for (let length = 0; length < file.length; length += 7) {
    assert.throws(() => readElf(file.slice(0, length)), { name: "ObjectFormatError" }, `after ${length} bytes`);
  }
});
