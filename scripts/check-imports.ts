// Checks that every import in src/ is one that the architecture allows: rooms (folders) that know only what they need.
import { globSync, readFileSync } from "node:fs";
import { posix, resolve } from "node:path";

/** What a room may import, besides itself and `errors`. A name with `.ts` is a file in src/: an entry to the package. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  schema: [],
  kernel: ["schema"],
  define: ["schema", "kernel"],
  bytecode: [],
  btf: ["schema"],
  object: ["bytecode", "btf"],
  compiler: ["define", "schema", "kernel", "bytecode", "btf", "object"],
  sys: [],
  loader: ["object", "btf", "bytecode", "schema", "kernel", "sys"],
  session: ["define", "schema", "compiler", "object", "btf", "loader", "sys", "runtime.ts"],
  simulator: ["object", "bytecode", "btf", "schema", "kernel"],
  counter: ["index.ts", "runtime.ts"],
  cli: ["index.ts", "runtime.ts", "counter"],
  "runtime.ts": ["object", "loader", "btf", "schema", "kernel", "sys"],
  "testing.ts": ["simulator", "compiler", "session", "define", "object"],
  "index.ts": [
    "schema",
    "kernel",
    "define",
    "bytecode",
    "btf",
    "object",
    "compiler",
    "sys",
    "loader",
    "session",
    "simulator",
    "runtime.ts",
  ],
};

/** Packages that users install when they want what needs them; imported by their first use. */
const optional: Readonly<Record<string, readonly string[]>> = {
  "@opentelemetry/resources": ["counter"],
  "@opentelemetry/sdk-metrics": ["counter"],
  "@opentelemetry/exporter-metrics-otlp-http": ["counter"],
};

/** Packages, and the rooms that may use them. */
const packages: Readonly<Record<string, readonly string[]>> = { acorn: ["compiler"], koffi: ["sys"], ...optional };

/** One import that breaks a rule. Paths are relative to src/. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly rule: string;
}

/** The imports of one file (its path relative to src/) that the architecture does not allow. */
export function importViolations(file: string, text: string): Violation[] {
  const room = roomOf(file);
  const violations: Violation[] = [];
  for (const { specifier, line } of importsOf(text)) {
    const rule = brokenRule(room, file, specifier);
    if (rule !== undefined) violations.push({ file, line, specifier, rule });
  }
  return violations;
}

function brokenRule(room: string, file: string, specifier: string): string | undefined {
  const may = allowed[room];
  if (may === undefined)
    return `'${room}' is not a room of the architecture (add it to the table in scripts/check-imports.ts)`;
  if (specifier.startsWith("node:")) return undefined;
  if (!specifier.startsWith(".")) {
    const users = packages[specifier];
    if (users === undefined) return `'${specifier}' is not a run-time dependency of this package`;
    return users.includes(room) ? undefined : `'${specifier}' is for ${users.join(", ")} only`;
  }
  const target = posix.join(posix.dirname(file), specifier);
  if (target.startsWith("..")) return "it leaves src/";
  if (isForTests(target)) return "it is for tests only";
  const targetRoom = roomOf(target);
  if (targetRoom === room || targetRoom === "errors" || may.includes(targetRoom)) return undefined;
  return `'${room}' may import ${["errors", ...may].join(", ")}`;
}

/** Tests, and the folders `testing` in rooms with what tests share, may import anything; they are not in the package. */
function isForTests(file: string): boolean {
  return file.endsWith(".test.ts") || /^[^/]+\/.*\btesting\//.test(file);
}

/** The folder below src/, or the file itself when it lies directly in src/. */
function roomOf(path: string): string {
  return path.split("/")[0]!;
}

/** Every static import, re-export and `import("…")` of a text that is formatted as this repository's files are. */
function importsOf(text: string): { specifier: string; line: number }[] {
  const patterns = [
    /^(?:import|export)\b[^;"'`]*?\bfrom\s*"([^"]+)"/gm, // import { a } from "b";  export * from "b";
    /^import\s*"([^"]+)"/gm, // import "b";
    /^(?!\s*(?:\*|\/\/)).*?\bimport\(\s*"([^"]+)"/gm, // await import("b"), typeof import("b"), but not in a comment
  ];
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map((match) => ({ specifier: match[1]!, line: text.slice(0, match.index + match[0].length).split("\n").length }))
    .sort((a, b) => a.line - b.line);
}

function checkSources(): void {
  const source = resolve(import.meta.dirname, "../src");
  const files = globSync("**/*.ts", { cwd: source }).filter((file) => !isForTests(file));
  const violations = files
    .sort()
    .flatMap((file) => importViolations(file, readFileSync(resolve(source, file), "utf8")));
  for (const { file, line, specifier, rule } of violations) {
    console.error(`src/${file}:${line} - imports "${specifier}", which the architecture does not allow: ${rule}`);
  }
  if (violations.length > 0) process.exitCode = 1;
  else console.log(`Imports of ${files.length} files keep to the architecture.`);
}

if (import.meta.main) checkSources();
