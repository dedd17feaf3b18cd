import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AnySchema,
  array,
  BytesSchema,
  be16,
  be32,
  be64,
  bits,
  bool,
  bytes,
  chars,
  i8,
  i16,
  i32,
  i64,
  ipv4Address,
  ipv6Address,
  macAddress,
  spinLock,
  struct,
  u8,
  u16,
  u32,
  u64,
  union,
} from "../schema/index.ts";
import { BtfBuilder, type BtfType, schemaOf } from "./index.ts";

const inner = struct({ port: be16, address: be32, flags: u8 });
const schemas: { readonly [name: string]: AnySchema } = {
  u8,
  u16,
  u32,
  u64,
  i8,
  i16,
  i32,
  i64,
  be16,
  be32,
  be64,
  bool,
  chars: chars(16),
  oneChar: chars(1),
  bytes: bytes(6),
  arrayOfBytes: array(u8, 6),
  arrayOfSigned: array(i8, 6),
  arrayOfNames: array(chars(16), 4),
  arrayOfMacs: array(bytes(6), 3),
  matrix: array(array(u64, 3), 2),
  struct: struct({ packets: u64, bytes: u64 }),
  padded: struct({ a: u8, b: u64, c: be16, d: bool, e: array(inner, 3), f: bytes(3), g: chars(5) }),
  nested: array(struct({ inner, more: array(inner, 2) }), 2),
  addresses: struct({ mac: macAddress, v4: ipv4Address, v6: ipv6Address, list: array(ipv6Address, 2) }),
  ipv4Address,
  ipv6Address,
  macAddress,
  union: union({ word: u32, halves: array(be16, 2), name: chars(7), flow: inner }),
  unionInStruct: struct({ version: u8, address: union({ v4: ipv4Address, v6: ipv6Address }) }),
  hostBits: struct({ a: bits(u32, 3), b: bits(u32, 29), c: bits(u8, 8), d: u8, e: bits(u64, 60), "f-1": bits(u64, 4) }),
  networkBits: struct({ priority: bits(be16, 3), dropEligible: bits(be16, 1), id: bits(be16, 12), etherType: be16 }),
  bitsOfManyUnits: struct({
    a: bits(be32, 20),
    b: bits(be32, 20),
    "c,d": bits(be32, 1),
    e: bits(be64, 64),
    f: bits(u8, 2),
  }),
  oddNames: struct({ "tx-bytes": u32, $total: u64, größe: u8, "7": u8, ["__proto__"]: u8, constructor: u16 }),
};

for (const [name, schema] of Object.entries(schemas)) {
  test(`a schema survives BTF: ${name}`, () => {
    const builder = new BtfBuilder();
    const id = builder.addSchema(schema);
    const named = builder.addSchema(schema, "explicit");
    assert.deepEqual(schemaOf(builder.build(), id), schema);
    assert.deepEqual(schemaOf(builder.build(), named), schema);
    assert.equal(builder.addSchema(schema), id);
  });
}

test("equal types share an id, names make a difference", () => {
  const builder = new BtfBuilder();
  const one = builder.addSchema(struct({ packets: u64 }), "one");
  assert.equal(builder.addSchema(struct({ packets: u64 }), "one"), one);
  assert.notEqual(builder.addSchema(struct({ packets: u64 }), "two"), one);
  assert.notEqual(builder.addSchema(struct({ count: u64 }), "one"), one);
  const resumed = new BtfBuilder(builder.build());
  assert.equal(resumed.addSchema(struct({ packets: u64 }), "one"), one);
});

function built(make: (add: (type: BtfType) => number) => number): AnySchema {
  const builder = new BtfBuilder();
  const id = make((type) => builder.add(type));
  return schemaOf(builder.build(), id);
}

const int: BtfType = { kind: "int", name: "int", size: 4, bits: 32, bitOffset: 0, encoding: "signed" };
const long: BtfType = { kind: "int", name: "unsigned long", size: 8, bits: 64, bitOffset: 0, encoding: "unsigned" };

test("a clang enum is an integer, a pointer u64, qualifiers vanish", () => {
  const enumerators = [{ name: "A", value: -1n }];
  assert.equal(
    built((add) => add({ kind: "enum", name: "e", size: 4, signed: true, enumerators })),
    i32,
  );
  assert.equal(
    built((add) => add({ kind: "pointer", type: add(int) })),
    u64,
  );
  assert.equal(
    built((add) => {
      const tagged = add({ kind: "typeTag", name: "user", type: add(long) });
      return add({
        kind: "const",
        type: add({ kind: "volatile", type: add({ kind: "typedef", name: "t", type: tagged }) }),
      });
    }),
    u64,
  );
});

