import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { BtfBuilder, ByteWriter, writeBtf } from "../btf/index.ts";
import { KernelTypes } from "./kernel-types.ts";

const directory = mkdtempSync(join(tmpdir(), "yodel-types-"));
after(() => rmSync(directory, { recursive: true }));

const builder = new BtfBuilder();
builder.add({ kind: "struct", name: "task", size: 4, members: [] });
const kernel = writeBtf(builder.build());
writeFileSync(join(directory, "vmlinux"), kernel);

// A module's types: an empty struct `device`, and a file that is none.
const strings = new TextEncoder().encode("\0device\0");
const kernelStrings = new DataView(kernel.buffer).getUint32(20, true);
const header = new ByteWriter().u16(0xeb9f).u8(1).u8(0).u32(24).u32(0).u32(12).u32(12).u32(strings.length);
const types = header
  .u32(kernelStrings + 1)
  .u32(4 << 24)
  .u32(8)
  .bytes(strings);
writeFileSync(join(directory, "good_module"), types.finish());
writeFileSync(join(directory, "broken_module"), "no BTF at all, but long enough for a header");

test("modules are asked when the kernel itself has nothing; a broken one is skipped with a warning", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on("warning", listen);
  try {
    const found = new KernelTypes(undefined, directory);
    const names = (name: string) => found.named(name, () => true).map(({ btf, type }) => btf.types[type]);
    assert.deepEqual(names("task"), [{ kind: "struct", name: "task", size: 4, members: [] }]);
    await turn();
    assert.equal(warnings.length, 0);
    assert.deepEqual(names("device"), [{ kind: "struct", name: "device", size: 8, members: [] }]);
    assert.deepEqual(names("absent"), []);
    await turn();
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]?.message ?? "", /'broken_module' are left out/);
  } finally {
    process.off("warning", listen);
  }
});

test("a kernel that shows no types is an error only when they are asked for", () => {
  const types = new KernelTypes(undefined, join(directory, "nowhere"));
  assert.throws(() => types.kernel, { name: "UnsupportedError", code: "YDL4111" });
});
