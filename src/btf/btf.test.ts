import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import {
  type Btf,
  type BtfExtSection,
  findType,
  readBtf,
  readBtfExt,
  readBtfWithStrings,
  StringTable,
  sizeOf,
  typeAt,
  writeBtf,
  writeBtfExt,
} from "./index.ts";

/** One type of each kind. */
const everyKind: Btf = {
  types: [
    { kind: "void" },
    { kind: "int", name: "unsigned int", size: 4, bits: 32, bitOffset: 0, encoding: "unsigned" },
    { kind: "int", name: "int", size: 4, bits: 32, bitOffset: 0, encoding: "signed" },
    { kind: "int", name: "letter", size: 1, bits: 8, bitOffset: 0, encoding: "char" },
    { kind: "int", name: "_Bool", size: 1, bits: 8, bitOffset: 0, encoding: "bool" },
    { kind: "pointer", type: 7 },
    { kind: "array", element: 1, index: 1, length: 0xffff_ffff },
    {
      kind: "struct",
      name: "s",
      size: 8,
      members: [
        { name: "a", type: 1, bitOffset: 0, bitSize: 0 },
        { name: "größe", type: 2, bitOffset: 32, bitSize: 0 },
      ],
    },
    {
      kind: "union",
      name: "",
      size: 4,
      members: [
        { name: "low", type: 1, bitOffset: 0, bitSize: 3 },
        { name: "high", type: 1, bitOffset: 3, bitSize: 29 },
      ],
    },
    { kind: "enum", name: "e", size: 4, signed: true, enumerators: [{ name: "MINUS", value: -1n }] },
    { kind: "enum", name: "u", size: 4, signed: false, enumerators: [{ name: "BIG", value: 0xffff_ffffn }] },
    { kind: "enum", name: "e64", size: 8, signed: false, enumerators: [{ name: "HUGE", value: 2n ** 64n - 1n }] },
    { kind: "enum", name: "s64", size: 8, signed: true, enumerators: [{ name: "LOW", value: -(2n ** 63n) }] },
    { kind: "forward", name: "later", of: "struct" },
    { kind: "forward", name: "other", of: "union" },
    { kind: "typedef", name: "u32", type: 1 },
    { kind: "volatile", type: 15 },
    { kind: "const", type: 16 },
    { kind: "restrict", type: 5 },
    { kind: "functionPrototype", returns: 2, parameters: [{ name: "context", type: 5 }] },
    { kind: "function", name: "f", type: 19, linkage: "global" },
    { kind: "variable", name: "v", type: 1, linkage: "static" },
    { kind: "section", name: ".bss", size: 4, variables: [{ type: 21, offset: 0, size: 4 }] },
    { kind: "float", name: "double", size: 8 },
    { kind: "declarationTag", name: "yodel:percpu", type: 21, component: -1 },
    { kind: "declarationTag", name: "field", type: 7, component: 1 },
    { kind: "typeTag", name: "user", type: 7 },
  ],
};

test("every kind of type survives being written", () => {
  assert.deepEqual(readBtf(writeBtf(everyKind)), everyKind);
});

test("sizes are those of C", () => {
  assert.deepEqual(
    [0, 1, 5, 7, 9, 11, 13, 17, 20, 21, 23].map((id) => sizeOf(everyKind, id)),
    [undefined, 4, 8, 8, 4, 8, undefined, 4, undefined, 4, 8],
  );
  assert.equal(sizeOf(everyKind, 6), 4 * 0xffff_ffff);
});

test("types are found by kind and name", () => {
  assert.equal(findType(everyKind, "typedef", "u32"), 15);
  assert.equal(findType(everyKind, "struct", "u32"), undefined);
});

const ext: BtfExtSection[] = [
  {
    section: "xdp",
    functions: [{ offset: 0, type: 20 }],
    lines: [
      { offset: 0, file: "/home/me/drop.ts", text: "  return 1;", line: 14, column: 3 },
      { offset: 16, file: "/home/me/drop.ts", text: "}", line: 4_000_000, column: 1023 },
    ],
    relocations: [],
  },
  {
    section: ".text",
    functions: [{ offset: 8, type: 20 }],
    lines: [],
    relocations: [{ offset: 24, type: 7, access: "0:1", kind: 0 }],
  },
];

