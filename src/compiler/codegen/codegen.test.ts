import assert from "node:assert/strict";
import { test } from "node:test";
import { FunctionBuilder } from "../ir/builder.ts";
import type { Value } from "../ir/ir.ts";
import { generate, StackOverflow, type Target } from "./index.ts";
import { orderCopies } from "./parallel-copy.ts";
import { assemble, lines } from "./testing/assembly.ts";

/** A function of the packet pointer v0 and the number v1; `body` goes into its only block. */
function body(text: string): string {
  return `function f(v0: pointer, v1) {\nb100:\n${text}\n}`;
}

const selections: [what: string, text: string, assembly: string, target?: Target][] = [
  ["a constant becomes an immediate", "v2 = const -7\nv3 = mul v1, v2\nreturn v3", "r2 *= -7\nr0 = r2\nexit"],
  ["a subtracted constant is added", "v2 = const 7\nv3 = sub v1, v2\nreturn v3", "r2 += -7\nr0 = r2\nexit"],
  ["a large constant takes two slots", "v2 = const 4294967296\nreturn v2", "r0 = 4294967296 ll\nexit"],
  ["32 unsigned bits take one", "v2 = const 4294967295\nreturn v2", "w0 = -1\nexit"],
  ["a mask of 32 bits is a 32-bit move", "v2 = const 4294967295\nv3 = and v1, v2\nreturn v3", "w0 = w2\nexit"],
  ["a wide mask works in 32 bits", "v2 = const 4294901760\nv3 = and v1, v2\nreturn v3", "w2 &= -65536\nr0 = r2\nexit"],
  ["a shift count is taken modulo the width", "v2 = const 65\nv3 = shl v1, v2\nreturn v3", "r2 <<= 1\nr0 = r2\nexit"],
  ["zero-extension of 32 bits is a move", "v2 = extend u32 v1\nreturn v2", "w0 = w2\nexit"],
  ["zero-extension of 16 bits is a mask", "v2 = extend u16 v1\nreturn v2", "r2 &= 65535\nr0 = r2\nexit"],
  ["sign extension is a pair of shifts", "v2 = extend s8 v1\nreturn v2", "r2 <<= 56\nr2 s>>= 56\nr0 = r2\nexit"],
  ["sign extension is a move on v4", "v2 = extend s8 v1\nreturn v2", "r0 = (s8)r2\nexit", "v4"],
  [
    "a signed load is extended",
    "v2 = load s16 [v0 + 4]\nreturn v2",
    "r0 = *(u16 *)(r1 + 4)\nr0 <<= 48\nr0 s>>= 48\nexit",
  ],
  ["a signed load on v4", "v2 = load s16 [v0 + 4]\nreturn v2", "r0 = *(s16 *)(r1 + 4)\nexit", "v4"],
  ["a swap", "v2 = swap16 v1\nreturn v2", "r2 = be16 r2\nr0 = r2\nexit"],
  ["a swap on v4", "v2 = swap64 v1\nreturn v2", "r2 = bswap64 r2\nr0 = r2\nexit", "v4"],
  ["signed division on v4", "v2 = const 3\nv3 = sdiv32 v1, v2\nreturn v3", "w2 s/= 3\nr0 = r2\nexit", "v4"],
  [
    "division by the constant zero is done at run time",
    "v2 = const 0\nv3 = udiv v1, v2\nreturn v3",
    "r1 = 0\nr2 /= r1\nr0 = r2\nexit",
  ],
  [
    "the context is stored to from a register",
    "v2 = const 5\nstore u32 [v0 + 8], v2\nreturn v2",
    "r0 = 5\n*(u32 *)(r1 + 8) = r0\nexit",
  ],
  [
    "a step from a pointer becomes an offset",
    "v2 = const 8\nv3 = add v0, v2\nv4 = load u64 [v3 + 4]\nreturn v4",
    "r0 = *(u64 *)(r1 + 12)\nexit",
  ],
  [
    "an unused old value needs no fetch",
    "v2 = data .bss + 8\nv3 = atomic fetch add u64 [v2 + 0], v1\nv4 = const 0\nreturn v4",
    "r1 = &.bss+8\nlock *(u64 *)(r1 + 0) += r2\nr0 = 0\nexit",
  ],
  [
    "an old value",
    "v2 = data .bss + 8\nv3 = atomic fetch add u64 [v2 + 0], v1\nreturn v3",
    "r1 = &.bss+8\nr2 = atomic_fetch_add((u64 *)(r1 + 0), r2)\nr0 = r2\nexit",
  ],
  [
    "compare and exchange answers in r0",
    "v2 = data .bss + 0\nv3 = const 7\nv4 = atomic fetch compareExchange u64 [v2 + 0], v1, v3\nreturn v4",
    "r3 = 7\nr1 = &.bss+0\nr0 = r2\nr0 = cmpxchg_64(r1 + 0, r0, r3)\nexit",
  ],
  ["a condition as a number", "v2 = const 5\nv3 = ult v1, v2\nreturn v3", "r0 = 1\nif r2 < 5 goto +1\nr0 = 0\nexit"],
  [
    "v1 has no less-than",
    "v2 = const 5\nv3 = ult v1, v2\nreturn v3",
    "r0 = 1\nif r2 >= 5 goto +1\nexit\nr0 = 0\nexit",
    "v1",
  ],
  [
    "v2 has no 32-bit jumps",
    "v2 = const 5\nv3 = slt32 v1, v2\nreturn v3",
    "r2 <<= 32\nr2 s>>= 32\nr0 = 1\nif r2 s< 5 goto +1\nr0 = 0\nexit",
    "v2",
  ],
  ["nothing returned is zero", "return", "r0 = 0\nexit"],
];
for (const [what, text, assembly, target] of selections) {
  test(what, () => assert.equal(assemble(body(text), target ? { target } : {}).assembly, assembly));
}

