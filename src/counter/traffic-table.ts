import type { Counts } from "./traffic-counts.ts";
import type { ViewRow } from "./traffic-view.ts";

interface Column {
  readonly title: string;
  readonly width: number;
  /** The table must be so wide for it to be shown, in characters. */
  readonly from: number;
  readonly text: (row: ViewRow) => string;
}

/** Bytes are on the wire, packets too. Narrow terminals get what is asked for most. */
const columns: readonly Column[] = [
  { title: "out B/s", width: 8, from: 0, text: ({ rate }) => scaled(rate.egress.bytes) },
  { title: "pkt/s", width: 7, from: 60, text: ({ rate }) => scaled(rate.egress.packets) },
  { title: "in B/s", width: 8, from: 0, text: ({ rate }) => scaled(rate.ingress.bytes) },
  { title: "pkt/s", width: 7, from: 60, text: ({ rate }) => scaled(rate.ingress.packets) },
  { title: "out B", width: 8, from: 76, text: ({ traffic }) => scaled(traffic.egress.bytes) },
  { title: "in B", width: 8, from: 76, text: ({ traffic }) => scaled(traffic.ingress.bytes) },
  { title: "out pkt", width: 8, from: 100, text: ({ traffic }) => scaled(traffic.egress.packets) },
  { title: "in pkt", width: 8, from: 100, text: ({ traffic }) => scaled(traffic.ingress.packets) },
  { title: "out skb", width: 8, from: 120, text: ({ traffic }) => skbs(traffic.egress) },
  { title: "in skb", width: 8, from: 120, text: ({ traffic }) => skbs(traffic.ingress) },
];

/** The heading and a line for each row, none longer than `width` characters. */
export function formatTable(rows: readonly ViewRow[], width: number): { heading: string; lines: string[] } {
  const shown = columns.filter(({ from }) => width >= from);
  const numbers = shown.reduce((sum, column) => sum + column.width + 1, 0);
  const nameWidth = Math.max(8, width - numbers);
  const line = (name: string, cells: readonly string[]) =>
    fitted(name, nameWidth) + cells.map((cell, index) => ` ${cell.padStart(shown[index]?.width ?? 0)}`).join("");
  return {
    heading: line(
      "CGROUP",
      shown.map(({ title }) => title),
    ).slice(0, width),
    lines: rows.map((row) => {
      const cells = shown.map(({ text }) => text(row));
      return line("  ".repeat(Math.min(row.indent, 8)) + printable(row.label), cells).slice(0, width);
    }),
  };
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

function skbs(counts: Counts): string {
  return scaled(counts.skbs);
}

/** The end of a name tells more than its beginning. */
function fitted(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text + " ".repeat(width - characters.length);
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  const kept = width - indent - 1;
  return kept < 4 ? characters.slice(0, width).join("") : `${" ".repeat(indent)}…${characters.slice(-kept).join("")}`;
}

/** A cgroup's name may have any character; a terminal would act on some of them. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}
