import assert from "node:assert/strict";
import { test } from "node:test";
import { BtfBuilder } from "./builder.ts";
import { answerCore, nameAskedFor } from "./core.ts";
import type { CoreRelocationKind } from "./core-relocation.ts";
import { withoutFlavour } from "./core-relocation.ts";
import type { Btf, BtfId, BtfMember, BtfType } from "./types.ts";

/** Types of one side, by shorthand. */
class Types {
  readonly #builder = new BtfBuilder();

  add(type: BtfType): BtfId {
    return this.#builder.add(type);
  }

  int(bytes: number, encoding: "signed" | "unsigned" = "unsigned"): BtfId {
    return this.add({ kind: "int", name: `${encoding}${bytes}`, size: bytes, bits: bytes * 8, bitOffset: 0, encoding });
  }

  pointer(type: BtfId): BtfId {
    return this.add({ kind: "pointer", type });
  }

  /** Members at `[byte offset, type, bits of a bit field]`. */
  struct(
    name: string,
    size: number,
    members: { readonly [name: string]: readonly [offset: number, type: BtfId, bits?: number] },
    kind: "struct" | "union" = "struct",
  ): BtfId {
    const list = Object.entries(members).map(([member, [offset, type, bitSize = 0]]): BtfMember => {
      return { name: member.startsWith("_") ? "" : member, type, bitOffset: offset * 8, bitSize };
    });
    return this.add({ kind, name, size, members: list });
  }

  btf(): Btf {
    return this.#builder.build();
  }
}

function ask(
  local: Types,
  type: BtfId,
  kernel: Types,
  candidates: readonly BtfId[],
  kind: CoreRelocationKind,
  access: string,
): string {
  const btf = kernel.btf();
  const placed = candidates.map((candidate) => ({ btf, type: candidate }));
  const answer = answerCore(local.btf(), { kind, type, access }, placed);
  if (answer.kind === "missing") return answer.reason;
  return answer.accessSize === undefined ? `${answer.value}` : `${answer.value} by ${answer.accessSize}`;
}

test("a flavour is what follows the last three underscores", () => {
  const names = ["task_struct", "task_struct___old", "a___b___c", "___x", "x___"];
  assert.deepEqual(names.map(withoutFlavour), ["task_struct", "task_struct", "a___b", "___x", "x___"]);
});

test("members are found by name, through structs and unions without one", () => {
  const local = new Types();
  const kernel = new Types();
  const ours = local.struct("s", 8, { a: [0, local.int(4)], b: [4, local.int(4)] });
  const inner = kernel.struct("", 8, { x: [0, kernel.int(4)], b: [4, kernel.int(4)] });
  const union = kernel.struct("", 8, { _inner: [0, inner], whole: [0, kernel.int(8)] }, "union");
  const theirs = kernel.struct("s", 24, { first: [0, kernel.int(8)], a: [8, kernel.int(4)], _union: [16, union] });
  assert.equal(ask(local, ours, kernel, [theirs], "fieldByteOffset", "0:0"), "8");
  assert.equal(ask(local, ours, kernel, [theirs], "fieldByteOffset", "0:1"), "20");
  assert.equal(ask(local, ours, kernel, [theirs], "fieldByteOffset", "2:1"), "68");
});

test("a member without a name in the object is passed through, too", () => {
  const local = new Types();
  const kernel = new Types();
  const ours = local.struct("s", 4, { _in: [0, local.struct("", 4, { a: [0, local.int(4)] })] });
  const theirs = kernel.struct("s", 8, { a: [4, kernel.int(4)] });
  assert.equal(ask(local, ours, kernel, [theirs], "fieldByteOffset", "0:0:0"), "4");
});

test("elements of arrays; an array without a length has any", () => {
  const local = new Types();
  const kernel = new Types();
  const list = (types: Types, length: number): BtfId =>
    types.add({ kind: "array", element: types.int(8), index: types.int(4), length });
  const ours = local.struct("s", 64, { list: [0, list(local, 8)] });
  const short = kernel.struct("s", 32, { list: [0, list(kernel, 4)] });
  const open = kernel.struct("s", 8, { list: [8, list(kernel, 0)] });
  assert.equal(ask(local, ours, kernel, [short], "fieldByteOffset", "0:0:3"), "24");
  assert.match(
    ask(local, ours, kernel, [short], "fieldByteOffset", "0:0:5"),
    /lacks the field 'list\[5\]' of 'struct s'/,
  );
  assert.equal(ask(local, ours, kernel, [open], "fieldByteOffset", "0:0:5"), "48");
});

test("fields of incompatible kinds are not the ones that are meant", () => {
  const local = new Types();
  const kernel = new Types();
  const ours = local.struct("s", 16, { a: [0, local.int(4)], p: [8, local.pointer(0)] });
  const theirs = kernel.struct("s", 16, { a: [0, kernel.pointer(0)], p: [8, kernel.pointer(kernel.int(4))] });
  assert.equal(ask(local, ours, kernel, [theirs], "fieldExists", "0:0"), "0");
  assert.equal(ask(local, ours, kernel, [theirs], "fieldExists", "0:1"), "1");
});

