import assert from "node:assert/strict";
import { test } from "node:test";
import { handMadeObjects } from "../../tests/support/objects.ts";
import { schemaOf } from "../btf/index.ts";
import { ObjectFormatError, UnsupportedError } from "../errors/index.ts";
import { describeObject } from "./describe.ts";
import { readElf, writeElf } from "./index.ts";

/** Numbers below `limit`, the same in each run (a linear congruential generator of 32 bits). */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const interesting = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff];

/** A few bytes or words changed, or the end cut off. */
function mutate(file: Uint8Array, below: (limit: number) => number): Uint8Array {
  const bytes = below(8) === 0 ? file.slice(0, below(file.length)) : file.slice();
  if (bytes.length < 8) return bytes;
  const view = new DataView(bytes.buffer);
  for (let count = 1 + below(4); count > 0; count--) {
    const at = below(bytes.length - 4);
    const kind = below(4);
    if (kind === 0) bytes[at] = interesting[below(interesting.length)]!;
    else if (kind === 1) bytes[at]! ^= 1 << below(8);
    else if (kind === 2) view.setUint32(at, interesting[below(interesting.length)]!, true);
    else view.setUint32(at, (below(65536) << 16) | below(65536), true);
  }
  return bytes;
}

test("2,000 damaged files are read or refused, never anything else, and in time", () => {
  const below = numbers(20260719);
  const files = handMadeObjects.map((make) => writeElf(make()));
  const counts = { read: 0, refused: 0 };
  let slowest = 0;
  for (let run = 0; run < 2000; run++) {
    const file = mutate(files[run % files.length]!, below);
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
