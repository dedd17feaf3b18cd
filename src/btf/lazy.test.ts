import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { BtfBuilder } from "./builder.ts";
import { ByteWriter } from "./bytes.ts";
import { readBtfLazily } from "./lazy.ts";
import { readBtf } from "./read.ts";
import { writeBtf } from "./write.ts";

function smallKernel(): Uint8Array {
  const types = new BtfBuilder();
  const int = types.add({ kind: "int", name: "int", size: 4, bits: 32, bitOffset: 0, encoding: "signed" });
  const members = [{ name: "task", type: int, bitOffset: 0, bitSize: 0 }];
  types.add({ kind: "struct", name: "task", size: 4, members });
  types.add({ kind: "struct", name: "task___old", size: 4, members });
  types.add({ kind: "struct", name: "subtask", size: 4, members });
  types.add({ kind: "enum", name: "e", size: 4, signed: false, enumerators: [{ name: "task", value: 1n }] });
  types.add({ kind: "forward", name: "task", of: "struct" });
  return writeBtf(types.build());
}

/** BTF as modules have it: a struct `name` of the base's type 1, with names that begin behind the base's. */
function module(name: string, base: { readonly stringsLength: number }): Uint8Array {
  const strings = new TextEncoder().encode(`\0${name}\0field\0`);
  const at = base.stringsLength;
  const types = new ByteWriter()
    .u32(at + 1)
    .u32((4 << 24) | 1)
    .u32(16);
  types
    .u32(at + 2 + name.length)
    .u32(1)
    .u32(64);
  const header = new ByteWriter().u16(0xeb9f).u8(1).u8(0).u32(24).u32(0).u32(types.length);
  return header.u32(types.length).u32(strings.length).bytes(types.finish()).bytes(strings).finish();
}

test("types are the same as when all are read", () => {
  const bytes = smallKernel();
  const lazy = readBtfLazily(bytes);
  assert.equal(lazy.types.length, readBtf(bytes).types.length);
  assert.deepEqual(
    Array.from({ length: lazy.types.length }, (_, id) => lazy.types[id]),
    readBtf(bytes).types,
  );
  assert.equal(lazy.types[lazy.types.length], undefined);
});

test("types are found by name, with their flavours, and not by a part of it", () => {
  const lazy = readBtfLazily(smallKernel());
  assert.deepEqual(
    lazy.named("task").map((id) => lazy.types[id]?.kind === "forward" || (lazy.types[id] as { name: string }).name),
    ["task", "task___old", true],
  );
  assert.deepEqual(lazy.named("tas"), []);
});

test("the types of a module go on where the kernel's end", () => {
  const kernel = readBtfLazily(smallKernel());
  const own = readBtfLazily(module("device", kernel), kernel);
  const [id] = own.named("device");
  assert.equal(id, kernel.types.length);
  const members = [{ name: "field", type: 1, bitOffset: 64, bitSize: 0 }];
  assert.deepEqual(own.types[id ?? 0], { kind: "struct", name: "device", size: 16, members });
  assert.deepEqual(own.types[1], kernel.types[1]);
});

test("types that are cut off are an error at once", () => {
  const bytes = smallKernel();
  const view = new DataView(bytes.buffer);
  view.setUint32(12, view.getUint32(12, true) - 4, true);
  assert.throws(() => readBtfLazily(bytes), { code: "YDL5201" });
});

const vmlinux = "/sys/kernel/btf/vmlinux";
test("finds what the running kernel has", { skip: !existsSync(vmlinux) && "this kernel shows no types" }, () => {
  const kernel = readBtfLazily(readFileSync(vmlinux));
  const found = kernel.named("task_struct").map((id) => kernel.types[id]?.kind);
  assert(found.includes("struct"));
});
