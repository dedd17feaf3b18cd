import { sortKeys, type ViewOptions } from "./traffic-view.ts";

/** What the user has chosen in a live view. */
export class LiveState {
  view: ViewOptions;
  paused = false;
  help = false;
  /** How many lines of the table are above the first one that is seen. */
  offset = 0;

  constructor(view: ViewOptions) {
    this.view = view;
  }

  /**
   * Does what a key asks for; unknown keys do nothing.
   * @param height of the screen in lines, for the keys that turn pages
   */
  press(key: string, height: number): "quit" | "stay" {
    switch (key) {
      case "q":
      case "Q":
      case "interrupt":
        return "quit";
      case "?":
      case "h":
        this.help = !this.help;
        return "stay";
      case "escape":
        this.help = false;
        return "stay";
      case "p":
      case " ":
        this.paused = !this.paused;
        return "stay";
      case "s":
        this.#change({ sort: sortKeys[(sortKeys.indexOf(this.view.sort) + 1) % sortKeys.length]! });
        return "stay";
      case "t":
        this.#change({ layout: this.view.layout === "tree" ? "flat" : "tree" });
        return "stay";
      case "a":
        this.#change({ silent: !this.view.silent });
        return "stay";
      case "+":
        // Deeper than any hierarchy is all of it.
        this.#change({ depth: this.view.depth < 20 ? this.view.depth + 1 : Number.POSITIVE_INFINITY });
        return "stay";
      case "-":
        this.#change({ depth: Number.isFinite(this.view.depth) ? Math.max(0, this.view.depth - 1) : 5 });
        return "stay";
      case "up":
        this.offset -= 1;
        return "stay";
      case "down":
        this.offset += 1;
        return "stay";
      case "page up":
        this.offset -= Math.max(1, height - 5);
        return "stay";
      case "page down":
        this.offset += Math.max(1, height - 5);
        return "stay";
      case "home":
        this.offset = 0;
        return "stay";
      default:
        return "stay";
    }
  }

  /** Keeps the view on the table, which may have become shorter. */
  scrollWithin(lines: number, room: number): void {
    this.offset = Math.max(0, Math.min(this.offset, lines - Math.max(1, room)));
  }

  #change(change: Partial<ViewOptions>): void {
    this.view = { ...this.view, ...change };
  }
}
