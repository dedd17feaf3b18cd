import { YodelError } from "../../errors/index.ts";
import { type NativeFile, readNativeFile } from "../../object/symbol-table.ts";
import { closeSync, constants, existsSync, openSync, readFileSync, readSync, realpathSync } from "../../sys/files.ts";
import { nearestNames } from "../names.ts";

/** Where libraries are, when the system's list of them does not say. */
const linkerFolders = ["/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"];

/**
 * The file that a path or the name of a library or program means: `"libssl.so.3"` and `"libssl"` are looked for where the system has
 * libraries, `"bash"` on the PATH.
 * @throws {YodelError} there is no such file
 */
export function findNativeFile(name: string): string {
  const path = name.includes("/") ? name : (findLibrary(name) ?? findProgram(name));
  try {
    if (path !== undefined) return realpathSync(path);
  } catch {
    // The message is the same: there is none.
  }
  throw new YodelError("YDL4472", `there is no file '${name}' to probe`, {
    hint: name.includes("/")
      ? "give the path of a program or of a shared library"
      : "it was looked for among the system's libraries and on the PATH; give its path",
  });
}

function findLibrary(name: string): string | undefined {
  if (!/^lib|\.so/.test(name)) return undefined;
  const folders = [...triplets().flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`]), ...linkerFolders];
  const candidates = folders.flatMap((folder) => [`${folder}/${name}`, `${folder}/${name}.so`]);
  return candidates.find(existsSync) ?? fromCache(name);
}

/** Debian's folders for an architecture. */
function triplets(): string[] {
  return [`${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`];
}

/** What the dynamic linker knows (ld.so.cache): paths are in it as text. */
function fromCache(name: string): string | undefined {
  let text: string;
  try {
    text = readFileSync("/etc/ld.so.cache", "latin1");
  } catch {
    return undefined;
  }
  const wanted = `/${name}`;
  return text
    .split("\0")
    .find((path) => path.startsWith("/") && (path.endsWith(wanted) || path.includes(`${wanted}.so`)));
}

function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(":").filter((folder) => folder.startsWith("/"));
  return folders.map((folder) => `${folder}/${name}`).find(existsSync);
}

/**
 * Opens an executable or a shared library for as long as `use` runs.
 * @throws {YodelError} it can't be read, or is something else
 */
export function withNativeFile<T>(path: string, use: (file: NativeFile) => T): T {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY);
  } catch (cause) {
    throw new YodelError("YDL4472", `the file '${path}' can't be read: ${(cause as NodeJS.ErrnoException).code}`, {
      cause,
    });
  }
  try {
    const file = readNativeFile((offset, length) => readAt(fd, offset, length));
    if (file) return use(file);
    throw new YodelError("YDL4472", `'${path}' is no program and no shared library for this machine`, {
      hint: "a script has no symbols: probe its interpreter",
    });
  } finally {
    closeSync(fd);
  }
}

function readAt(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const got = readSync(fd, bytes, 0, length, offset);
  return bytes.subarray(0, got);
}

/** Where a function is in the file, in bytes. */
export function functionOffset(file: NativeFile, path: string, symbol: string): number {
  const offset = file.functions.get(symbol);
  if (offset !== undefined) return offset;
  const count = file.functions.size;
  throw new YodelError("YDL4471", `'${path}' has no function '${symbol}'`, {
    hint:
      count === 0
        ? "it has no symbols at all: it was stripped; give an offset"
        : `the nearest of its ${count} functions are ${nearestNames(symbol, file.functions.keys()).join(", ")}`,
  });
}

/** Names that a pattern with `*` fits, or the one that it is. */
export function matching(names: Iterable<string>, pattern: string): string[] {
  const expression = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
  return [...names].filter((name) => expression.test(name));
}
