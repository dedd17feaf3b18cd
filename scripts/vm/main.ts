// Runs tests under other kernels: boots each in a virtual machine that sees this machine's files, and runs them there.
//
//   npm run test:vm -- --kernel 6.1                        the kernel suite under Linux 6.1
//   npm run test:vm -- --kernel 5.10 --kernel 6.12         under two of them, one after the other
//   npm run test:vm -- --kernel 6.1 tests/vm               only what is below a path
//   npm run test:vm -- --kernel 6.1 --command 'uname -r'   any shell command
//
// Kernels are Debian's; they are downloaded once and kept in the user's cache folder. Exit status: 0 when all tests passed, 1
// when some failed, 2 for wrong usage or something missing here.
import { globSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type TestKernel, testKernels } from "./kernels.ts";
import { checkMachine, runInMachine } from "./machine.ts";
import { kernelFiles, MissingError } from "./packages.ts";

const root = resolve(import.meta.dirname, "../..");

/** What needs a kernel. The rest of the suite does not depend on it. */
const kernelSuite = ["tests/vm", "tests/kernel", "tests/language", "tests/objects"];

/** What works for long on what is ours, not the kernel's: an emulated machine is ten times slower. */
const tooLong = ["benchmarks", "damaged", "leaks", "many-events"];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      kernel: { type: "string", multiple: true },
      command: { type: "string" },
      minutes: { type: "string", default: "40" },
      memory: { type: "string", default: "3072" },
      verbose: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const kernels = (values.kernel ?? []).map((version) => find(version));
  if (kernels.length === 0) throw new MissingError(`--kernel VERSION is missing; ${known()}`);
  checkMachine();
  let failed = false;
  for (const kernel of kernels) {
    const files = kernelFiles(kernel);
    const command =
      values.command ??
      `exec node scripts/test.ts ${(positionals.length > 0 ? positionals : suiteFiles()).map(quoted).join(" ")}`;
    console.error(`Linux ${files.release}`);
    const started = Date.now();
    const { status, console: messages } = await runInMachine(files, script(kernel, command), {
      megabytes: Number(values.memory),
      cpus: 2,
      minutes: Number(values.minutes),
    });
    const seconds = Math.round((Date.now() - started) / 1000);
    if (status === undefined || values.verbose) console.error(messages);
    const result = status === undefined ? "the machine stopped, or ran out of time" : `exit status ${status}`;
    console.error(`Linux ${files.release}: ${result} after ${seconds} s`);
    failed ||= status !== 0;
  }
  return failed ? 1 : 0;
}

function suiteFiles(): string[] {
  const files = globSync(
    kernelSuite.map((folder) => `${folder}/**/*.test.ts`),
    { cwd: root },
  );
  return files.filter((file) => !tooLong.includes(basename(file, ".test.ts"))).sort();
}

function find(version: string): TestKernel {
  const kernel = testKernels.find((candidate) => candidate.version === version);
  if (kernel) return kernel;
  throw new MissingError(`there is no kernel '${version}' to test with; ${known()}`);
}

function known(): string {
  return `kernels are ${testKernels.map(({ version }) => version).join(", ")}`;
}

/** The command in this repository, with this Node; `YODEL_VM` tells tests where they are. Emulated, Node is slow to read its modules. */
function script(kernel: TestKernel, command: string): string {
  const path = [`${root}/node_modules/.bin`, resolve(process.execPath, "..")].join(":");
  return `cd ${quoted(root)}\nexport PATH=${quoted(path)}:"$PATH" YODEL_VM=${kernel.version} NODE_COMPILE_CACHE=/run/node\n${command}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!(error instanceof MissingError) && !isUsage) throw error;
  console.error(`test:vm: ${(error as Error).message}`);
  process.exitCode = 2;
}
