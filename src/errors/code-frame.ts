import type { SourceLocation } from "./errors.ts";

/** One finding, as data: what every compile error and verifier rejection is made of. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly location?: SourceLocation;
}

/**
 * Renders a diagnostic as text, with the source lines around it:
 * ```
 * counter.ts:14:7 - error YDL2004: 'row' may be undefined here: the cgroup may have no entry yet.
 *
 *   14   row.packets += 1;
 *        ~~~
 *   hint: return early when it is missing, or use lookupOrInsert().
 * ```
 */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { code, message, hint, location } = diagnostic;
  const lines: string[] = [];
  if (location) {
    lines.push(`${displayPath(location.file)}:${location.line}:${location.column} - error ${code}: ${message}`, "");
    const number = String(location.line);
    const text = location.lineText.replaceAll("\t", " ");
    const indent = text.length - text.trimStart().length;
    const start = Math.max(0, location.column - 1 - indent);
    const width = Math.max(1, Math.min(location.length, text.trimEnd().length - indent - start));
    lines.push(`  ${number}   ${text.trim()}`);
    lines.push(`  ${" ".repeat(number.length)}   ${" ".repeat(start)}${"~".repeat(width)}`);
  } else {
    lines.push(`error ${code}: ${message}`);
  }
  if (hint) lines.push(`  hint: ${hint}`);
  return lines.join("\n");
}

function displayPath(file: string | undefined): string {
  if (file === undefined) return "<kernel function>";
  const base = typeof process === "undefined" ? "" : `${process.cwd()}/`;
  return base !== "" && file.startsWith(base) ? file.slice(base.length) : file;
}
