// Runs what the README shows, as it is printed there, with the package installed into a folder of its own.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { strategies } from "../bench/strategies.ts";
import { compile } from "../src/index.ts";
import { repository } from "./support/cli.ts";
import { withoutKernel } from "./support/kernel.ts";
import { type Installation, installPackage } from "./support/package.ts";
import { runToEnd } from "./support/processes.ts";
import { loopbackTraffic } from "./support/traffic.ts";

interface Block {
  readonly language: string;
  readonly text: string;
}

const readme = readFileSync(join(repository, "README.md"), "utf8");
const blocks: Block[] = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, text]) => ({
  language: language ?? "",
  text: text ?? "",
}));
/** The TypeScript blocks, by the name in their first line. */
const modules = new Map(
  blocks
    .filter(({ language }) => language === "ts")
    .map(({ text }) => [
      /^\/\/ (\S+\.ts)\n/.exec(text)?.[1] ?? assert.fail(`a block has no file name:\n${text}`),
      text,
    ]),
);
/** The commands of the shell blocks: without comments, lines that are continued put together. */
const commands = blocks
  .filter(({ language }) => language === "sh")
  .flatMap(({ text }) => text.replaceAll("\\\n", "").split("\n"))
  .filter((line) => line !== "" && !line.startsWith("#"));

/** Eleven lines, as product and README promise; the counter never goes back, and there was traffic. */
function assertCounted(stdout: string): void {
  assert.match(stdout, /^Counting egress packets on \/\S+\.\.\.\n(?: {2}packets: \d+\n){10}$/);
  const counts = [...stdout.matchAll(/packets: (\d+)/g)].map(([, count]) => Number(count));
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  );
  assert.ok(
    (counts.at(-1) ?? 0) >= 100,
    `a datagram every 20 ms for ten seconds, and ${counts.at(-1)} packets counted`,
  );
}

