// Builds dist/: plain ES modules by tsc, not bundled (kernel functions must keep their text), then our own kernel
// programs as .bpf.o objects, so that the command line tool need not load the compiler to count.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import { relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const dist = resolve(root, "dist");

rmSync(dist, { recursive: true, force: true });
run("tsc", ["-p", "tsconfig.build.json"]);
chmodSync(resolve(dist, "cli/main.js"), 0o755);

const programs = readdirSync(resolve(root, "src/counter")).filter((file) => file.endsWith(".bpf.ts"));
for (const program of programs) {
  const output = resolve(dist, "counter", program.replace(/\.ts$/, ".o"));
  run("node", ["dist/cli/main.js", "build", `src/counter/${program}`, "-o", relative(root, output)]);
  if (!existsSync(output)) fail(`${output} was not written`);
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
