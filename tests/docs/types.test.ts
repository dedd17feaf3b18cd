// Every example of the documentation that should type-check does; those that show an error need not.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { repository } from "../support/cli.ts";
import { blocksOf, fileOf } from "./blocks.ts";

const compiler = join(repository, "node_modules/typescript/bin/tsc");

const skip = !existsSync(compiler)
  ? "needs the package typescript"
  : !existsSync("/sys/kernel/btf/vmlinux") && "needs a kernel that shows its types (CONFIG_DEBUG_INFO_BTF)";

test("examples type-check", { skip }, () => {
  const directory = mkdtempSync(join(tmpdir(), "yodel-docs-types-"));
  try {
    for (const page of globSync("docs/{counter,errors,guide,language}/*.md", { cwd: repository })) {
      const blocks = blocksOf(join(repository, page)).filter(({ language }) => language === "ts");
      // On the page of an error, the first example is the one with the mistake.
      const right = page.includes("/errors/") ? blocks.slice(1) : blocks;
      if (right.length === 0) continue;
      const folder = join(directory, basename(page, ".md"));
      mkdirSync(folder, { recursive: true });
      // Commands that write modules which examples import.
      for (const { language, text } of blocksOf(join(repository, page))) {
        const [npx, yodel, types, ...args] = text.trimEnd().split(" ");
        if (language !== "sh" || `${npx} ${yodel} ${types}` !== "npx yodel types") continue;
        const command = join(repository, "src/cli/main.ts");
        const { status, stderr } = spawnSync(process.execPath, [command, "types", ...args], {
          cwd: folder,
          encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
      }
      for (const block of right) writeFileSync(join(folder, fileOf(block) ?? `line-${block.line}.ts`), block.text);
    }
    const compilerOptions = { typeRoots: [join(repository, "node_modules/@types")] };
    const settings = { extends: join(repository, "tsconfig.json"), compilerOptions, include: ["**/*.ts"] };
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(settings));
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }\n');
    const { stdout } = spawnSync(process.execPath, [compiler, "-p", "."], { cwd: directory, encoding: "utf8" });
    // What is wrong in src/ is another test's business.
    const here = stdout.split("\n").filter((line) => /^[\w-]+\/[\w.-]+\.ts\(/.test(line));
    assert.equal(here.join("\n"), "");
  } finally {
    rmSync(directory, { recursive: true });
  }
});
