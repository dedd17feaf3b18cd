import { type ParseArgsConfig, parseArgs } from "node:util";
import { editDistance } from "../errors/edit-distance.ts";

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
    if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") throw new UsageError(wrongValue(message));
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

/** What Node says about a value that is missing, is one too many, or looks like an option, in our words. */
function wrongValue(message: string): string {
  const option = /'(?:-\w, )?(--[\w-]+)/.exec(message)?.[1] ?? "an option";
  if (message.includes("does not take an argument")) return `${option} takes no value`;
  const ambiguous = message.includes("ambiguous");
  return `${option} needs a value${ambiguous ? `; one that begins with '-' is written ${option}=-…` : ""}`;
}

function optionNames(options: Options): string[] {
  return Object.entries(options).flatMap(([name, { short }]) => (short ? [`--${name}`, `-${short}`] : [`--${name}`]));
}

function uncapitalize(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The line of `--pin` in the help of commands that count. */
export const pinHelp = `      --pin NAME    keep counting when this ends; the next command with the same NAME goes on with the numbers,
                    'yodel unpin NAME' ends it (docs/counter/pin.md)`;
