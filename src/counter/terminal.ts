import type { ReadStream, WriteStream } from "node:tty";

/** Control sequences that every terminal of the last decades knows (ECMA-48, and xterm's second screen). */
const sequences = {
  secondScreen: "\x1b[?1049h",
  firstScreen: "\x1b[?1049l",
  hideCursor: "\x1b[?25l",
  showCursor: "\x1b[?25h",
  home: "\x1b[H",
  clearLine: "\x1b[K",
  clearBelow: "\x1b[J",
  plain: "\x1b[0m",
};

/** How a line stands out. */
export type LineStyle = "heading" | "selected" | "dim" | "strong";

/** Black on green, black on cyan, grey, yellow. */
const colours: Readonly<Record<LineStyle, string>> = {
  heading: "\x1b[30;42m",
  selected: "\x1b[30;46m",
  dim: "\x1b[90m",
  strong: "\x1b[33m",
};

/** Bold and underlined, inverse, as it is, bold. */
const monochrome: Readonly<Record<LineStyle, string>> = {
  heading: "\x1b[1;4m",
  selected: "\x1b[7m",
  dim: "",
  strong: "\x1b[1m",
};

export interface ScreenLine {
  readonly text: string;
  readonly style?: LineStyle;
}

/** Whether colours are wanted: not where NO_COLOR is set (no-color.org), and not on terminals that have none. */
export function wantsColours(environment: NodeJS.ProcessEnv = process.env): boolean {
  const { NO_COLOR, TERM } = environment;
  return !NO_COLOR && TERM !== undefined && !/^(dumb|vt\d+.*|.*-mono|.*-m)$/.test(TERM);
}

/** Whether the terminal is said to show more than ASCII (locale(7): the first of these that is set counts). */
export function wantsUnicode({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv = process.env): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || "");
}

/**
 * The whole terminal as a screen of lines, from when it is made until it is closed. Then everything that was on it before is
 * there again, also when the process ends by an exception.
 */
export class Terminal implements Disposable {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #onKeys: (text: string) => void;
  readonly #onResize: () => void;
  readonly #onExit = () => this.close();
  readonly #styles: Readonly<Record<LineStyle, string>>;
  /** What stands on the screen, as it was written: only lines that have changed are written again. */
  #drawn: string[] = [];
  #open = true;

  constructor(
    input: ReadStream,
    output: WriteStream,
    on: { readonly key: (key: string) => void; readonly resize: () => void },
    inColour = wantsColours(),
  ) {
    this.#styles = inColour ? colours : monochrome;
    this.#input = input;
    this.#output = output;
    this.#onKeys = (text) => {
      for (const key of keysIn(text)) on.key(key);
    };
    this.#onResize = () => {
      // Terminals rearrange what they have: all of it is drawn anew.
      this.#drawn = [];
      output.write(sequences.home + sequences.clearBelow);
      on.resize();
    };
    input.setRawMode(true);
    input.setEncoding("utf8").on("data", this.#onKeys).resume();
    output.on("resize", this.#onResize);
    process.once("exit", this.#onExit);
    output.write(sequences.secondScreen + sequences.hideCursor + sequences.home + sequences.clearBelow);
  }

  get width(): number {
    return this.#output.columns || 80;
  }

  get height(): number {
    return this.#output.rows || 24;
  }

  /** Shows these lines from the top on, as many as fit, each cut at the right edge. */
  draw(lines: readonly ScreenLine[]): void {
    const { width, height } = this;
    const drawn = lines.slice(0, height).map((line) => this.#format(line, width));
    let changes = "";
    for (const [index, line] of drawn.entries()) {
      if (line !== this.#drawn[index]) changes += `\x1b[${index + 1};1H${line}`;
    }
    if (drawn.length < this.#drawn.length) changes += `\x1b[${drawn.length + 1};1H${sequences.clearBelow}`;
    this.#drawn = drawn;
    if (changes !== "") this.#output.write(changes);
  }

  #format({ text, style }: ScreenLine, width: number): string {
    const characters = text.length <= width ? text.length : [...text].length;
    const cut = characters <= width ? text : [...text].slice(0, width).join("");
    // A full line leaves nothing to clear, and some terminals would then clear its last character.
    const rest = characters < width ? sequences.clearLine : "";
    if (style === undefined) return cut + rest;
    const bar = style === "heading" || style === "selected";
    return this.#styles[style] + (bar ? cut.padEnd(width) : cut) + sequences.plain + (bar ? "" : rest);
  }

  /** Closing again does nothing. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    process.off("exit", this.#onExit);
    this.#output.off("resize", this.#onResize);
    this.#output.write(sequences.showCursor + sequences.firstScreen);
    this.#input.off("data", this.#onKeys).pause();
    this.#input.setRawMode(false);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** Names for keys that send more than a character, as xterm sends them. */
const longKeys: Readonly<Record<string, string>> = {
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x1b[5~": "page up",
  "\x1b[6~": "page down",
  "\x1b[C": "right",
  "\x1bOC": "right",
  "\x1b[D": "left",
  "\x1bOD": "left",
  "\x1b[H": "home",
  "\x1bOH": "home",
  "\x1b[1~": "home",
  "\x1b[F": "end",
  "\x1bOF": "end",
  "\x1b[4~": "end",
  "\r": "enter",
  "\n": "enter",
  "\x7f": "backspace",
  "\b": "backspace",
  "\x03": "interrupt",
  "\x1b": "escape",
};

/** One read can bring several keys, and sequences that are none of these are skipped whole. */
export function keysIn(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters
  const parts = text.match(/\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O[@-~])?|[^\x1b]/gu) ?? [];
  return parts.map((part) => longKeys[part] ?? part).filter((key) => !key.startsWith("\x1b"));
}
