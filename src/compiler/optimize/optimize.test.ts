import assert from "node:assert/strict";
import { test } from "node:test";
import { optimize, type Pass, passes } from "./index.ts";
import { isolated, normalized, testPasses } from "./testing.ts";

testPasses([
  [
    "fold-constants",
    "arithmetic on constants",
    "b9:\nv10 = const 7\nv11 = const -2\nv12 = sdiv v10, v11\nreturn v12",
    "b9:\nv12 = const -3\nreturn v12",
  ],
  [
    "fold-constants",
    "32-bit arithmetic, zero-extended",
    "b9:\nv10 = const -1\nv11 = add32 v10, v10\nreturn v11",
    "b9:\nv11 = const 4294967294\nreturn v11",
  ],
  [
    "fold-constants",
    "division by zero as the kernel defines it",
    "b9:\nv10 = const 7\nv11 = const 0\nv12 = umod v10, v11\nv13 = udiv v10, v11\nv14 = or v12, v13\nreturn v14",
    "b9:\nv14 = const 7\nreturn v14",
  ],
  [
    "fold-constants",
    "swaps and extensions",
    "b9:\nv10 = const 255\nv11 = swap16 v10\nv12 = extend s16 v11\nreturn v12",
    "b9:\nv12 = const -256\nreturn v12",
  ],
  [
    "fold-constants",
    "a branch on constants",
    "b9:\nv10 = const -1\nv11 = const 1\nbranch slt v10, v11, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
    "b9:\njump b20\nb20:\nreturn v1\nb21:\nreturn v2",
  ],
  [
    "simplify",
    "a multiplication by a power of two",
    "b9:\nv10 = const 64\nv11 = mul v10, v1\nreturn v11",
    "b9:\nv10 = const 64\nv11 = mul v1, v10\nreturn v11",
  ],
  [
    "simplify",
    "an unsigned division by a power of two",
    "b9:\nv10 = const 8\nv11 = udiv v1, v10\nreturn v11",
    "b9:\nv10 = const 3\nv11 = lshr v1, v10\nreturn v11",
  ],
  [
    "simplify",
    "a remainder of a power of two",
    "b9:\nv10 = const 8\nv11 = umod v1, v10\nreturn v11",
    "b9:\nv10 = const 7\nv11 = and v1, v10\nreturn v11",
  ],
  [
    "simplify",
    "a signed division of what is never negative",
    "b9:\nv10 = load u32 [v3 + 0]\nv11 = const 8\nv12 = sdiv v10, v11\nreturn v12",
    "b9:\nv10 = load u32 [v3 + 0]\nv11 = const 8\nv12 = udiv v10, v11\nreturn v12",
  ],
  [
    "simplify",
    "but not of what may be",
    "b9:\nv11 = const 8\nv12 = sdiv v1, v11\nreturn v12",
    "b9:\nv11 = const 8\nv12 = sdiv v1, v11\nreturn v12",
  ],
  ["simplify", "an addition of zero", "b9:\nv10 = const 0\nv11 = add v1, v10\nreturn v11", "b9:\nreturn v1"],
  [
    "simplify",
    "a 32-bit addition of zero still clears the high half",
    "b9:\nv10 = const 0\nv11 = add32 v1, v10\nreturn v11",
    "b9:\nv11 = extend u32 v1\nreturn v11",
  ],
  ["simplify", "a subtraction from itself", "b9:\nv10 = sub v1, v1\nreturn v10", "b9:\nv10 = const 0\nreturn v10"],
  [
    "simplify",
    "two steps in one",
    "b9:\nv10 = const 3\nv11 = add v1, v10\nv12 = const 4\nv13 = add v11, v12\nreturn v13",
    "b9:\nv12 = const 7\nv13 = add v1, v12\nreturn v13",
  ],
  [
    "simplify",
    "a constant step moves to the end of an address",
    "b9:\nv10 = const 14\nv11 = add v3, v10\nv12 = add v11, v1\nv13 = load u16 [v12 + 2]\nreturn v13",
    "b9:\nv10 = const 14\nv11 = add v3, v1\nv12 = add v11, v10\nv13 = load u16 [v12 + 2]\nreturn v13",
  ],
  [
    "simplify",
    "an extension of what is extended already",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = extend u32 v10\nreturn v11",
    "b9:\nv10 = load u8 [v3 + 0]\nreturn v10",
  ],
  [
    "simplify",
    "a sign extension of a small unsigned number",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = extend s16 v10\nreturn v11",
    "b9:\nv10 = load u8 [v3 + 0]\nreturn v10",
  ],
  [
    "simplify",
    "but not where the sign counts",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = extend s8 v10\nreturn v11",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = extend s8 v10\nreturn v11",
  ],
  [
    "simplify",
    "arithmetic that is cut to 32 bits",
    "b9:\nv10 = add v1, v2\nv11 = extend u32 v10\nreturn v11",
    "b9:\nv11 = add32 v1, v2\nreturn v11",
  ],
  [
    "simplify",
    "a mask that takes nothing away",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = const 65535\nv12 = and v10, v11\nreturn v12",
    "b9:\nv10 = load u8 [v3 + 0]\nreturn v10",
  ],
  [
    "simplify",
    "a branch on a condition's truth",
    "b9:\nv10 = ult v1, v2\nv11 = const 0\nbranch eq v10, v11, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
    "b9:\nbranch ult v1, v2, b21, b20\nb20:\nreturn v1\nb21:\nreturn v2",
  ],
  [
    "simplify",
    "a branch on bits",
    "b9:\nv10 = const 4\nv11 = and v1, v10\nv12 = const 0\nbranch ne v11, v12, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
    "b9:\nv10 = const 4\nbranch set v1, v10, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
  ],
  [
    "simplify",
    "an equality in network order",
    "b9:\nv10 = load u16 [v3 + 0]\nv11 = swap16 v10\nv12 = const 80\nbranch eq v11, v12, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
    "b9:\nv10 = load u16 [v3 + 0]\nv12 = const 20480\nbranch eq v10, v12, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
  ],
  [
    "simplify",
    "a comparison that the range decides",
    "b9:\nv10 = load u8 [v3 + 0]\nv11 = const 256\nv12 = ult v10, v11\nreturn v12",
    "b9:\nv10 = load u8 [v3 + 0]\nv12 = const 1\nreturn v12",
  ],
  [
    "simplify",
    "an extension that only a comparison needs",
    "b9:\nv10 = extend u32 v1\nv11 = const 9\nbranch ult v10, v11, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
    "b9:\nv11 = const 9\nbranch ult32 v1, v11, b20, b21\nb20:\nreturn v1\nb21:\nreturn v2",
  ],
  [
    "simplify",
    "but not when an index needs it, too: the verifier must learn its bound",
    "b9:\nv10 = extend u32 v1\nv11 = const 9\nbranch ult v10, v11, b20, b21\nb20:\nv12 = add v3, v10\nv13 = load u8 [v12 + 0]\nreturn v13\nb21:\nreturn v2",
    "b9:\nv10 = extend u32 v1\nv11 = const 9\nbranch ult v10, v11, b20, b21\nb20:\nv12 = add v3, v10\nv13 = load u8 [v12 + 0]\nreturn v13\nb21:\nreturn v2",
  ],
  [
    "value-numbering",
    "what a dominating block computed",
    "b9:\nv10 = add v1, v2\nbranch eq v1, v2, b20, b21\nb20:\nv11 = add v1, v2\nreturn v11\nb21:\nreturn v10",
    "b9:\nv10 = add v1, v2\nbranch eq v1, v2, b20, b21\nb20:\nreturn v10\nb21:\nreturn v10",
  ],
  [
    "value-numbering",
    "but not what a sibling did",
    "b9:\nbranch eq v1, v2, b20, b21\nb20:\nv11 = add v1, v2\nreturn v11\nb21:\nv12 = add v1, v2\nreturn v12",
    "b9:\nbranch eq v1, v2, b20, b21\nb20:\nv11 = add v1, v2\nreturn v11\nb21:\nv12 = add v1, v2\nreturn v12",
  ],
  [
    "value-numbering",
    "a pure helper, and an address",
    "b9:\nv10 = call pure g#8()\nv11 = call pure g#8()\nv12 = map m\nv13 = map m\nv14 = call h#1(v12, v13, v10, v11)\nreturn v14",
    "b9:\nv10 = call pure g#8()\nv12 = map m\nv14 = call h#1(v12, v12, v10, v10)\nreturn v14",
  ],
  [
    "forward-memory",
    "what was stored",
    "b9:\nstore u64 [v3 + 8], v1\nv10 = load u64 [v3 + 8]\nreturn v10",
    "b9:\nstore u64 [v3 + 8], v1\nreturn v1",
  ],
  [
    "forward-memory",
    "what was stored is cut as the load would",
    "b9:\nstore u16 [v3 + 8], v1\nv10 = load u16 [v3 + 8]\nreturn v10",
    "b9:\nstore u16 [v3 + 8], v1\nv10 = extend u16 v1\nreturn v10",
  ],
  [
    "forward-memory",
    "what was loaded, in a block that follows",
    "b9:\nv10 = load u32 [v0 + 0]\nbranch eq v10, v1, b20, b21\nb20:\nv11 = load u32 [v0 + 0]\nreturn v11\nb21:\nreturn v2",
    "b9:\nv10 = load u32 [v0 + 0]\nbranch eq v10, v1, b20, b21\nb20:\nreturn v10\nb21:\nreturn v2",
  ],
  [
    "forward-memory",
    "not past a store that may be to the same place",
    "b9:\nv10 = load u64 [v3 + 0]\nstore u8 [v0 + 4], v1\nv11 = load u64 [v3 + 0]\nv12 = add v10, v11\nreturn v12",
    "b9:\nv10 = load u64 [v3 + 0]\nstore u8 [v0 + 4], v1\nv11 = load u64 [v3 + 0]\nv12 = add v10, v11\nreturn v12",
  ],
  [
    "forward-memory",
    "not past an atomic change",
    "b9:\natomic add u64 [v3 + 0], v1\nv10 = load u64 [v3 + 0]\natomic add u64 [v3 + 0], v1\nv11 = load u64 [v3 + 0]\nv12 = add v10, v11\nreturn v12",
    "b9:\natomic add u64 [v3 + 0], v1\nv10 = load u64 [v3 + 0]\natomic add u64 [v3 + 0], v1\nv11 = load u64 [v3 + 0]\nv12 = add v10, v11\nreturn v12",
  ],
  [
    "forward-memory",
    "past a call only what no call can reach",
    "slot a: 8 align 8\nslot b: 8 align 8\nb9:\nv10 = stack a\nv11 = stack b\nstore u64 [v10 + 0], v1\nstore u64 [v11 + 0], v1\nv12 = call h#1(v11)\nv13 = load u64 [v10 + 0]\nv14 = load u64 [v11 + 0]\nv15 = add v13, v14\nreturn v15",
    "slot a: 8 align 8\nslot b: 8 align 8\nb9:\nv10 = stack a\nv11 = stack b\nstore u64 [v10 + 0], v1\nstore u64 [v11 + 0], v1\nv12 = call h#1(v11)\nv14 = load u64 [v11 + 0]\nv15 = add v1, v14\nreturn v15",
  ],
  [
    "remove-dead-stores",
    "to a slot that nothing reads",
    "slot a: 8 align 8\nb9:\nv10 = stack a\nstore u64 [v10 + 0], v1\nreturn v1",
    "slot a: 8 align 8\nb9:\nreturn v1",
  ],
  [
    "remove-dead-stores",
    "that a later one covers",
    "slot a: 8 align 8\nb9:\nv10 = stack a\nv11 = const 0\nstore u64 [v10 + 0], v11\nstore u64 [v10 + 0], v1\nv12 = call h#1(v10)\nreturn v12",
    "slot a: 8 align 8\nb9:\nv10 = stack a\nstore u64 [v10 + 0], v1\nv12 = call h#1(v10)\nreturn v12",
  ],
  [
    "remove-dead-stores",
    "but not one that a call reads before",
    "slot a: 8 align 8\nb9:\nv10 = stack a\nstore u64 [v10 + 0], v2\nv11 = call h#1(v10)\nstore u64 [v10 + 0], v1\nv12 = call h#1(v10)\nreturn v12",
    "slot a: 8 align 8\nb9:\nv10 = stack a\nstore u64 [v10 + 0], v2\nv11 = call h#1(v10)\nstore u64 [v10 + 0], v1\nv12 = call h#1(v10)\nreturn v12",
  ],
  [
    "remove-dead-code",
    "a loop's counter that only counts itself",
    "b9:\nv10 = const 0\njump b20(v10, v1)\nb20(v11, v12):\nv13 = add v11, v2\nv14 = call h#1()\nbranch ne v14, v12, b20(v13, v12), b21\nb21:\nreturn v12",
    "b9:\njump b20(v1)\nb20(v12):\nv14 = call h#1()\nbranch ne v14, v12, b20(v12), b21\nb21:\nreturn v12",
  ],
  [
    "remove-dead-code",
    "an unused pure call and load",
    "b9:\nv10 = call pure g#8()\nv11 = load u64 [v3 + 0]\nreturn v1",
    "b9:\nreturn v1",
  ],
  [
    "simplify-graph",
    "blocks in a line, and a parameter with one value",
    "b9:\njump b20(v1)\nb20(v10):\njump b21(v10)\nb21(v11):\nreturn v11",
    "b9:\nreturn v1",
  ],
  [
    "simplify-graph",
    "a condition put together from constants, as && makes it",
    `b9:
     v10 = const 0
     v11 = const 1
     branch eq v1, v10, b22(v10), b20
     b20:
     branch eq v2, v10, b22(v10), b22(v11)
     b22(v12):
     branch ne v12, v10, b30, b31
     b30:
     return v1
     b31:
     return v2`,
    "b9:\nv10 = const 0\nbranch eq v1, v10, b31, b20\nb20:\nbranch eq v2, v10, b31, b30\nb30:\nreturn v1\nb31:\nreturn v2",
  ],
]);

test("a multiplication becomes a shift in two steps", () => {
  const fn = isolated("b9:\nv10 = const 64\nv11 = mul v10, v1\nreturn v11");
  optimize(fn, { validate: true });
  assert.equal(normalized(fn), normalized(isolated("b9:\nv10 = const 6\nv11 = shl v1, v10\nreturn v11")));
});

test("disabled passes do not run", () => {
  const text = "b9:\nv10 = const 0\nv11 = add v1, v10\nreturn v11";
  const fn = isolated(text);
  optimize(fn, { disable: new Set(passes.keys()) });
  assert.equal(normalized(fn), normalized(isolated(text)));
});

test("a pass that finds nothing says so", () => {
  const quiet: [string, Pass][] = [...passes];
  const fn = isolated("b9:\nv10 = load u64 [v3 + 0]\nv11 = add v10, v1\nstore u64 [v3 + 0], v11\nreturn v2");
  for (const [name, pass] of quiet) assert.equal(pass(fn), false, name);
});
