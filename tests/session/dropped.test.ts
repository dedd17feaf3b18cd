import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { repository } from "../support/cli.ts";
import { withoutKernel } from "../support/kernel.ts";
import { runTool } from "../support/tools.ts";

// In a process of its own, which may ask for garbage collection. Each case is what a function does with what it loads.

const runtime = JSON.stringify(join(repository, "src/index.ts"));

/** What a process says that loads two objects by `body`, and collects garbage then. */
function saidBy(body: string): { readonly status: number | null; readonly stderr: string; readonly stdout: string } {
  const script = `
    import { setTimeout as sleep } from "node:timers/promises";
    import { hashMap, load, program, u32 } from ${runtime};
    const rows = hashMap({ key: u32, value: u32, maxEntries: 1 });
    const pass = program("socket", { rows }, (_skb, { rows }) => (rows.lookup(0) ? 1 : 0));
    const kept = [];
    function use() { ${body} }
    use();
    use();
    for (let round = 0; round < 10; round++) {
      await sleep(5);
      gc();
    }
    console.log(kept.length);
  `;
  return runTool(process.execPath, ["--expose-gc", "--input-type=module", "--eval", script]);
}

const skip = withoutKernel;

test("what is dropped without close() is warned of, once", { skip }, () => {
  const { status, stderr } = saidBy("load({ rows, pass }, { name: 'forgotten' });");
  assert.equal(status, 0, stderr);
  assert.equal(stderr.match(/YDL4500/g)?.length, 1, stderr);
  assert.match(stderr, /\[YDL4500\] YodelWarning: 'forgotten' was loaded and dropped without close\(\)/);
});

for (const [what, body] of Object.entries({
  "it was closed": "load({ rows, pass }).close();",
  "it is kept": "kept.push(load({ rows, pass }));",
  "a map of it is kept": "kept.push(load({ rows, pass }).maps.rows);",
  "a program of it is kept": "kept.push(load({ rows, pass }).programs.pass);",
})) {
  test(`nobody is warned when ${what}`, { skip }, () => {
    const { status, stderr } = saidBy(body);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  });
}
