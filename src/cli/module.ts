import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { YodelError } from "../errors/index.ts";

/** Runs the module, as importing it does, and takes what it exports: definitions, and the license. */
export async function exportsOf(file: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(resolve(file)).href;
  try {
    return { ...(await import(url)) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // What definitions throw says best itself what is wrong.
    if (code?.startsWith("YDL")) throw error;
    if (code === "ERR_MODULE_NOT_FOUND" && message.includes(`'${resolve(file)}'`)) {
      throw new YodelError("YDL6001", `${file}: no such file`, { cause: error });
    }
    throw new YodelError("YDL6002", `${file} could not be imported: ${message}`, {
      hint: importHint(code, file),
      cause: error,
    });
  }
}

function importHint(code: string | undefined, file: string): string {
  if (code === "ERR_INVALID_TYPESCRIPT_SYNTAX") return `tsc --noEmit ${file} shows where.`;
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
