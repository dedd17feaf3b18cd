import assert from "node:assert/strict";
import { test } from "node:test";
import { array, be32, bytes, chars, struct, u8, u64 } from "../schema/index.ts";
import { BtfBuilder, type BtfType, cDeclaration, cDefinition } from "./index.ts";

const builder = new BtfBuilder();
const u64Type = builder.addSchema(u64);
const pointer = (type: number): number => builder.add({ kind: "pointer", type });
const prototype = (returns: number, ...types: readonly number[]): number =>
  builder.add({
    kind: "functionPrototype",
    returns,
    parameters: types.map((type, index) => ({ name: `p${index}`, type })),
  });
const forward = builder.add({ kind: "forward", name: "__sk_buff", of: "struct" });
const traffic = builder.addSchema(
  struct({
    packets: u64,
    name: chars(16),
    mac: bytes(6),
    inner: struct({ address: be32, more: array(array(u8, 3), 2) }),
  }),
  "traffic",
);

const cases: readonly [id: number, name: string, declaration: string][] = [
  [0, "", "void"],
  [u64Type, "packets", "u64 packets"],
  [builder.addSchema(chars(16)), "name", "char name[16]"],
  [builder.addSchema(array(array(u64, 3), 2)), "matrix", "u64 matrix[2][3]"],
  [traffic, "", "struct traffic"],
  [pointer(traffic), "row", "struct traffic *row"],
  [pointer(builder.addSchema(array(u64, 3))), "row", "u64 (*row)[3]"],
  [pointer(prototype(0, pointer(forward), u64Type)), "f", "void (*f)(struct __sk_buff *p0, u64 p1)"],
  [prototype(pointer(0)), "f", "void *f(void)"],
  [pointer(builder.add({ kind: "const", type: u64Type })), "p", "const u64 *p"],
  [builder.add({ kind: "const", type: pointer(u64Type) }), "p", "u64 *const p"],
  [builder.add({ kind: "volatile", type: u64Type }), "v", "volatile u64 v"],
  [pointer(builder.add({ kind: "typeTag", name: "rcu", type: traffic })), "p", "struct traffic *p"],
];
for (const [id, name, declaration] of cases) {
  test(`declares ${declaration}`, () => assert.equal(cDeclaration(builder.build(), id, name), declaration));
}

test("defines a struct with all that is in it", () => {
  assert.equal(
    cDefinition(builder.build(), traffic),
    `struct traffic {
  u64 packets;
  char name[16];
  bytes6 mac;
  struct {
    __be32 address;
    u8 more[2][3];
  } inner;
};`,
  );
});

test("defines enums, bitfields, functions and variables", () => {
  const enumerators = [{ name: "LOW", value: -1n }];
  const direction = builder.add({ kind: "enum", name: "direction", size: 4, signed: true, enumerators });
  const members = [{ name: "low", type: u64Type, bitOffset: 0, bitSize: 3 }];
  const bits = builder.add({ kind: "union", name: "bits", size: 8, members });
  const fn = builder.add({ kind: "function", name: "f", type: prototype(u64Type), linkage: "static" });
  const variable = builder.add({ kind: "variable", name: "v", type: bits, linkage: "global" });
  const btf = builder.build();
  assert.equal(cDefinition(btf, direction), "enum direction {\n  LOW = -1,\n};");
  assert.equal(cDefinition(btf, bits), "union bits {\n  u64 low : 3;\n};");
  assert.equal(cDefinition(btf, fn), "static u64 f(void);");
  assert.equal(cDefinition(btf, variable), "union bits v;");
  assert.equal(cDefinition(btf, u64Type), "typedef unsigned long long u64;");
});

test("an endless chain of pointers ends", () => {
  const types: BtfType[] = [{ kind: "void" }, { kind: "pointer", type: 1 }, { kind: "const", type: 2 }];
  assert.match(cDeclaration({ types }, 1, "p"), /^… \*+p$/);
  assert.match(cDeclaration({ types }, 2, "p"), /…/);
});

test("a struct that contains itself ends", () => {
  const members = ["a", "b"].map((name) => ({ name, type: 1, bitOffset: 0, bitSize: 0 }));
  const types: BtfType[] = [{ kind: "void" }, { kind: "struct", name: "", size: 8, members }];
  assert.match(cDefinition({ types }, 1), /…/);
});
