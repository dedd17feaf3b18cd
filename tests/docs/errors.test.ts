// Every code has a page; the page's first example gives the error as it is printed there, and the mended one compiles.
import assert from "node:assert/strict";
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { codes } from "../../src/compiler/diagnostics/index.ts";
import { CompileError, compile, YodelError } from "../../src/index.ts";
import { repository } from "../support/cli.ts";
import { blocksOf, ExampleFolder } from "./blocks.ts";

const pages = join(repository, "docs/errors");
const documented = readdirSync(pages)
  .filter((name) => name.startsWith("YDL"))
  .map((name) => name.replace(".md", ""));
const compileErrors: readonly string[] = Object.values(codes).map(({ code }) => code);

/** What comes out of a module: of importing it, or else of compiling what it exports. */
async function errorOf(folder: ExampleFolder, text: string): Promise<YodelError | undefined> {
  try {
    const exports = await folder.import(text);
    if (Object.keys(exports).length > 0) compile(exports);
    return undefined;
  } catch (error) {
    if (error instanceof YodelError) return error;
    throw error;
  }
}

describe("pages for errors", () => {
  let folder: ExampleFolder;
  before(() => {
    folder = new ExampleFolder();
  });
  after(() => folder[Symbol.dispose]());

  test("every code in the source has a page, and every page a code", () => {
    const sources = globSync("src/**/*.ts", { cwd: repository }).filter((file) => !file.endsWith(".test.ts"));
    const used = new Set(
      sources.flatMap((file) => readFileSync(join(repository, file), "utf8").match(/YDL\d{4}\b/g) ?? []),
    );
    assert.deepEqual(documented.toSorted(), [...used].sort());
  });

  test("the index lists every page under its title", () => {
    const index = readFileSync(join(pages, "README.md"), "utf8");
    const listed = [...index.matchAll(/^\| \[(YDL\d{4})\]\(YDL\d{4}\.md\) \| (.+) \|$/gm)];
    const titles = documented.map((code) => readFileSync(join(pages, `${code}.md`), "utf8").split("\n")[0]);
    for (const { code, title } of Object.values(codes)) {
      assert.ok(titles.includes(`# ${code}: ${title[0]?.toLowerCase()}${title.slice(1)}`), `${code} is "${title}"`);
    }
    assert.deepEqual(listed.map(([, code, title]) => `# ${code}: ${title}`).sort(), titles.sort());
  });

  for (const code of documented) {
    const blocks = blocksOf(join(pages, `${code}.md`));
    const [wrong, ...others] = blocks.filter(({ language }) => language === "ts");
    const isCompileError = compileErrors.includes(code);
    if (!wrong && !isCompileError) continue;
    test(`${code} is what its page shows`, async () => {
      assert.ok(wrong, "the page has an example");
      const error = await errorOf(folder, wrong.text);
      const found = error instanceof CompileError ? error.diagnostics.map((one) => one.code) : [error?.code];
      assert.deepEqual([...new Set(found)], [code]);
      assert.equal(error?.message, blocks.find(({ language }) => language === "")?.text.trimEnd());
      const mended = others.at(-1);
      assert.ok(mended || !isCompileError, "the page shows how to mend its example");
      if (mended) assert.equal(await errorOf(folder, mended.text), undefined);
    });
  }
});
