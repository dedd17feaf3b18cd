import assert from "node:assert/strict";
import { test } from "node:test";
import { BtfBuilder, type BtfType } from "../btf/index.ts";
import { encodeOption, parseConfiguration, versionNumber } from "./kernel-options.ts";
import { findSymbols } from "./kernel-symbols.ts";

test("a configuration is lines of options", () => {
  const text = '# CONFIG_A is not set\nCONFIG_B=y\nCONFIG_C="a \\"b\\""\nCONFIG_D=0x1f\n#CONFIG_E=y\n';
  assert.deepEqual(
    [...parseConfiguration(text)],
    [
      ["CONFIG_B", "y"],
      ["CONFIG_C", '"a \\"b\\""'],
      ["CONFIG_D", "0x1f"],
    ],
  );
});

test("versions are numbers as KERNEL_VERSION makes them", () => {
  assert.equal(versionNumber("6.1.12-generic"), 0x06010c);
  assert.equal(versionNumber("4.9.337"), 0x0409ff);
  assert.equal(versionNumber("6.18-rc1"), 0x061200);
});

const integer = (name: string, size: number, encoding: "signed" | "unsigned" | "bool" = "unsigned"): BtfType => {
  return { kind: "int", name, size, bits: size * 8, bitOffset: 0, encoding };
};

function encode(value: string, size: number, type: BtfType): string {
  const types = new BtfBuilder();
  const char = types.add(integer("char", 1, "signed"));
  const id = type.kind === "array" ? types.addArray(char, size) : types.add(type);
  const extern = { name: "CONFIG_X", kind: "config", type: id, weak: false } as const;
  return Buffer.from(encodeOption(types.build(), extern, value, size)).toString("hex");
}

const enumeration: BtfType = { kind: "enum", name: "libbpf_tristate", size: 4, signed: false, enumerators: [] };
const text: BtfType = { kind: "array", element: 0, index: 0, length: 0 };

test("values go into variables of their kind", () => {
  assert.equal(encode("y", 1, integer("_Bool", 1, "bool")), "01");
  assert.equal(encode("m", 4, enumeration), "02000000");
  assert.equal(encode("m", 1, integer("char", 1, "signed")), "6d");
  assert.equal(encode("250", 4, integer("int", 4, "signed")), "fa000000");
  assert.equal(encode("-2", 2, integer("short", 2, "signed")), "feff");
  assert.equal(encode("0xffffffff80000000", 8, integer("long", 8)), "00000080ffffffff");
  assert.equal(encode('"a\\"b"', 16, text), Buffer.from('a"b').toString("hex"));
  assert.equal(encode('"abcdef"', 4, text), Buffer.from("abc").toString("hex"));
});

test("a value of another kind, or too large, is an error", () => {
  const refused = { name: "UnsupportedError", code: "YDL4112" };
  assert.throws(() => encode("m", 1, integer("_Bool", 1, "bool")), refused);
  assert.throws(() => encode("256", 1, integer("unsigned char", 1)), refused);
  assert.throws(() => encode("12", 16, text), refused);
  assert.throws(() => encode('"x"', 4, integer("int", 4)), refused);
});

test("symbols by their whole names, those of modules too; hidden addresses are none", () => {
  const list =
    "ffffffff81000000 T _stext\nffffffff81000010 t stext_more\nffffffffa0000000 d in_module\t[wireguard]\n0000000000000000 T hidden\n";
  assert.deepEqual(
    [...findSymbols(list, ["stext", "_stext", "in_module", "hidden", "absent"])],
    [
      ["_stext", 0xffffffff81000000n],
      ["in_module", 0xffffffffa0000000n],
    ],
  );
});
