// Runs the examples of docs/testing.md as they are printed there.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { runTool } from "../support/tools.ts";

const repository = resolve(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "yodel-testing-"));
after(() => rmSync(directory, { recursive: true }));

const entries = { yodel: "src/index.ts", "yodel/testing": "src/testing.ts" };
const text = readFileSync(join(repository, "docs/testing.md"), "utf8");
const examples = new Map<string, string>();
for (const [, name, code] of text.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)) {
  assert(name !== undefined && code !== undefined);
  let runnable = code;
  for (const [entry, file] of Object.entries(entries)) {
    runnable = runnable.replaceAll(` from "${entry}"`, ` from ${JSON.stringify(join(repository, file))}`);
  }
  examples.set(name, runnable);
}

function run(name: string, ...options: readonly string[]): string {
  const file = join(directory, name.replace(/\.ts$/, ".mts"));
  writeFileSync(file, examples.get(name) ?? assert.fail(`docs/testing.md has no example ${name}`));
  const { status, stdout, stderr } = runTool("sh", [
    "-c",
    'cd "$0" && exec "$@"',
    directory,
    process.execPath,
    ...options,
    file,
  ]);
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

test("the test of the first example passes", () => {
  assert.match(run("counter.test.ts"), /counts what each cgroup sends/);
});

test("the second example replays a capture", () => {
  const capture = new Uint8Array(24 + 16 + 60);
  const view = new DataView(capture.buffer);
  view.setUint32(0, 0xa1b2_c3d4, true);
  view.setUint32(20, 1, true);
  view.setUint32(24, 5, true);
  view.setUint32(32, 60, true);
  writeFileSync(join(directory, "web.pcap"), capture);
  assert.equal(run("replay.ts"), "5000000000n 2 60\n");
});

test("shows nothing that is not tested", () => {
  assert.deepEqual([...examples.keys()], ["counter.test.ts", "replay.ts"]);
  assert.equal(text.match(/^```ts$/gm)?.length, examples.size);
});
