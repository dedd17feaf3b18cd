import type { SourceLocation } from "../../errors/index.ts";

/** Reads a source file; a build for another platform may not have one. */
export type ReadFile = (path: string) => string | undefined;

/** Where a kernel function's text stands: in a file when it is found there, else on its own. */
interface Placement {
  readonly file: string | undefined;
  readonly text: string;
  /** Offset of the function in `text`. */
  readonly start: number;
  /** Offsets in `text` at which lines begin. */
  readonly lineStarts: readonly number[];
}

/**
 * Gives positions in a kernel function's text as lines of the file in which the user wrote it. The file is read when the
 * first position is asked for: from the place where `program()` was called on, the function's text is searched there
 * (blanks match anything, since type annotations were erased to blanks).
 */
export class SourceText {
  readonly #text: string;
  readonly #origin: string | undefined;
  readonly #readFile: ReadFile;
  #placement: Placement | undefined;

  constructor(text: string, origin: string | undefined, readFile: ReadFile) {
    this.#text = text;
    this.#origin = origin;
    this.#readFile = readFile;
  }

  /** The location of the characters from `start` up to `end` (offsets in the function's text). */
  locate(start: number, end: number): SourceLocation {
    this.#placement ??= this.#place();
    const { file, text, lineStarts } = this.#placement;
    const offset = this.#placement.start + Math.max(0, start);
    const index = lineIndex(lineStarts, offset);
    const lineStart = lineStarts[index] ?? 0;
    const lineEnd = lineStarts[index + 1] ?? text.length + 1;
    const lineText = text.slice(lineStart, lineEnd - 1).replace(/\r$/, "");
    return {
      ...(file === undefined ? {} : { file }),
      line: index + 1,
      column: offset - lineStart + 1,
      length: Math.max(1, end - start),
      lineText,
    };
  }

  #place(): Placement {
    for (const frame of framesOf(this.#origin)) {
      const content = this.#readFile(frame.file);
      if (content === undefined) continue;
      const lineStarts = startsOfLines(content);
      const from = (lineStarts[frame.line - 1] ?? 0) + frame.column - 1;
      const start = find(this.#text, content, from) ?? find(this.#text, content, 0);
      if (start !== undefined) return { file: frame.file, text: content, start, lineStarts };
    }
    return { file: undefined, text: this.#text, start: 0, lineStarts: startsOfLines(this.#text) };
  }
}

/** The files named in a stack trace, outermost last. */
function* framesOf(stack: string | undefined): Generator<{ file: string; line: number; column: number }> {
  for (const line of stack?.split("\n") ?? []) {
    const match = /(?:\(|at (?:async )?)(?:file:\/\/)?(\/[^()]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    if (match?.[1] === undefined) continue;
    yield { file: decodeURI(match[1].replace(/\?.*$/, "")), line: Number(match[2]), column: Number(match[3]) };
  }
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function find(text: string, content: string, from: number): number | undefined {
  const exact = content.indexOf(text, from);
  if (exact >= 0) return exact;
  const head = text.slice(0, 1);
  for (let at = content.indexOf(head, from); at >= 0; at = content.indexOf(head, at + 1)) {
    if (matchesErased(text, content, at)) return at;
  }
  return undefined;
}

/** Whether `text` stands at `at` in `content` when each of its blanks may be any character of an erased type. */
function matchesErased(text: string, content: string, at: number): boolean {
  if (at + text.length > content.length) return false;
  for (let index = 0; index < text.length; index++) {
    const wanted = text.charCodeAt(index);
    const actual = content.charCodeAt(at + index);
    if (wanted !== actual && (wanted !== 0x20 || actual === 0x0a)) return false;
  }
  return true;
}