test("a stack slot is addressed from r10, and as an argument by its address", () => {
  const { assembly, stackSize, references } = assemble(`function f(v0: pointer) {
    slot key: 4 align 4
  b100:
    v1 = stack key
    v2 = const 0
    store u32 [v1 + 0], v2
    v3 = map counts
    v4: pointer = call map_lookup_elem#1(v3, v1)
    branch eq v4, v2, b101, b102
  b102:
    v5 = const 1
    atomic add u64 [v4 + 0], v5
    jump b101
  b101:
    v6 = const 1
    return v6
  }`);
  assert.equal(
    assembly,
    lines(`*(u32 *)(r10 - 4) = 0
           r2 = r10
           r2 += -4
           r1 = &counts
           call 1
           if r0 == 0 goto +2
           r1 = 1
           lock *(u64 *)(r0 + 0) += r1
           r0 = 1
           exit`),
  );
  assert.equal(stackSize, 8);
  assert.deepEqual(references, [{ kind: "map", map: "counts", slot: 3 }]);
});

test("one constant serves the atomic operand and the result", () => {
  const { assembly } = assemble(body("v2 = mapValue hits + 0\nv3 = const 1\natomic add u64 [v2 + 0], v3\nreturn v3"));
  assert.equal(assembly, "r0 = 1\nr1 = &hits\nlock *(u64 *)(r1 + 0) += r0\nexit");
});

test("a value that lives over a call is kept in a register that survives it", () => {
  const { assembly } = assemble(body("v2 = call f#5()\nv3 = load u32 [v0 + 0]\nv4 = add v2, v3\nreturn v4"));
  assert.equal(assembly, "r6 = r1\ncall 5\nr1 = *(u32 *)(r6 + 0)\nr0 += r1\nexit");
});

test("more values than registers go to shared, 8-byte aligned places of the stack", () => {
  const b = new FunctionBuilder("spills", ["pointer"]);
  let sum: Value = b.const(0);
  // Two phases, each with ten values over a call: the second can use the first's places.
  for (let phase = 0; phase < 2; phase++) {
    const values = Array.from({ length: 10 }, (_, index) => b.load(4, b.parameter(0), 4 * index));
    b.helper("f", 5, []);
    for (const value of values) sum = b.binary("add", sum, value);
  }
  b.return(sum);
  const { stackSize } = generate(b.fn, { target: "v3" });
  assert.ok(stackSize > 0 && stackSize <= 80 && stackSize % 8 === 0, `${stackSize} bytes`);
});

test("too large a frame names its slots", () => {
  const b = new FunctionBuilder("big", []);
  for (const [name, size] of [
    ["small", 8],
    ["buffer", 400],
    ["row", 200],
  ] as const) {
    b.store(8, b.stackAddress(b.stackSlot(name, size, 8)), 0, b.const(1));
  }
  b.return(b.const(0));
  assert.throws(
    () => generate(b.fn, { target: "v3" }),
    (error) => {
      assert.ok(error instanceof StackOverflow);
      assert.equal(error.needed, 608);
      assert.deepEqual(
        error.slots.map((slot) => slot.name),
        ["buffer", "row", "small"],
      );
      return true;
    },
  );
});

test("lines follow the code", () => {
  const b = new FunctionBuilder("lines", ["pointer"]);
  b.position = 10;
  const value = b.load(4, b.parameter(0), 0);
  b.position = 20;
  const call = b.helper("f", 5, [value]);
  b.position = 30;
  b.return(call);
  const { lines: records } = generate(b.fn, { target: "v3" });
  assert.deepEqual(records, [
    { slot: 0, position: 10 },
    { slot: 1, position: 20 },
    { slot: 2, position: 30 },
  ]);
});

test("jumps beyond 16 bits are wide on v4, and an error before", () => {
  const b = new FunctionBuilder("long", ["pointer"]);
  const start = b.load(4, b.parameter(0), 0);
  const [long, end] = [b.block(), b.block(["integer"])];
  b.branch("eq", start, b.const(0), { block: end, arguments: [start] }, long);
  b.switchTo(long);
  for (let index = 0; index < 20_000; index++) b.store(8, b.parameter(0), 0, start);
  let value: Value = start;
  for (let index = 0; index < 20_000; index++) value = b.binary("mul", value, start);
  b.jump(end, [value]);
  b.switchTo(end);
  b.return(end.parameters[0]);
  assert.throws(() => generate(b.fn, { target: "v3" }), RangeError);
  assert.ok(generate(b.fn, { target: "v4" }).code.length > 8 * 40_000);
});

test("copies that happen at once are put in order", () => {
  const run = (copies: [destination: number, source: number][]) => {
    const registers = new Map(copies.flat().map((register) => [register, register]));
    let next = 100;
    const order = orderCopies(
      copies.map(([destination, source]) => ({ destination, source })),
      () => next++,
    );
    for (const { destination, source } of order) registers.set(destination, registers.get(source)!);
    for (const [destination, source] of copies) assert.equal(registers.get(destination), source);
    return order.length;
  };
  assert.equal(
    run([
      [1, 2],
      [2, 3],
    ]),
    2,
  );
  assert.equal(
    run([
      [1, 2],
      [2, 1],
    ]),
    3,
  );
  assert.equal(
    run([
      [1, 2],
      [2, 3],
      [3, 1],
      [4, 1],
      [5, 5],
    ]),
    5,
  );
  assert.equal(
    run([
      [1, 2],
      [2, 1],
      [3, 4],
      [4, 3],
    ]),
    6,
  );
});
