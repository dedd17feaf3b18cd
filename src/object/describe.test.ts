import assert from "node:assert/strict";
import { test } from "node:test";
import { functionsObject, mapsObject, variablesObject } from "../../tests/support/objects.ts";
import { describeObject } from "./describe.ts";
import { listFunction } from "./listing.ts";

function listing(object: ReturnType<typeof functionsObject>, name: string): string[] {
  const fn = object.functions.find((candidate) => candidate.name === name);
  assert(fn);
  const names = new Map([[1, "map_lookup_elem"]]);
  return listFunction(object, fn, (id) => names.get(id)).map(({ slot, text, line }) => {
    return `${line ? `${line.line}: ` : ""}${slot} ${text}`;
  });
}

test("a listing names maps and helpers", () => {
  assert.deepEqual(listing(mapsObject(), "count"), [
    "10: 0 *(u64 *)(r10 - 16) = 0",
    "1 *(u64 *)(r10 - 8) = 0",
    "2 r2 = r10",
    "3 r2 += -16",
    "4 r1 = map[flows]",
    "6 call map_lookup_elem",
    "7 if r0 == 0 goto +2",
    "8 r1 = 1",
    "9 lock *(u64 *)(r0 + 0) += r1",
    "10 r1 = &direct[0] + 8",
    "12 r0 = 2",
    "13 exit",
  ]);
});

test("a listing names variables, and says where source lines begin", () => {
  const lines = listing(variablesObject(), "count");
  assert.equal(lines[0], "12: 0 r1 = &packets");
  assert.equal(lines[3], "4 r1 = &perCpu + 64");
  assert.equal(lines.at(-2), "13: 13 r0 = 1");
});

test("a listing names functions", () => {
  assert.deepEqual(listing(functionsObject(), "second").slice(1, 3), ["1 r2 = &each", "3 r3 = 0"]);
  assert.equal(listing(functionsObject(), "first")[1], "1 call bump");
});

test("a description is plain data", () => {
  const description = describeObject(mapsObject(), { mapTypeName: (id) => (id === 1 ? "hash" : undefined) });
  assert.deepEqual(description.maps[0], {
    name: "flows",
    type: "hash",
    key: "struct flow_key {\n  char name[8];\n  __be16 port;\n  bytes2 kind;\n}",
    value: "struct traffic {\n  u64 packets;\n  u64 bytes;\n}",
    keySize: 12,
    valueSize: 16,
    maxEntries: 1024,
    flags: 1,
    pinned: false,
  });
  assert.equal(description.maps[1]?.type, 2);
  assert.equal(description.maps[2]?.key, undefined);
  assert.equal(description.functions[0]?.declaration, "int count(struct __sk_buff *p0)");
  assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
});

test("a description shows what variables hold at first", () => {
  const { variables } = describeObject(variablesObject());
  assert.deepEqual(
    variables.map(({ section, declaration, perCpu, initial }) => [section, declaration, perCpu, initial]),
    [
      [".bss", "u64 packets", false, undefined],
      [".bss", "struct {\n  u64 packets;\n  bytes56 padding;\n} perCpu[4]", true, undefined],
      [".bss", "char name[16]", false, undefined],
      [".data", "u32 level", false, 7],
      [".rodata", "u64 limit", false, 123],
      [".rodata", "__be16 port", false, 443],
    ],
  );
});
