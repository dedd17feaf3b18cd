import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const compiler = `${root}node_modules/typescript/bin/tsc`;

/** Each `@ts-expect-error` in these files is a test: the line after it must not type-check, everything else must. */
test("what type-checks is what the kernel takes, and the rest does not", { skip: !existsSync(compiler) }, () => {
  const result = spawnSync(process.execPath, [compiler, "-p", "tests/types"], { cwd: root, encoding: "utf8" });
  assert.equal(result.error, undefined);
  // What is wrong elsewhere is found by `npm run check`.
  const here = result.stdout.split("\n").filter((line) => line.startsWith("tests/"));
  assert.equal(here.join("\n"), "");
});
