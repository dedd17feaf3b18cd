import { type Diagnostic, renderDiagnostic, YodelError } from "../errors/index.ts";
import { UsageError } from "./command.ts";

/**
 * Prints why a command failed: the one place where errors become text for people.
 * @param command the command's name, for the pointer to its help
 * @returns the exit status: 2 for wrong usage, else 1
 */
export function reportFailure(error: unknown, command?: string): number {
  console.error(describeFailure(error, command));
  if (process.env.YODEL_DEBUG === "1" && error instanceof Error) console.error(stackWithCauses(error));
  return error instanceof UsageError ? 2 : 1;
}

/** An error as text, without its stack. */
export function describeFailure(error: unknown, command?: string): string {
  if (error instanceof UsageError) {
    return `yodel: ${error.message}\nTry 'yodel ${command === undefined ? "" : `${command} `}--help'.`;
  }
  if (error instanceof YodelError) {
    const found = diagnosticsOf(error) ?? [error];
    const text = found.map(renderDiagnostic).join("\n\n");
    return found.length > 1 ? `${text}\n\n${found.length} errors` : text;
  }
  if (error instanceof Error && isSystemError(error)) return `error: ${error.message}`;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `error: ${text}\n  hint: YODEL_DEBUG=1 shows where this comes from.`;
}

/** The findings of a compile error, which carries several. */
function diagnosticsOf(error: YodelError): readonly Diagnostic[] | undefined {
  if (!("diagnostics" in error) || !Array.isArray(error.diagnostics) || error.diagnostics.length === 0)
    return undefined;
  return error.diagnostics;
}

/** Node's own errors from files and directories (`ENOENT: no such file or directory, open 'x'`) speak for themselves. */
function isSystemError(error: Error): boolean {
  return "syscall" in error && "errno" in error;
}

function stackWithCauses(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackWithCauses(error.cause)}` : "";
  return `\n${error.stack ?? error.message}${cause}`;
}
