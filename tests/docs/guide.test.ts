// Follows the guides as a reader does, block by block in one folder. Modules are written under their names. Those marked `run` run,
// those marked `root` run where there is a kernel to load into, and print what the next block says; other modules compile.
// Commands are executed.
import assert from "node:assert/strict";
import { existsSync, globSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { test } from "node:test";
import { compile } from "../../src/index.ts";
import { repository } from "../support/cli.ts";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { runToEnd } from "../support/processes.ts";
import { blocksOf, ExampleFolder, fileOf } from "./blocks.ts";

const packageNames = resolve(import.meta.dirname, "blocks.ts");
const commandLine = join(repository, "src/cli/main.ts");

/** Runs a module to its end, where `yodel` means this package. */
function execute(folder: ExampleFolder, args: readonly string[]) {
  return runToEnd(process.execPath, ["--import", packageNames, ...args], { cwd: folder.path });
}

for (const page of globSync("docs/guide/*.md", { cwd: repository }).sort()) {
  const blocks = blocksOf(join(repository, page));
  const describesTypes = blocks.some(({ language, text }) => language === "sh" && text.startsWith("npx yodel types"));
  const skip = describesTypes && !existsSync("/sys/kernel/btf/vmlinux") && "needs a kernel that shows its types";
  test(`${basename(page)} does what it says`, { skip }, async (t) => {
    using folder = new ExampleFolder();
    for (const [index, block] of blocks.entries()) {
      const { language, mark, text, line } = block;
      if (language === "sh") {
        for (const command of text.trimEnd().split("\n")) {
          const [npx, yodel, ...args] = command.split(" ");
          assert.equal(`${npx} ${yodel}`, "npx yodel");
          const { status, stderr } = await execute(folder, [commandLine, ...args]);
          assert.equal(status, 0, `${command}: ${stderr}`);
        }
      }
      if (language !== "ts") continue;
      const name = fileOf(block) ?? assert.fail(`the block at line ${line} has no file name`);
      writeFileSync(join(folder.path, name), text);
      if (mark === "") {
        assert.notEqual(compile(await folder.import(text, name)).functions.length, 0);
        continue;
      }
      await t.test(`${name} runs`, { skip: mark === "root" && withoutKernel }, async () => {
        await using cgroup = mark === "root" ? makeTestCgroup() : undefined;
        const { status, stdout, stderr } = await execute(folder, [name, ...(cgroup ? [cgroup.path] : [])]);
        assert.equal(status, 0, stderr);
        const next = blocks[index + 1];
        if (next?.language === "text") assert.equal(stdout, next.text);
        else assert.equal(stdout, "");
      });
    }
  });
}
