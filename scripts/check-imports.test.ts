import assert from "node:assert/strict";
import { test } from "node:test";
import { importViolations } from "./check-imports.ts";

test("an import that the table allows is fine, also deep into the room", () => {
  const text = `import type { Btf } from "../btf/types.ts";\nimport {\n  a,\n  b,\n} from "./elf/header.ts";\n`;
  assert.deepEqual(importViolations("object/write.ts", text), []);
});

test("every room may import errors and Node's own modules", () => {
  const text = `import { YodelError } from "../errors/index.ts";\nimport { readFileSync } from "node:fs";\n`;
  assert.deepEqual(importViolations("schema/struct.ts", text), []);
});

test("an import of a room that is not in the table's row is found, with file, line and rule", () => {
  const text = `import { a } from "../schema/index.ts";\nimport {\n  load,\n} from "../loader/load.ts";\n`;
  assert.deepEqual(importViolations("define/map.ts", text), [
    {
      file: "define/map.ts",
      line: 4,
      specifier: "../loader/load.ts",
      rule: "'define' may import errors, schema, kernel",
    },
  ]);
});

test("re-exports, type imports, side effects and dynamic imports count as imports", () => {
  for (const text of [
    `export * from "../sys/index.ts";`,
    `import type { Sys } from "../sys/sys.ts";`,
    `import "../sys/index.ts";`,
    `const sys = await import("../sys/index.ts");`,
    `let sys: import("../sys/index.ts").Sys;`,
  ]) {
    assert.equal(importViolations("compiler/compile.ts", text).length, 1, text);
  }
});

test("an import in a comment is no import", () => {
  const text = `/**\n * import { load } from "yodel";\n * const x = import("koffi");\n */\n// await import("koffi")\n`;
  assert.deepEqual(importViolations("define/map.ts", text), []);
});

test("counter and cli see only the public entries", () => {
  assert.deepEqual(importViolations("cli/count.ts", `import { load } from "../runtime.ts";`), []);
  assert.deepEqual(importViolations("cli/count.ts", `import { counter } from "../counter/index.ts";`), []);
  assert.equal(importViolations("counter/count.ts", `import { load } from "../loader/load.ts";`).length, 1);
});

test("the FFI is for sys only, the parser for the compiler only, other packages for nobody", () => {
  assert.deepEqual(importViolations("sys/koffi.ts", `import koffi from "koffi";`), []);
  assert.equal(importViolations("loader/load.ts", `import koffi from "koffi";`).length, 1);
  assert.equal(importViolations("define/map.ts", `import { parse } from "acorn";`).length, 1);
  assert.equal(importViolations("cli/main.ts", `import chalk from "chalk";`).length, 1);
});

test("a folder that is not in the table is found", () => {
  assert.match(
    importViolations("utilities/x.ts", `import "../errors/index.ts";`)[0]!.rule,
    /'utilities' is not a room/,
  );
});

test("what tests share is not for others", () => {
  const text = `import { runInKernel } from "./testing/kernel-run.ts";`;
  assert.equal(importViolations("compiler/codegen/emit.ts", text)[0]!.rule, "it is for tests only");
});

test("src/ must not reach out of itself", () => {
  assert.equal(importViolations("cli/main.ts", `import "../../scripts/build.ts";`)[0]!.rule, "it leaves src/");
});
