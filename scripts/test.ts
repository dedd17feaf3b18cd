// Runs the tests: those beside the code in src/ and scripts/, and those that need a kernel or a clock in tests/.
//
//   npm test                    everything
//   npm test -- src/schema      only what is below a path, or in a file
//
// What is in tests/vm is for other kernels, in virtual machines: `npm run test:vm` runs it there.
//
// Tests that need the kernel skip themselves with a reason where they cannot run. What was skipped is listed in the
// end, so that nobody takes "skipped" for "passed". Under CI=true as root there is no reason to skip: then it fails.
import { globSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

const root = resolve(import.meta.dirname, "..");
const places = process.argv.slice(2);
const files = places.length > 0 ? testFiles(places) : testFiles(["src", "scripts", "tests"]).filter(isForThisKernel);
if (files.length === 0) {
  console.error(`no test files in ${places.join(", ")}`);
  process.exit(2);
}

/** Names of skipped tests by file and reason. */
const skipped = new Map<string, string[]>();
const events = run({ files, cwd: root, concurrency: 2, timeout: 10 * 60_000 });
events.on("test:fail", () => {
  process.exitCode = 1;
});
events.on("test:pass", (test) => {
  if (test.skip === undefined || test.skip === false) return;
  const reason = typeof test.skip === "string" && test.skip !== "" ? test.skip : "no reason given";
  const key = `${relative(root, test.file ?? "")}: ${reason}`;
  skipped.set(key, [...(skipped.get(key) ?? []), test.name]);
});
events.compose(spec).pipe(process.stdout);

process.on("exit", () => {
  if (skipped.size === 0) return;
  const lines = [...skipped]
    .sort()
    .map(([key, names]) => `  ${key}\n    ${names.length > 1 ? `${names.length} tests` : names[0]}`);
  console.log(`\nSkipped, so not tested here:\n${lines.join("\n")}`);
  if (process.env.CI === "true" && process.getuid?.() === 0) {
    console.log("\nCI runs as root, where every test can run: that tests were skipped is a failure.");
    process.exitCode = 1;
  }
});

function isForThisKernel(file: string): boolean {
  return !relative(root, file).startsWith("tests/vm/");
}

function testFiles(places: string[]): string[] {
  return places
    .flatMap((place) => {
      const path = resolve(place);
      if (statSync(path, { throwIfNoEntry: false })?.isFile()) return [path];
      return globSync("**/*.test.ts", { cwd: path }).map((file) => resolve(path, file));
    })
    .sort();
}
