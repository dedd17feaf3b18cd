import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { makeTestCgroup, withoutKernel } from "../support/kernel.ts";
import { type Installation, installPackage } from "../support/package.ts";
import { runToEnd } from "../support/processes.ts";

// Prints, in the end, the modules that Node has loaded.
const listing = `import { registerHooks } from "node:module";
const loaded = [];
registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
process.on("exit", () => console.error(JSON.stringify(loaded)));
`;

// A module costs about 0.4 ms of every start, so the number of modules is what a test can hold on to.
describe("the installed tool starts quickly", () => {
  let installed: Installation;
  before(() => {
    installed = installPackage();
    writeFileSync(join(installed.folder, "listing.js"), listing);
  });
  after(() => installed[Symbol.dispose]());

  /** Runs the tool to its end; tells which modules it has loaded, Node's own left out. */
  async function modulesOf(args: readonly string[]): Promise<string[]> {
    const main = join(installed.folder, "node_modules/yodel/dist/cli/main.js");
    const command = ["--import", join(installed.folder, "listing.js"), main, ...args];
    const { status, stderr } = await runToEnd(process.execPath, command);
    assert.equal(status, 0, stderr);
    const loaded: string[] = JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "");
    return loaded.filter((url) => !url.startsWith("node:"));
  }

  test("yodel count loads a handful of files, and no parser", { skip: withoutKernel }, async () => {
    await using cgroup = makeTestCgroup();
    const modules = await modulesOf(["count", cgroup.path, "--count", "1", "--interval", "0.01"]);
    assert.ok(modules.length <= 8, modules.join("\n"));
    assert.ok(!modules.some((url) => url.includes("acorn")));
  });

  test("yodel --help loads no native code", async () => {
    const modules = await modulesOf(["--help"]);
    assert.ok(modules.length <= 5, modules.join("\n"));
    assert.ok(!modules.some((url) => url.includes("koffi")));
  });
});
