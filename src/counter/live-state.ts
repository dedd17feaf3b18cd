import { sortKeys } from "./traffic-sort.ts";
import type { ViewOptions, ViewRow } from "./traffic-view.ts";

/** What the user has chosen in a live view. */
export class LiveState {
  view: ViewOptions;
  paused = false;
  help = false;
  /** What is being typed behind `/`; undefined while nothing is. */
  typed: string | undefined;
  /** How many lines of the table are above the first one that is seen. */
  offset = 0;
  /** The line that keys for a line are for, counted from the table's first. */
  selected = 0;
  /** The lines of the table as they were drawn last. */
  #rows: readonly ViewRow[] = [];

  constructor(view: ViewOptions) {
    this.view = view;
  }

  /**
   * Does what a key asks for; unknown keys do nothing.
   * @param height of the screen in lines, for the keys that turn pages
   */
  press(key: string, height: number): "quit" | "stay" {
    if (key === "interrupt") return "quit";
    if (this.typed !== undefined) this.#type(key, this.typed);
    else if (key === "q" || key === "Q") return "quit";
    else this.#command(key, Math.max(1, height - 6));
    return "stay";
  }

  /** Keeps the selected line on the table, which may have become shorter, and in sight. */
  show(rows: readonly ViewRow[], room: number): void {
    this.#rows = rows;
    const seen = Math.max(1, room);
    this.selected = Math.max(0, Math.min(this.selected, rows.length - 1));
    this.offset = Math.max(0, Math.min(this.offset, rows.length - seen, this.selected));
    if (this.selected >= this.offset + seen) this.offset = this.selected - seen + 1;
  }

  #command(key: string, page: number): void {
    switch (key) {
      case "?":
      case "h":
        this.help = !this.help;
        break;
      case "escape":
        if (this.help) this.help = false;
        else this.#change({ filter: "" });
        break;
      case "p":
      case " ":
        this.paused = !this.paused;
        break;
      case "s":
      case ">":
      case ".":
        this.#sortBy(1);
        break;
      case "S":
      case "<":
      case ",":
        this.#sortBy(sortKeys.length - 1);
        break;
      case "r":
        this.#change({ reverse: !this.view.reverse });
        break;
      case "t":
        this.#change({ layout: this.view.layout === "tree" ? "flat" : "tree" });
        break;
      case "a":
        this.#change({ silent: !this.view.silent });
        break;
      case "/":
        this.typed = this.view.filter ?? "";
        break;
      case "+":
        // Deeper than any hierarchy is all of it.
        this.#change({ depth: this.view.depth < 20 ? this.view.depth + 1 : Number.POSITIVE_INFINITY });
        break;
      case "-":
        this.#change({ depth: Number.isFinite(this.view.depth) ? Math.max(0, this.view.depth - 1) : 5 });
        break;
      case "enter":
        this.#fold("other");
        break;
      case "left":
        this.#fold("close");
        break;
      case "right":
        this.#fold("open");
        break;
      case "up":
      case "k":
        this.selected -= 1;
        break;
      case "down":
      case "j":
        this.selected += 1;
        break;
      case "page up":
        this.selected -= page;
        break;
      case "page down":
        this.selected += page;
        break;
      case "home":
      case "g":
        this.selected = 0;
        break;
      case "end":
      case "G":
        this.selected = Number.MAX_SAFE_INTEGER;
        break;
    }
    this.selected = Math.max(0, this.selected);
  }

  /** The table follows each letter. */
  #type(key: string, typed: string): void {
    if (key === "enter") {
      this.typed = undefined;
      return;
    }
    if (key === "escape") {
      this.typed = undefined;
      this.#change({ filter: "" });
      return;
    }
    if (key === "backspace") this.typed = [...typed].slice(0, -1).join("");
    else if ([...key].length === 1 && key >= " ") this.typed = typed + key;
    this.#change({ filter: this.typed ?? "" });
  }

  #sortBy(step: number): void {
    this.#change({ sort: sortKeys[(sortKeys.indexOf(this.view.sort) + step) % sortKeys.length]! });
  }

  /** Closing what is closed already goes to the line above, as file managers do. */
  #fold(how: "open" | "close" | "other"): void {
    const row = this.#rows[this.selected];
    if (!row || this.view.layout !== "tree") return;
    if (how === "close" && row.branch !== "open") {
      const above = this.#rows.slice(0, this.selected).findLastIndex(({ indent }) => indent < row.indent);
      if (above >= 0) this.selected = above;
      return;
    }
    if (row.branch === undefined || row.id === undefined) return;
    const collapsed = new Set(this.view.collapsed);
    if (row.branch === "open" && how !== "open") collapsed.add(row.id);
    else collapsed.delete(row.id);
    this.view = { ...this.view, collapsed };
  }

  #change(change: Partial<ViewOptions>): void {
    this.view = { ...this.view, ...change };
  }
}