test("a load changes its width with numbers without a sign, not with others", () => {
  const local = new Types();
  const kernel = new Types();
  const ours = local.struct("s", 8, { a: [0, local.int(4)], b: [4, local.int(4, "signed")] });
  const theirs = kernel.struct("s", 16, { a: [0, kernel.int(8)], b: [8, kernel.int(8, "signed")] });
  assert.equal(ask(local, ours, kernel, [theirs], "fieldByteOffset", "0:0"), "0 by 8");
  assert.equal(ask(local, ours, kernel, [theirs], "fieldByteOffset", "0:1"), "8 by 0");
});

test("bit fields that cross a unit are loaded by a wider one", () => {
  const local = new Types();
  const kernel = new Types();
  const ours = local.struct("s", 4, { flag: [0, local.int(4), 3] });
  // Packed: bits 28 to 34.
  const members = [{ name: "flag", type: kernel.int(4, "signed"), bitOffset: 28, bitSize: 7 }];
  const theirs = kernel.add({ kind: "struct", name: "s", size: 8, members });
  const answer = (kind: CoreRelocationKind) => ask(local, ours, kernel, [theirs], kind, "0:0");
  assert.deepEqual(
    (["fieldByteOffset", "fieldByteSize", "fieldSigned", "fieldLeftShift", "fieldRightShift"] as const).map(answer),
    ["0 by 0", "8", "1", String(64 - 35), String(64 - 7)],
  );
});

test("candidates that agree are as good as one; those that differ in the answer are an error", () => {
  const local = new Types();
  const kernel = new Types();
  const ours = local.struct("s", 4, { a: [0, local.int(4)] });
  const one = kernel.struct("s", 8, { a: [4, kernel.int(4)] });
  const same = kernel.struct("s", 16, { x: [0, kernel.int(4)], a: [4, kernel.int(4)] });
  const other = kernel.struct("s", 16, { a: [8, kernel.int(4)] });
  const without = kernel.struct("s", 4, { z: [0, kernel.int(4)] });
  assert.equal(ask(local, ours, kernel, [one, same, without], "fieldByteOffset", "0:0"), "4");
  assert.throws(() => ask(local, ours, kernel, [one, other], "fieldByteOffset", "0:0"), { code: "YDL5008" });
});

test("types exist by their kind, and match by what is in them", () => {
  const local = new Types();
  const kernel = new Types();
  const ours = local.struct("s", 4, { a: [0, local.int(4)], next: [8, local.pointer(local.struct("t", 1, {}))] });
  const far = kernel.pointer(kernel.add({ kind: "forward", name: "t", of: "struct" }));
  const theirs = kernel.struct("s", 24, { next: [0, far], more: [8, kernel.int(8)], a: [16, kernel.int(4)] });
  const wider = kernel.struct("s", 24, { next: [0, far], a: [16, kernel.int(8)] });
  const union = kernel.struct("s", 4, {}, "union");
  for (const [candidate, expected] of [
    [theirs, "1 24 1"],
    [wider, "1 24 0"],
    [union, "0 0 0"],
  ] as const) {
    const kinds = ["typeExists", "typeSize", "typeMatches"] as const;
    assert.equal(kinds.map((kind) => ask(local, ours, kernel, [candidate], kind, "0")).join(" "), expected);
  }
  assert.equal(ask(local, ours, kernel, [theirs], "typeIdTarget", "0"), String(theirs));
  assert.equal(ask(local, ours, kernel, [], "typeIdLocal", "0"), String(ours));
});

test("enumerators by name", () => {
  const local = new Types();
  const kernel = new Types();
  const values = (names: { readonly [name: string]: bigint }): BtfType => {
    const enumerators = Object.entries(names).map(([name, value]) => ({ name, value }));
    return { kind: "enum", name: "e", size: 4, signed: false, enumerators };
  };
  const ours = local.add(values({ A: 0n, B___new: 1n, C: 2n }));
  const theirs = kernel.add(values({ B: 17n, A: 18n }));
  assert.equal(ask(local, ours, kernel, [theirs], "enumeratorValue", "1"), "17");
  assert.equal(ask(local, ours, kernel, [theirs], "enumeratorExists", "2"), "0");
  assert.match(ask(local, ours, kernel, [theirs], "enumeratorValue", "2"), /lacks the enumerator 'C' of 'enum e'/);
});

for (const access of ["", "0:7", "0:0:0", "0:-1", "0:0x1", "1:2:3:4"]) {
  test(`an access that does not fit the type is an error: '${access}'`, () => {
    const local = new Types();
    const ours = local.struct("s", 4, { a: [0, local.int(4)] });
    assert.throws(() => ask(local, ours, new Types(), [], "fieldExists", access), { name: "ObjectFormatError" });
  });
}

test("a type without a name can't be asked about", () => {
  const local = new Types();
  const ours = local.struct("", 4, { a: [0, local.int(4)] });
  const question = { kind: "fieldExists", type: ours, access: "0:0" } as const;
  assert.throws(() => nameAskedFor(local.btf(), question), { code: "YDL5007" });
  assert.equal(nameAskedFor(local.btf(), { ...question, kind: "typeIdLocal" }), undefined);
});
