import assert from "node:assert/strict";
import { test } from "node:test";
import { mapCreateAttributes, programInfoRecord, programLoadAttributes, testRunAttributes } from "./attributes.ts";
import { cString, record, toCString } from "./record.ts";

test("fields stand where C puts them", () => {
  const layout = record({ a: "u8", b: "u16", c: "u32", d: "u8", e: "u64", f: "name", g: "u32" });
  assert.deepEqual(layout.offsets, { a: 0, b: 2, c: 4, d: 8, e: 16, f: 24, g: 40 });
  assert.equal(layout.size, 44);
});

test("what is encoded is decoded; what is left out is zero", () => {
  const layout = record({ small: "u8", signed: "i32", wide: "u64", name: "name", tag: "bytes3", rest: "u32" });
  const bytes = layout.encode({
    small: 200,
    signed: -5,
    wide: 2n ** 63n,
    name: "counter",
    tag: Uint8Array.of(1, 2, 3),
  });
  assert.deepEqual(layout.decode(bytes), {
    small: 200,
    signed: -5,
    wide: 2n ** 63n,
    name: "counter",
    tag: Uint8Array.of(1, 2, 3),
    rest: 0,
  });
});

test("a name that is too long is cut, and ends in a NUL", () => {
  const layout = record({ name: "name" });
  assert.equal(layout.decode(layout.encode({ name: "a name of more than 16" })).name, "a name of more ");
});

test("offsets in union bpf_attr and struct bpf_prog_info, as pahole prints them", () => {
  assert.equal(mapCreateAttributes.offsets.name, 28);
  assert.equal(mapCreateAttributes.offsets.mapExtra, 64);
  assert.equal(programLoadAttributes.offsets.name, 48);
  assert.equal(programLoadAttributes.offsets.functionInfo, 80);
  assert.equal(programLoadAttributes.offsets.lineInfoCount, 104);
  assert.equal(testRunAttributes.offsets.contextIn, 48);
  assert.equal(programInfoRecord.offsets.name, 64);
  assert.equal(programInfoRecord.offsets.verifiedInstructions, 216);
});

test("C strings end at their NUL", () => {
  assert.equal(cString(toCString("eth0")), "eth0");
  assert.equal(cString(Uint8Array.of(97, 98)), "ab");
});
