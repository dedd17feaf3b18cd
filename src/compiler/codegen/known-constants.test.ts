import assert from "node:assert/strict";
import { test } from "node:test";
import { assemble, lines } from "./testing/assembly.ts";

function code(text: string): string {
  return assemble(`function f(v0: pointer, v1, v2) {\n${text}\n}`).assembly;
}

test("a result that many tests lead to is set once", () => {
  const text = `b90:
    v10 = const 2
    v11 = const 5
    v12 = const 1
    branch eq v1, v10, b91, b94
  b91:
    branch eq v2, v11, b92, b94
  b92:
    store u32 [v0 + 0], v2
    return v12
  b94:
    return v10`;
  assert.equal(
    code(text),
    lines(`r0 = 2
           if r2 != 2 goto +3
           if r3 != 5 goto +2
           *(u32 *)(r1 + 0) = r3
           r0 = 1
           exit`),
  );
});

test("a counting loop that runs at least once is tested at its end", () => {
  const text = `b90:
    v10 = const 0
    v11 = const 6
    v12 = const 1
    jump b91(v10)
  b91(v13):
    branch ult v13, v11, b92, b93
  b92:
    atomic add u64 [v0 + 0], v13
    v14 = add v13, v12
    jump b91(v14)
  b93:
    return v13`;
  assert.equal(
    code(text),
    lines(`r0 = 0
           lock *(u64 *)(r1 + 0) += r0
           r0 += 1
           if r0 < 6 goto -3
           exit`),
  );
});

test("a step from a stack address is taken with it", () => {
  const text = `slot key: 16 align 8
  b90:
    v10 = stack key
    v11 = const 8
    v12 = add v10, v11
    store u64 [v10 + 0], v1
    store u64 [v10 + 8], v1
    v13 = call h#2(v12)
    return v13`;
  assert.equal(
    code(text),
    lines(`r1 = r10
           r1 += -8
           *(u64 *)(r10 - 16) = r2
           *(u64 *)(r10 - 8) = r2
           call 2
           exit`),
  );
});
