import assert from "node:assert/strict";
import { test } from "node:test";
import { handMadeObjects, mapsObject, variablesObject } from "../../tests/support/objects.ts";
import { readElf, writeElf } from "./index.ts";
import type { BpfObject } from "./object.ts";

for (const make of handMadeObjects) {
  test(`an object survives being a file: ${make.name}`, () => {
    const object = make();
    const file = writeElf(object);
    assert.deepEqual(readElf(file), object);
    assert.deepEqual(writeElf(readElf(file)), file);
  });
}

test("the name of the object can be given by its reader", () => {
  assert.equal(readElf(writeElf(mapsObject()), "other").name, "other");
});

test("a map of maps, pinning and more than 32 bits of map_extra survive", () => {
  const object = mapsObject();
  const [flows] = object.maps;
  const outer = {
    ...{ name: "outer", type: 13, keySize: 4, valueSize: 4, maxEntries: 8, flags: 0, keyType: 0, valueType: 0 },
    inner: { ...flows!, name: "outer.inner" },
  };
  const filter = { ...flows!, name: "filter", keySize: 0, keyType: 0, mapExtra: 1n << 40n };
  const small = { ...filter, name: "small", mapExtra: 3n };
  const changed = { ...object, maps: [...object.maps, outer, filter, small] };
  assert.deepEqual(readElf(writeElf(changed)), changed);
});

test("an object without BTF types of its own can be written", () => {
  const object = variablesObject();
  const bare: BpfObject = {
    ...object,
    sections: object.sections.map((section) => ({ ...section, type: 0, variables: section.variables.map(untyped) })),
    functions: object.functions.map((fn) => ({ ...fn, type: 0, lines: [] })),
    btf: { types: [{ kind: "void" }] },
  };
  assert.deepEqual(readElf(writeElf(bare)), bare);
});

function untyped({ name, offset, size }: { name: string; offset: number; size: number }) {
  return { name, offset, size, type: 0 };
}

function refuses(
  what: string,
  bytes: Uint8Array,
  expected: { readonly message: RegExp; readonly hint?: RegExp },
): void {
  test(`refuses ${what}`, () => {
    assert.throws(() => readElf(bytes), { name: "ObjectFormatError", ...expected });
  });
}

function changed(change: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = writeElf(variablesObject());
  change(new DataView(bytes.buffer), bytes);
  return bytes;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

refuses("an empty file", new Uint8Array(), { message: /the file is empty/ });
refuses("C source", text("#include <linux/bpf.h>"), { message: /a text file, not an ELF file/, hint: /clang/ });
refuses("LLVM bitcode", text("BC\xc0\xde"), { message: /bitcode/ });
refuses("an archive", text("!<arch>\n"), { message: /archive/ });
refuses("other bytes", new Uint8Array([1, 2, 3, 4]), { message: /starts with 01 02 03 04/ });
refuses(
  "a 32-bit file",
  changed((view) => view.setUint8(4, 1)),
  { message: /32-bit/ },
);
refuses(
  "a big-endian file",
  changed((view) => view.setUint8(5, 2)),
  { message: /big-endian/, hint: /bpfel/ },
);
refuses(
  "an x86-64 object",
  changed((view) => view.setUint16(18, 62, true)),
  {
    message: /for x86-64, not for BPF/,
    hint: /-target bpf/,
  },
);
refuses(
  "an unknown machine",
  changed((view) => view.setUint16(18, 9999, true)),
  { message: /machine 9999/ },
);
refuses(
  "an executable",
  changed((view) => view.setUint16(16, 2, true)),
  { message: /an executable/ },
);
refuses(
  "a file without sections",
  changed((view) => view.setUint16(60, 0, true)),
  { message: /no sections/ },
);
refuses("a header that is cut off", writeElf(variablesObject()).slice(0, 40), { message: /cut off in its header/ });
refuses("a file that is cut off", writeElf(variablesObject()).slice(0, 900), { message: /cut off/ });
refuses("a file without BTF", renamed(".BTF\0", ".BTX\0"), { message: /no BTF/, hint: /-g/ });
refuses("maps of the old form", renamed("license\0", "maps/ab\0"), { message: /old form/, hint: /__uint/ });

/** The file with a section's name changed to another of the same length. */
function renamed(from: string, to: string): Uint8Array {
  return changed((_view, bytes) => {
    const at = Buffer.from(bytes).lastIndexOf(from);
    assert(at > 0, "the file has such a section");
    bytes.set(text(to), at);
  });
}
