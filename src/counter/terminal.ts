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
  inverse: "\x1b[7m",
  plain: "\x1b[0m",
};

/** A line on the screen; `inverse` lines stand out without colours. */
export interface ScreenLine {
  readonly text: string;
  readonly inverse?: boolean;
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
  #open = true;

  constructor(
    input: ReadStream,
    output: WriteStream,
    on: { readonly key: (key: string) => void; readonly resize: () => void },
  ) {
    this.#input = input;
    this.#output = output;
    this.#onKeys = (text) => {
      for (const key of keysIn(text)) on.key(key);
    };
    this.#onResize = on.resize;
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
    const drawn = lines.slice(0, height).map(({ text, inverse }) => {
      const cut = [...text].slice(0, width).join("");
      // A full line leaves nothing to clear, and some terminals would then clear its last character.
      const rest = [...cut].length < width ? sequences.clearLine : "";
      return inverse ? `${sequences.inverse}${cut.padEnd(width)}${sequences.plain}` : cut + rest;
    });
    const below = drawn.length < height ? `\r\n${sequences.clearBelow}` : "";
    this.#output.write(sequences.home + drawn.join("\r\n") + below);
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
  "\x1b[H": "home",
  "\x1b[1~": "home",
  "\x03": "interrupt",
  "\x1b": "escape",
};

/** One read can bring several keys, and sequences that are none of these are skipped whole. */
export function keysIn(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters
  const parts = text.match(/\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O[@-~])?|[^\x1b]/gu) ?? [];
  return parts.map((part) => longKeys[part] ?? part).filter((key) => !key.startsWith("\x1b"));
}
