// Builds the package: plain ES modules by tsc (kernel functions must keep their text, so nothing rewrites them), then our
// own kernel programs as .bpf.o objects, so that the command line tool need not load the compiler to count. The tool has
// no kernel functions: it is put together into few files, which start in half the time of a hundred.
//
//   node scripts/build.ts [--out DIR]    DIR is dist/ when left out; what it had is removed
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build, type Plugin } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: { out: { type: "string", default: resolve(root, "dist") } } });
const out = resolve(values.out);
const main = join(out, "cli/main.js");

/**
 * What makes the tool start quickly, in the text of each module:
 * - `later("path")`, by which the loader loads what only some programs need, becomes a part of the file that runs by its
 *   first use likewise.
 * - Node's own modules are taken as `require` gives them. To import one, Node reads all its exports, which loads much of
 *   the rest of Node, such as streams for node:fs.
 */
const quickStart: Plugin = {
  name: "quick start",
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8")
        .replaceAll(/\blater\("([^"]+)"\)/g, (_, target: string) => {
          return `(() => require(${JSON.stringify(join(out, "loader", `${target}.js`))}))`;
        })
        .replaceAll(/^import \{([^}]+)\} from ("node:[^"]+");$/gm, (_, names: string, module: string) => {
          return `const {${names.replaceAll(" as ", ": ")}} = process.getBuiltinModule(${module});`;
        });
      return { contents };
    });
  },
};

rmSync(out, { recursive: true, force: true });
run("tsc", ["-p", "tsconfig.build.json", "--outDir", out]);
await bundleTool();
for (const program of readdirSync(resolve(root, "src/counter")).filter((file) => file.endsWith(".bpf.ts"))) {
  const object = join(out, "counter", program.replace(/\.ts$/, ".o"));
  run(process.execPath, [main, "build", `src/counter/${program}`, "-o", object]);
}

/**
 * Replaces the modules of the tool by one for each command, with what they need to load objects. What compiles stays
 * outside: definitions and compiler are those that `import "yodel"` gives.
 */
async function bundleTool(): Promise<void> {
  const tool = join(out, "cli");
  const { outputFiles } = await build({
    entryPoints: [main],
    outdir: tool,
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node22.18",
    packages: "external",
    external: [join(out, "index.js"), join(out, "counter/*.bpf.js")],
    plugins: [quickStart],
    logLevel: "warning",
  });
  rmSync(tool, { recursive: true });
  mkdirSync(tool);
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  chmodSync(main, 0o755);
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
