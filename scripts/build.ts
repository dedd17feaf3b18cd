// Builds the package: plain ES modules by tsc, not bundled (kernel functions must keep their text), then our own kernel
// programs as .bpf.o objects, so that the command line tool need not load the compiler to count.
//
//   node scripts/build.ts [--out DIR]    DIR is dist/ when left out; what it had is removed
import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const root = resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: { out: { type: "string", default: resolve(root, "dist") } } });
const out = resolve(values.out);
const main = join(out, "cli/main.js");

rmSync(out, { recursive: true, force: true });
run("tsc", ["-p", "tsconfig.build.json", "--outDir", out]);
chmodSync(main, 0o755);
for (const program of readdirSync(resolve(root, "src/counter")).filter((file) => file.endsWith(".bpf.ts"))) {
  const object = join(out, "counter", program.replace(/\.ts$/, ".o"));
  run(process.execPath, [main, "build", `src/counter/${program}`, "-o", object]);
}

/** Runs a command in the repository with its output shown; ends the build when it fails. */
function run(command: string, options: string[]): void {
  const result = spawnSync(command, options, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (result.error) fail(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0) fail(`${command} ${options.join(" ")} failed`);
}

function fail(message: string): never {
  console.error(`build: ${message}`);
  process.exit(1);
}
