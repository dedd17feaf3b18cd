import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readNativeFile } from "./symbol-table.ts";

const reader = (bytes: Uint8Array) => (offset: number, length: number) => bytes.subarray(offset, offset + length);

test("what is no ELF file, and what is cut off, is nothing", () => {
  assert.equal(readNativeFile(reader(new Uint8Array())), undefined);
  assert.equal(readNativeFile(reader(Buffer.from("#!/bin/sh\n".repeat(10)))), undefined);
  const half = new Uint8Array(64);
  half.set([0x7f, 0x45, 0x4c, 0x46, 1, 1]);
  assert.equal(readNativeFile(reader(half)), undefined);
});

test("functions of this very program are found in it", {
  skip: process.platform !== "linux" && "needs an ELF file",
}, () => {
  const file = readNativeFile(reader(readFileSync(process.execPath)));
  assert(file);
  const place = file.functions.get("napi_create_function");
  assert(place !== undefined && place > 0);
  assert.equal(file.functions.get("no_such_function"), undefined);
  assert.equal(file.offsetOf(2 ** 50), undefined);
  assert.equal(file.section(".no.such"), undefined);
  assert.ok((file.section(".interp")?.contents.length ?? 0) > 0);
});