test("an array of const char is text", () => {
  const char: BtfType = { kind: "int", name: "char", size: 1, bits: 8, bitOffset: 0, encoding: "signed" };
  const text = (add: (type: BtfType) => number): number => {
    return add({ kind: "array", element: add({ kind: "const", type: add(char) }), index: add(int), length: 16 });
  };
  assert.deepEqual(built(text), chars(16));
});

test("units of bits that are divided in different ways are different types", () => {
  const builder = new BtfBuilder();
  const one = struct({ a: bits(be16, 4), b: bits(be16, 12) });
  const other = struct({ a: bits(be16, 8), b: bits(be16, 8) });
  const ids = [builder.addSchema(one, "s"), builder.addSchema(other, "s")] as const;
  assert.deepEqual(schemaOf(builder.build(), ids[0]), one);
  assert.deepEqual(schemaOf(builder.build(), ids[1]), other);
});

test("bit fields with a sign share a unit with others", () => {
  const member = (name: string, type: number, bitOffset: number, bitSize: number) => ({
    ...{ name, type, bitOffset, bitSize },
  });
  const signed = (add: (type: BtfType) => number): number => {
    const unsigned = add({ ...int, name: "unsigned int", encoding: "unsigned" });
    const members = [member("a", add(int), 0, 3), member("b", unsigned, 3, 5), member("c", add(int), 8, 24)];
    return add({ kind: "struct", name: "s", size: 4, members });
  };
  assert.deepEqual(built(signed), struct({ a: bits(i32, 3), b: bits(u32, 5), c: bits(i32, 24) }));
});

test("what has no schema is bytes of its size", () => {
  const withGap = (add: (type: BtfType) => number): number =>
    add({ kind: "struct", name: "s", size: 8, members: [{ name: "a", type: add(long), bitOffset: 1, bitSize: 3 }] });
  assert.deepEqual(built(withGap), new BytesSchema(8, 8));
  const packed = (add: (type: BtfType) => number): number =>
    add({
      kind: "struct",
      name: "p",
      size: 12,
      members: [
        { name: "a", type: add(int), bitOffset: 0, bitSize: 0 },
        { name: "b", type: add(long), bitOffset: 32, bitSize: 0 },
      ],
    });
  assert.deepEqual(built(packed), bytes(12));
  assert.deepEqual(
    built((add) => add({ kind: "float", name: "double", size: 8 })),
    new BytesSchema(8, 8),
  );
});

test("a struct that contains itself is an error, not a hang", () => {
  const types: BtfType[] = [
    { kind: "void" },
    { kind: "struct", name: "s", size: 8, members: [{ name: "me", type: 1, bitOffset: 0, bitSize: 0 }] },
    { kind: "typedef", name: "t", type: 2 },
    { kind: "array", element: 3, index: 3, length: 2 },
  ];
  for (const id of [0, 1, 2, 3, 9]) {
    assert.throws(() => schemaOf({ types }, id), { name: "ObjectFormatError" });
  }
});

/** Each type refers to the one before it, twice where it can. */
function chain(length: number, link: (previous: number) => BtfType): BtfType[] {
  const types: BtfType[] = [{ kind: "void" }, int];
  for (let id = 1; id < length; id++) types.push(link(id));
  return types;
}

test("very long chains of types are errors, not an overflow or a hang", () => {
  const members = (type: number) => ["a", "b"].map((name) => ({ name, type, bitOffset: 0, bitSize: 0 }));
  const links: ((type: number) => BtfType)[] = [
    (type) => ({ kind: "const", type }),
    (type) => ({ kind: "typedef", name: "t", type }),
    (type) => ({ kind: "array", element: type, index: 1, length: 1 }),
    (type) => ({ kind: "struct", name: "s", size: 8, members: members(type) }),
    (type) => ({ kind: "union", name: "u", size: 8, members: members(type) }),
  ];
  for (const link of links) {
    const types = chain(50_000, link);
    assert.throws(() => schemaOf({ types }, types.length - 1), { name: "ObjectFormatError" });
  }
});

test("a lock is a struct that kernels know by its name", () => {
  const builder = new BtfBuilder();
  const schema = struct({ tokens: u64, lock: spinLock, last: u32 });
  const id = builder.addSchema(schema, "bucket");
  const btf = builder.build();
  assert.deepEqual(schemaOf(btf, id), schema);
  assert.deepEqual(schema.decode(schema.encode({ tokens: 1n, last: 2 })), { tokens: 1n, last: 2 });
  assert.ok(btf.types.some((type) => type.kind === "struct" && type.name === "bpf_spin_lock" && type.size === 4));
});
