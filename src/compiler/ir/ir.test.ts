import assert from "node:assert/strict";
import { test } from "node:test";
import { edge, FunctionBuilder } from "./builder.ts";
import { dominatorTree } from "./dominators.ts";
import { reversePostOrder } from "./graph.ts";
import { parse } from "./parse.ts";
import { print } from "./print.ts";
import { validate } from "./validate.ts";

const everything = `function all(v0: pointer, v1) {
  slot key: 4 align 4
  slot row: 16 align 8
b2:
  v3 = const -5
  v4 = add v0, v3
  v5 = add32 v1, v3
  v6 = ashr v1, v3
  v7 = extend u8 v1
  v8 = extend s16 v1
  v9 = swap32 v1
  v10 = ult32 v1, v5
  v11 = load u32 [v0 + 4]
  v12: pointer = load u32 [v0 + 76]
  v13 = load s16 [v12 - 2]
  v14 = stack key
  store u32 [v14 + 0], v3
  v16 = map pkt_count
  v17 = mapValue hits + 8
  v18 = data .bss + 64
  atomic add u64 [v18 + 0], v1
  v20 = atomic fetch add u64 [v18 + 0], v1
  v21 = atomic fetch exchange u32 [v18 + 8], v1
  v22 = atomic fetch compareExchange u64 [v17 + 0], v1, v3
  v23: pointer = call map_lookup_elem#1(v16, v14)
  call kernel bpf_iter_num_destroy(v14)
  v25 = call pure get_smp_processor_id#8()
  v26 = const 0
  branch eq v23, v26, b40, b41(v25, v23)
b40:
  jump b42(v26)
b41(v30, v31: pointer):
  v32 = sub v30, v3
  branch set v32, v30, b41(v32, v31), b42(v32)
b42(v33):
  return v33
}`;

test("text survives parsing and printing", () => {
  const fn = parse(everything);
  validate(fn);
  // Instructions without a value have no number in the text.
  assert.equal(print(fn), everything);
});

test("the builder infers types and makes valid functions", () => {
  const b = new FunctionBuilder("main", ["pointer"]);
  b.position = 7;
  const length = b.load(4, b.parameter(0), 0);
  const big = b.block();
  const end = b.block(["integer"]);
  b.branch("ugt", length, b.const(100), big, edge(end, [length]));
  b.switchTo(big);
  assert.equal(b.binary("add", b.parameter(0), length).type, "pointer");
  b.jump(end, [b.const(2n ** 64n - 1n)]);
  assert.equal(b.terminated, true);
  b.switchTo(end);
  b.return(end.parameters[0]);
  validate(b.fn);
  assert.equal(
    print(b.fn),
    `function main(v1: pointer) {
b0:
  v2 = load u32 [v1 + 0]
  v6 = const 100
  branch ugt v2, v6, b3, b4(v2)
b3:
  v7 = add v1, v2
  v8 = const -1
  jump b4(v8)
b4(v5):
  return v5
}`,
  );
  assert.equal(length.op === "load" && length.position, 7);
});

const broken: [name: string, text: string, invariant: RegExp][] = [
  ["a use before its definition", "v2 = add v1, v3\nv3 = const 1\nreturn v2", /v3 is defined on every way/],
  ["a pointer product", "v2 = mul v0, v1\nreturn v1", /pointers only take part in 64-bit pointer \+ integer/],
  ["two pointers added", "v2 = add v0, v0\nreturn v1", /pointers only take part/],
  ["a pointer compared with a number", "branch eq v0, v1, b9, b9\nb9:\nreturn", /a pointer is compared, in 64 bits/],
  ["a load through a number", "v2 = load u8 [v1 + 0]\nreturn v2", /needs v1 to be of type pointer/],
  ["a missing edge argument", "jump b9\nb9(v5):\nreturn v5", /hands b9 a value for each parameter/],
  ["an edge argument of another type", "jump b9(v0)\nb9(v5):\nreturn v5", /has the type of b9's parameter/],
  ["a wide offset", "v2 = load u8 [v0 + 40000]\nreturn v2", /offset of 16 bits/],
  ["a jump to the entry", "jump b7", /nothing jumps to the entry/],
  [
    "a definition on one side only",
    "branch eq v1, v1, b8, b9\nb8:\nv5 = const 1\njump b9\nb9:\nreturn v5",
    /on every way/,
  ],
];
for (const [name, body, invariant] of broken) {
  test(`the validator refuses ${name}`, () => {
    assert.throws(() => validate(parse(`function f(v0: pointer, v1) {\nb7:\n${body}\n}`)), invariant);
  });
}

test("dominators of a loop with a diamond in it", () => {
  const fn = parse(`function f(v0) {
    b1:
      jump b2
    b2:
      branch eq v0, v0, b3, b6
    b3:
      branch eq v0, v0, b4, b5
    b4:
      jump b5
    b5:
      jump b2
    b6:
      return
  }`);
  const order = reversePostOrder(fn);
  const tree = dominatorTree(order);
  const named = new Map(fn.blocks.map((block) => [block.id, block]));
  const parents = [2, 3, 4, 5, 6].map((id) => tree.parent(named.get(id)!)?.id);
  assert.deepEqual(parents, [1, 2, 3, 3, 2]);
  assert.equal(tree.dominates(named.get(2)!, named.get(5)!), true);
  assert.equal(tree.dominates(named.get(4)!, named.get(5)!), false);
  assert.equal(tree.dominates(named.get(5)!, named.get(5)!), true);
});
