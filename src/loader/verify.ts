import { VerifierError } from "../errors/index.ts";
import type { BpfObject, LineInfo } from "../object/object.ts";
import { type LoadOptions, loadObject } from "./load-object.ts";
import { type LinkedProgram, lineAt } from "./relocate.ts";

/** What the kernel's verifier says of one program. */
export interface Verification {
  readonly program: string;
  readonly section: string;
  /** Whether the program could be loaded. */
  readonly accepted: boolean;
  /** Instructions that the verifier walked through, on all paths; the limit is a million. Undefined where it does not say. */
  readonly processed: number | undefined;
  /** Instructions of the program and of what it calls, 8 bytes each. */
  readonly slots: number | undefined;
  /** Bytes of stack: those of the program, and of each function that it calls (kernel 5.2). The limit is 512 in all. */
  readonly stack: readonly number[];
  /** Time that verifying took, in microseconds (kernel 5.2). */
  readonly microseconds: number | undefined;
  /** Most states of the program that were kept at once. */
  readonly peakStates: number | undefined;
  /** Where the verifier walked, by source line, most often first; empty where lines are unknown, or too many were walked to tell. */
  readonly lines: readonly VerifiedLine[];
  /** Why it was rejected. */
  readonly error: VerifierError | undefined;
  /** All that the verifier said; of long walks only the summary. */
  readonly log: string;
}

/** A source line, and what it cost the verifier. */
export interface VerifiedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Instructions of this line that the verifier walked through. */
  readonly processed: number;
}

/** Has the verifier check each program of an object by itself, and loads nothing to stay. */
export function verifyObject(object: BpfObject, options: LoadOptions = {}): Verification[] {
  const programs = object.functions.filter((fn) => fn.isProgram);
  const wanted = programs.filter(({ name }) => options.autoload?.[name] ?? true);
  return wanted.map(({ name, section }) => {
    const autoload = Object.fromEntries(programs.map((other) => [other.name, other.name === name]));
    let seen: { program: LinkedProgram; log: string } | undefined;
    let error: VerifierError | undefined;
    try {
      loadObject(object, { ...options, autoload }, (program, log) => {
        seen = { program, log };
      }).close();
    } catch (thrown) {
      if (!(thrown instanceof VerifierError)) throw thrown;
      error = thrown;
    }
    const log = error?.log ?? seen?.log ?? "";
    return {
      ...{ program: name, section, accepted: error === undefined, error, log },
      slots: seen && seen.program.code.length / 8,
      ...statisticsOf(log),
      lines: seen ? walkedLines(seen.program, log) : [],
    };
  });
}

function statisticsOf(log: string): Pick<Verification, "processed" | "stack" | "microseconds" | "peakStates"> {
  const number = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(log)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const stack = /^stack depth ([\d+]+)/m.exec(log)?.[1] ?? "";
  return {
    processed: number(/^processed (\d+) insns/m),
    stack: stack === "" ? [] : stack.split("+").map(Number),
    microseconds: number(/^verification time (\d+) usec/m),
    peakStates: number(/\bpeak_states (\d+)/),
  };
}

/** Each instruction of the log is one step of the walk. */
function walkedLines(program: LinkedProgram, log: string): VerifiedLine[] {
  const steps = new Map<number, number>();
  for (const [, text] of log.matchAll(/^(\d+): \([0-9a-f]{2}\) /gm)) {
    const slot = Number(text);
    steps.set(slot, (steps.get(slot) ?? 0) + 1);
  }
  const lines = new Map<string, { line: LineInfo; processed: number }>();
  for (const [slot, times] of steps) {
    const line = lineAt(program, slot);
    if (line === undefined) continue;
    const key = `${line.file}:${line.line}`;
    const entry = lines.get(key) ?? { line, processed: 0 };
    entry.processed += times;
    lines.set(key, entry);
  }
  return [...lines.values()]
    .sort((a, b) => b.processed - a.processed)
    .map(({ line: { file, line, text }, processed }) => ({ file, line, text: text.trim(), processed }));
}
