// What the package exports: nothing by accident, and every value with a doc comment, read from the sources as they stand.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import * as index from "../../src/index.ts";
import * as runtime from "../../src/runtime.ts";
import * as testing from "../../src/testing.ts";
import { repository } from "../support/cli.ts";

const entries = { index, runtime, testing };

/** Whether each function, class and constant that a module exports, of its own or of others, has a doc comment right above it. */
function documented(file: string, found = new Map<string, boolean>(), seen = new Set<string>()): Map<string, boolean> {
  if (seen.has(file) || !existsSync(file)) return found;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  for (const [, from = ""] of text.matchAll(/^export (?!type )(?:\*|\{[^}]*\}) from "(.*)";$/gm)) {
    documented(join(dirname(file), from), found, seen);
  }
  const values = /(\*\/\n)?^export (?:async )?(?:function\*?|(?:abstract )?class|const) (\w+)/gm;
  for (const [, comment, name = ""] of text.matchAll(values)) {
    // The first of several signatures has the comment.
    found.set(name, (found.get(name) ?? false) || comment !== undefined);
  }
  return found;
}

for (const [name, exports] of Object.entries(entries)) {
  test(`every value of ${name} has a doc comment`, () => {
    const comments = documented(join(repository, "src", `${name}.ts`));
    const names = Object.keys(exports);
    assert.deepEqual(
      names.filter((one) => !comments.has(one)),
      [],
      "found in the sources",
    );
    assert.deepEqual(
      names.filter((one) => comments.get(one) === false),
      [],
    );
  });
}

test("the part that loads and the part that tests export what is meant for users", () => {
  const errors = Object.keys(runtime).filter((name) => name.endsWith("Error"));
  assert.deepEqual(
    Object.keys(runtime).filter((name) => !errors.includes(name)),
    [
      "describeKernelTypes",
      "describeObject",
      "diagnose",
      "enableRunStatistics",
      "features",
      "findCgroupById",
      "findCgroupRoot",
      "findPinRoot",
      "helperFeature",
      "load",
      "openLink",
      "readElf",
      "readObjectFile",
      "removePins",
      "renderDiagnostic",
      "verify",
    ],
  );
  assert.deepEqual(
    Object.keys(testing).filter((name) => !errors.includes(name)),
    ["SimulatorError", "readPcap", "renderDiagnostic", "replay", "simulate"],
  );
});
