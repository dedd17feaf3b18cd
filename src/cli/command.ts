import { type ParseArgsConfig, parseArgs } from "node:util";

/** What a command's module exports. */
export interface Command {
  /** What `yodel COMMAND --help` prints: usage, what it does, its options. */
  readonly help: string;
  /**
   * Does the work.
   * @param args what follows the command's name
   * @returns the exit status
   * @throws {UsageError} the arguments are not right; anything else thrown means that the work failed
   */
  run(args: string[]): number | Promise<number>;
}

/** The command line is wrong: exit status 2, and a pointer to the help. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Splits arguments into options and positionals, by Node's own parser.
 * @throws {UsageError} an unknown option, or one with a value too many or too few
 */
export function parseArguments<O extends Options>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const option = /'(-[^']*)'/.exec(message)?.[1] ?? "";
      throw new UsageError(`unknown option '${option}'${suggestion(option, optionNames(options))}`);
    }
    if (code?.startsWith("ERR_PARSE_ARGS_")) throw new UsageError(uncapitalize(message.split(/[.\n]/)[0] ?? message));
    throw error;
  }
}

/** `"; did you mean 'count'?"` when one of the words is close to what was written, else `""`. */
export function suggestion(written: string, words: readonly string[]): string {
  const near = words
    .map((word) => ({ word, distance: editDistance(written, word) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0];
  return near ? `; did you mean '${near.word}'?` : "";
}

function optionNames(options: Options): string[] {
  return Object.entries(options).flatMap(([name, { short }]) => (short ? [`--${name}`, `-${short}`] : [`--${name}`]));
}

/** How many letters must be put in, left out, changed, or swapped with the next to make one word the other. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(changed, rows[i - 1]![j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
      }
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

function uncapitalize(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
