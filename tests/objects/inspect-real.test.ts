import assert from "node:assert/strict";
import { test } from "node:test";
import { describe as describeObject, inspect } from "../../src/cli/inspect.ts";
import { readElf } from "../../src/runtime.ts";
import { realObjects, withoutRealObjects } from "../support/real-objects.ts";

/** Of one object, in milliseconds: the largest takes a tenth of it here. */
const PATIENCE = 5000;

test("every object of Debian's packages can be inspected", { skip: withoutRealObjects() }, (context) => {
  const objects = realObjects();
  assert(objects.length >= 70, `${objects.length} objects`);
  let slowest = 0;
  for (const { name, file } of objects) {
    const start = performance.now();
    const object = readElf(file);
    const text = inspect(object);
    const description = JSON.parse(JSON.stringify(describeObject(object)));
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    assert(took < PATIENCE, `${name}: ${took} ms`);
    assert(description.functions.length > 0, name);
    for (const { name: program, section } of object.functions.filter((fn) => fn.isProgram)) {
      assert(text.includes(`${section} ${program}`), `${name} lacks ${section} ${program}`);
    }
    for (const { name: map } of object.maps) assert(text.includes(`\n  ${map}: `), `${name} lacks ${map}`);
    assert.doesNotMatch(text, /\bundefined\b|\[object|\bNaN\b/, name);
  }
  context.diagnostic(`${objects.length} objects, the slowest in ${Math.round(slowest)} ms`);
});