describe("README", { concurrency: true }, () => {
  let installed: Installation;
  const environment = () => ({ ...process.env, PATH: installed.path });
  const execute = (command: string) => runToEnd("sh", ["-c", command], { cwd: installed.folder, env: environment() });

  before(() => {
    installed = installPackage();
    for (const [name, text] of modules) writeFileSync(join(installed.folder, name), text);
    // `sudo` may be missing where everybody is root; what it does then is to run the command.
    writeFileSync(join(installed.folder, "node_modules/.bin/sudo"), '#!/bin/sh\nexec "$@"\n');
    chmodSync(join(installed.folder, "node_modules/.bin/sudo"), 0o755);
  });
  after(() => installed[Symbol.dispose]());

  test("shows nothing that is not tested", () => {
    assert.deepEqual([...modules.keys()], ["counter.ts", "counter-22.ts", "cgroup-count.bpf.ts", "cgroup-count.ts"]);
    assert.deepEqual(commands, [
      "sudo node counter.ts",
      "npx yodel build cgroup-count.bpf.ts -o cgroup-count.bpf.o",
      "sudo node cgroup-count.ts",
      "sudo npx yodel count",
      'sudo "$(which node)" counter.ts',
      'sudo setpriv --reuid "$(id -u)" --regid "$(id -g)" --init-groups   --inh-caps +bpf,+net_admin --ambient-caps +bpf,+net_admin npx yodel count',
    ]);
    assert.deepEqual([...new Set(blocks.map(({ language }) => language))].sort(), ["console", "ini", "sh", "ts"]);
  });

  test("the examples are those of the README", () => {
    const code = (text: string) =>
      text
        .replace(/^(?:\/\/.*\n)+/, "")
        .replaceAll("process.argv[2] ?? ", "")
        .replaceAll(/\n+/g, "\n");
    for (const [example, name] of [
      ["inline.ts", "counter.ts"],
      ["cgroup-count.bpf.ts", "cgroup-count.bpf.ts"],
      ["cgroup-count.ts", "cgroup-count.ts"],
    ] as const) {
      assert.equal(code(readFileSync(join(repository, "examples", example), "utf8")), code(modules.get(name) ?? ""));
    }
  });

  test("the slots in the table of costs are those that the compiler makes", () => {
    const rows = [...readme.matchAll(/^\| `(\w+)`[^|]*\| (\d+) \|/gm)].map(([, counter, slots]) => [
      counter,
      Number(slots),
    ]);
    const made = Object.entries(strategies).map(([strategy, definitions]) => {
      const { functions } = compile(definitions);
      const counter = strategy.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [counter, (functions[0]?.code.length ?? 0) / 8] as const;
    });
    assert.deepEqual(rows.toSorted(), made.filter(([counter]) => counter !== "empty").toSorted());
  });

  test("the modules type-check against the package's types", async () => {
    const compilerOptions = { paths: {}, typeRoots: [join(repository, "node_modules/@types")] };
    const settings = { extends: join(repository, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
    writeFileSync(join(installed.folder, "tsconfig.json"), JSON.stringify(settings));
    const { status, stdout } = await execute("tsc --noEmit -p .");
    assert.equal(status, 0, stdout);
  });

  test("the example in one file counts", { skip: withoutKernel }, async () => {
    using _traffic = await loopbackTraffic();
    const { status, stdout, stderr } = await execute("sudo node counter.ts");
    assert.equal(status, 0, stderr);
    assertCounted(stdout);
  });

  test("the live table has the columns that are shown", { skip: withoutKernel }, async () => {
    const shown = /^\$ sudo npx yodel top .*\n(CGROUP .*)\n/m.exec(readme)?.[1] ?? assert.fail("no table of yodel top");
    const { status, stdout, stderr } = await execute("sudo npx yodel top --once --interval 0.2");
    assert.equal(status, 0, stderr);
    const words = (line = "") => line.trim().replaceAll(/ +/g, " ");
    assert.ok(words(stdout.split("\n")[0]).startsWith(words(shown)), stdout);
  });

  test("sudo with one's own Node counts", { skip: withoutKernel }, async () => {
    using _traffic = await loopbackTraffic();
    const { status, stdout, stderr } = await execute(
      commands.find((line) => line.includes("which node")) ?? assert.fail("no such command"),
    );
    assert.equal(status, 0, stderr);
    assertCounted(stdout);
  });

  test("the example for Node 22 counts", { skip: withoutKernel }, async () => {
    using _traffic = await loopbackTraffic();
    const { status, stdout, stderr } = await execute("node counter-22.ts");
    assert.equal(status, 0, stderr);
    assertCounted(stdout);
  });

  test("the object file is built, without privileges, and inspected", async () => {
    const { status, stdout, stderr } = await execute(
      "npx yodel build cgroup-count.bpf.ts -o built.bpf.o && npx yodel inspect built.bpf.o",
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /pkt_count/);
    assert.match(stdout, /count_egress/);
  });

  test("the object file is built, and the program that loads it counts", { skip: withoutKernel }, async () => {
    using _traffic = await loopbackTraffic();
    const { status, stdout, stderr } = await execute(
      "npx yodel build cgroup-count.bpf.ts -o cgroup-count.bpf.o && sudo node cgroup-count.ts",
    );
    assert.equal(status, 0, stderr);
    assertCounted(stdout);
  });

  test("the tool counts with sudo", { skip: withoutKernel }, async () => {
    using _traffic = await loopbackTraffic();
    const { status, stdout, stderr } = await execute("sudo npx yodel count --count 1");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Counting egress packets on \/\S+\.\.\.\n {2}packets: [1-9]\d*\n$/);
  });

  test("the tool counts as another user with the two capabilities", { skip: withoutKernel }, async () => {
    const command = commands.find((line) => line.includes("setpriv")) ?? assert.fail("no setpriv command");
    const home = join(installed.folder, "home");
    mkdirSync(home, { mode: 0o777 });
    chmodSync(home, 0o777);
    chmodSync(installed.folder, 0o755);
    using _traffic = await loopbackTraffic();
    // Nobody: the user with the fewest rights. The command asks id(1) who is to run it.
    const asNobody = `id() { echo 65534; }; ${command} --count 1`;
    const { status, stdout, stderr } = await runToEnd("sh", ["-c", asNobody], {
      cwd: installed.folder,
      env: { ...environment(), HOME: home, npm_config_cache: join(home, "npm") },
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Counting egress packets on \/\S+\.\.\.\n {2}packets: [1-9]\d*\n$/);
  });
});
