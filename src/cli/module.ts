import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type SourceLocation, YodelError } from "../errors/index.ts";

/** Of this package, as it is running: what stands there in a stack is not the user's. */
const ownCode = new URL("../", import.meta.url).href;

/**
 * Runs the module, as importing it does, and takes what it exports: definitions, and the license.
 * @throws {YodelError} it can't be imported, or exports nothing that can be compiled
 */
export async function exportsOf(file: string): Promise<Record<string, unknown>> {
  const exports = await importModule(file);
  if (!Object.values(exports).some(isDefinition)) {
    throw new YodelError("YDL2024", `there is nothing to compile: ${file} exports no program, map or variable`, {
      hint: 'export them: export const count = program("cgroup_skb/egress", …)',
    });
  }
  return exports;
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(resolve(file)).href;
  try {
    return { ...(await import(url)) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const location = error instanceof Error ? placeOf(error) : undefined;
    if (code?.startsWith("YDL")) throw located(error as YodelError, location);
    if (code === "ERR_MODULE_NOT_FOUND" && message.includes(`'${resolve(file)}'`)) {
      throw new YodelError("YDL6001", `${file}: no such file`, { cause: error });
    }
    throw new YodelError("YDL6002", `${file} could not be imported: ${message}`, {
      hint: importHint(code, file),
      cause: error,
      ...(location && { location }),
    });
  }
}

/** By its shape, as the compiler tells: a module may bring definitions from another copy of this package. */
function isDefinition(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";
}

/** What definitions throw says best itself what is wrong; what it does not know is where. */
function located(error: YodelError, location: SourceLocation | undefined): YodelError {
  if (error.location || location === undefined || "diagnostics" in error) return error;
  const { code, message, hint } = error;
  return new YodelError(code, message, { location, cause: error, ...(hint !== undefined && { hint }) });
}

/** The first place in a stack that is in a file of the user's. */
function placeOf({ stack = "" }: Error): SourceLocation | undefined {
  for (const [, url = "", line = "", column] of stack.matchAll(/(file:\/\/[^\s)]+?\.[cm]?[jt]s):(\d+)(?::(\d+))?/g)) {
    if (url.startsWith(ownCode) || url.includes("/node_modules/yodel/")) continue;
    const file = fileURLToPath(url);
    const lineText = linesOf(file)[Number(line) - 1];
    if (lineText === undefined) continue;
    // Node tells no column of what it can't parse: the whole line is meant.
    const start = column === undefined ? lineText.search(/\S|$/) : Number(column) - 1;
    const meant = column === undefined ? lineText.trim() : /^[\w$]*/.exec(lineText.slice(start))?.[0];
    return { file, line: Number(line), column: start + 1, length: meant?.length || 1, lineText };
  }
  return undefined;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return []; // removed since it was run
  }
}

function importHint(code: string | undefined, file: string): string {
  if (code === "ERR_INVALID_TYPESCRIPT_SYNTAX") return `it is no TypeScript; tsc --noEmit ${file} tells more.`;
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    return "Node strips types but does not compile enums, namespaces and parameter properties; the option erasableSyntaxOnly of tsc finds them.";
  }
  if (code === "ERR_MODULE_NOT_FOUND")
    return "install the package that it imports, or correct the import; imports of files carry their extension.";
  return "the module runs when it is built; YODEL_DEBUG=1 shows where it failed.";
}

/** The name of the object that a module becomes: `"some/cgroup-count.bpf.ts"` → `"cgroup-count"`. */
export function objectName(file: string): string {
  return basename(file)
    .replace(/\.[cm]?[jt]s$/, "")
    .replace(/\.bpf$/, "");
}
