import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { type Diagnostic, renderDiagnostic, type YodelError } from "../errors/index.ts";
import { UsageError } from "./command.ts";

/**
 * Prints why a command failed: the one place where errors become text for people.
 * @param command the command's name, for the pointer to its help
 * @returns the exit status: 2 for wrong usage, else 1
 */
export function reportFailure(error: unknown, command?: string): number {
  console.error(describeFailure(error, command));
  if (process.env.YODEL_DEBUG === "1" && error instanceof Error) console.error(`\n${stackWithCauses(error)}`);
  return error instanceof UsageError ? 2 : 1;
}

/** An error as text, without its stack. */
export function describeFailure(error: unknown, command?: string): string {
  if (error instanceof UsageError) {
    return `yodel: ${error.message}\nTry 'yodel ${command === undefined ? "" : `${command} `}--help'.`;
  }
  if (isYodelError(error)) {
    const found = diagnosticsOf(error) ?? [error];
    const text = found.map(renderDiagnostic).join("\n\n");
    return found.length > 1 ? `${text}\n\n${found.length} errors` : text;
  }
  if (error instanceof Error && isSystemError(error)) return `error: ${fileFailure(error)}`;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `error: ${text}\n  hint: YODEL_DEBUG=1 shows where this comes from.`;
}

/**
 * By its code, not by its class: a module that is built brings the classes of the package that it imports, and that may be
 * another copy of this one.
 */
function isYodelError(error: unknown): error is YodelError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^YDL\d{4}$/.test(error.code);
}

/** The findings of a compile error, which carries several. */
function diagnosticsOf(error: YodelError): readonly Diagnostic[] | undefined {
  if (!("diagnostics" in error) || !Array.isArray(error.diagnostics) || error.diagnostics.length === 0)
    return undefined;
  return error.diagnostics;
}

/** Node's own errors, from files and directories, or from a port that is taken. */
function isSystemError(error: Error): error is NodeJS.ErrnoException {
  return "syscall" in error && "errno" in error;
}

/** Which file, and why not: `ENOENT: no such file or directory, open 'x'` leaves open whether the file or its folder is missing. */
function fileFailure({ code, path, message }: NodeJS.ErrnoException): string {
  if (path === undefined) return message;
  const folder = dirname(path);
  switch (code) {
    case "ENOENT":
      return existsSync(folder) ? `${path}: there is no such file` : `${path}: there is no folder ${folder}`;
    case "ENOTDIR":
      return `${path}: ${folder} is not a folder`;
    case "EISDIR":
      return `${path} is a folder, not a file`;
    case "EACCES":
    case "EPERM":
      return `${path}: this user may not open it`;
    case "EROFS":
      return `${path}: its file system is read-only`;
    case "ENOSPC":
      return `${path}: its file system is full`;
    default:
      return message;
  }
}

function stackWithCauses(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackWithCauses(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
