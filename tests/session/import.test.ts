import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

/** Native libraries in a process that has run this module text. */
function nativeLibraries(code: string): string[] {
  const script = `${code}\nconsole.log(JSON.stringify(process.report.getReport().sharedObjects));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--no-warnings", "-e", script], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "[]");
}

test("importing, defining and compiling load no native code", () => {
  const libraries = nativeLibraries(`
    import { compile, program, u64, variable, writeElf } from "../../src/index.ts";
    const hits = variable(u64);
    const count = program("xdp", { hits }, (_frame, { hits }) => { hits.value += 1; return 2; });
    writeElf(compile({ hits, count }));
  `);
  assert.deepEqual(
    libraries.filter((path) => path.endsWith(".node")),
    [],
  );
});