test("functions, lines and CO-RE records survive being written", () => {
  const strings = new StringTable();
  const bytes = writeBtfExt(ext, strings);
  const { stringAt } = readBtfWithStrings(writeBtf(everyKind, strings));
  assert.deepEqual(readBtfExt(bytes, stringAt), ext);
});

test("a column that the format has no room for is cut, not mixed with the line", () => {
  const strings = new StringTable();
  const line = { offset: 0, file: "a.ts", text: "", line: 3, column: 5000 };
  const bytes = writeBtfExt([{ section: "xdp", functions: [], lines: [line], relocations: [] }], strings);
  const { stringAt } = readBtfWithStrings(writeBtf(everyKind, strings));
  assert.deepEqual(readBtfExt(bytes, stringAt)[0]?.lines, [{ ...line, column: 1023 }]);
});

function damage(what: string, message: RegExp, change: (view: DataView) => void): void {
  test(`refuses ${what}`, () => {
    const bytes = writeBtf(everyKind);
    change(new DataView(bytes.buffer));
    assert.throws(() => readBtf(bytes), { name: "ObjectFormatError", code: "YDL5201", message });
  });
}

damage("another magic number", /starts with 0x1234/, (view) => view.setUint16(0, 0x1234, true));
damage("big-endian BTF", /big-endian/, (view) => view.setUint16(0, 0xeb9f, false));
damage("another version", /version 2/, (view) => view.setUint8(2, 2));
damage("a header that is too long", /header/, (view) => view.setUint32(4, 1e9, true));
damage("types that end outside", /the types end/, (view) => view.setUint32(12, 0xffff_fff0, true));
damage("strings that end outside", /the strings end/, (view) => view.setUint32(20, 0xffff_fff0, true));
damage("a type that is cut off", /in the middle of type/, (view) => view.setUint32(12, 20, true));
damage("a name outside of the strings", /name of type 1/, (view) => view.setUint32(24, 0xffff, true));
damage("an unknown kind", /unknown kind 31/, (view) => view.setUint32(28, 31 << 24, true));
damage("an unknown encoding", /unknown encoding/, (view) => view.setUint32(36, 9 << 24, true));
damage("a reference to nothing", /there are only 27/, (view) => view.setUint32(24 + 4 * 16 + 8, 99, true));
damage("65535 members in no space", /in the middle of type/, (view) => view.setUint32(28, (4 << 24) | 0xffff, true));

test("refuses .BTF.ext that is damaged anywhere, or reads it", () => {
  const strings = new StringTable();
  const good = writeBtfExt(ext, strings);
  const { stringAt } = readBtfWithStrings(writeBtf(everyKind, strings));
  for (let at = 0; at < good.length; at++) {
    for (const value of [0, 0xff]) {
      const bad = good.slice();
      bad[at] = value;
      try {
        readBtfExt(bad, stringAt);
      } catch (error) {
        assert.equal((error as Error).name, "ObjectFormatError");
      }
    }
    assert.throws(() => readBtfExt(good.slice(0, at), stringAt), { name: "ObjectFormatError" });
  }
});

const KERNEL = "/sys/kernel/btf/vmlinux";

test("reads the types of the running kernel", { skip: !existsSync(KERNEL) && "this kernel has no BTF" }, () => {
  const btf = readBtf(readFileSync(KERNEL));
  const task = findType(btf, "struct", "task_struct");
  assert(task !== undefined, "the kernel has tasks");
  assert((sizeOf(btf, task) ?? 0) > 1000);
  const skb = typeAt(btf, findType(btf, "struct", "__sk_buff") ?? 0);
  assert.deepEqual(skb.kind === "struct" && skb.members.slice(0, 2).map(({ name, bitOffset }) => [name, bitOffset]), [
    ["len", 0],
    ["pkt_type", 32],
  ]);
  assert.deepEqual(readBtf(writeBtf(btf)), btf);
});
