import type { SortKey } from "./traffic-sort.ts";
import type { ViewRow } from "./traffic-view.ts";

interface Column {
  readonly title: string;
  readonly width: number;
  /** The table must be so wide for it to be shown, in characters. */
  readonly from: number;
  /** It makes place for others in tables as wide as this. */
  readonly to?: number;
  readonly sort: SortKey;
  readonly number: (row: ViewRow) => number;
}

/** Bytes are on the wire, packets too. Narrow terminals get what is asked for most. */
const columns: readonly Column[] = [
  { title: "out B/s", width: 8, from: 0, sort: "egress", number: ({ rate }) => rate.egress.bytes },
  { title: "pkt/s", width: 7, from: 60, sort: "egress-packets", number: ({ rate }) => rate.egress.packets },
  { title: "in B/s", width: 8, from: 0, sort: "ingress", number: ({ rate }) => rate.ingress.bytes },
  { title: "pkt/s", width: 7, from: 60, sort: "ingress-packets", number: ({ rate }) => rate.ingress.packets },
  { title: "total B", width: 8, from: 70, to: 96, sort: "bytes", number: totalBytes },
  { title: "out B", width: 8, from: 96, sort: "egress-bytes", number: ({ traffic }) => traffic.egress.bytes },
  { title: "in B", width: 8, from: 96, sort: "ingress-bytes", number: ({ traffic }) => traffic.ingress.bytes },
  {
    title: "out pkt",
    width: 8,
    from: 120,
    sort: "egress-total-packets",
    number: ({ traffic }) => traffic.egress.packets,
  },
  {
    title: "in pkt",
    width: 8,
    from: 120,
    sort: "ingress-total-packets",
    number: ({ traffic }) => traffic.ingress.packets,
  },
  { title: "out skb", width: 8, from: 140, sort: "egress-skbs", number: ({ traffic }) => traffic.egress.skbs },
  { title: "in skb", width: 8, from: 140, sort: "ingress-skbs", number: ({ traffic }) => traffic.ingress.skbs },
];

function totalBytes({ traffic }: ViewRow): number {
  return traffic.egress.bytes + traffic.ingress.bytes;
}

/** Columns that keys of both directions stand for. */
const bothDirections: Readonly<Partial<Record<SortKey, readonly SortKey[]>>> = {
  rate: ["egress", "ingress"],
  packets: ["egress-packets", "ingress-packets"],
  bytes: ["egress-bytes", "ingress-bytes"],
};

export interface TableOptions {
  /** Marks the columns that rows are sorted by. */
  readonly sort?: SortKey;
  readonly reverse?: boolean;
  /** Shows which rows can be opened and closed. */
  readonly branches?: boolean;
  /** Draws the last minute of a row in so many characters; without it there is no such column. */
  readonly minute?: (row: ViewRow, width: number) => string;
}

/** The heading and a line for each row, none longer than `width` characters. */
export function formatTable(
  rows: readonly ViewRow[],
  width: number,
  options: TableOptions = {},
): { heading: string; lines: string[] } {
  const shown = columns.filter(({ from, to = Number.POSITIVE_INFINITY }) => width >= from && width < to);
  const minuteWidth = options.minute && width >= 78 ? (width >= 110 ? 20 : 10) : 0;
  const numbers = shown.reduce((sum, column) => sum + column.width + 1, 0) + (minuteWidth && minuteWidth + 1);
  const nameWidth = Math.max(8, width - numbers);
  const cell = (text: string, index: number) => ` ${text.padStart(shown[index]?.width ?? 0)}`;
  const marked = new Set<SortKey>(
    options.sort === undefined ? [] : [options.sort, ...(bothDirections[options.sort] ?? [])],
  );
  const mark = (title: string, sort: SortKey) => (marked.has(sort) ? title + (options.reverse ? "▲" : "▼") : title);
  const heading =
    fitted(mark("CGROUP", "name"), nameWidth) +
    shown.map(({ title, sort }, index) => cell(mark(title, sort), index)).join("") +
    (minuteWidth > 0 ? ` ${"minute".padEnd(minuteWidth)}` : "");
  const lines = rows.map((row) => {
    const branch = options.branches ? (row.branch === "closed" ? "+ " : row.branch === "open" ? "- " : "  ") : "";
    const name = fitted("  ".repeat(Math.min(row.indent, 8)) + branch + printable(row.label), nameWidth);
    const cells = shown.map(({ number }, index) => cell(scaled(number(row)), index)).join("");
    return `${name}${cells}${minuteWidth > 0 ? ` ${options.minute?.(row, minuteWidth) ?? ""}` : ""}`;
  });
  return { heading: cut(heading, width), lines: lines.map((line) => cut(line, width)) };
}

/** Three digits and a letter: `999`, `1.23k`, `45.6M`. */
export function scaled(value: number): string {
  const whole = Math.round(value);
  if (whole < 1000) return value > 0 && value < 9.95 && value !== whole ? value.toFixed(1) : String(whole);
  let scale = value;
  for (const letter of "kMGTP") {
    scale /= 1000;
    if (scale < 9.995) return `${scale.toFixed(2)}${letter}`;
    if (scale < 99.95) return `${scale.toFixed(1)}${letter}`;
    if (scale < 999.5) return `${scale.toFixed(0)}${letter}`;
  }
  return `${scale.toFixed(0)}P`;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : [...text].slice(0, width).join("");
}

/** The end of a name tells more than its beginning. */
function fitted(text: string, width: number): string {
  if (text.length <= width) return text.padEnd(width);
  const characters = [...text];
  if (characters.length <= width) return text + " ".repeat(width - characters.length);
  const indent = /^ *(?:[-+] )?/.exec(text)?.[0] ?? "";
  const kept = width - indent.length - 1;
  return kept < 4 ? characters.slice(0, width).join("") : `${indent}…${characters.slice(-kept).join("")}`;
}

/** A cgroup's name may have any character; a terminal would act on some of them. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}
