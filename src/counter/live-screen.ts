import type { LiveState } from "./live-state.ts";
import type { OwnCost } from "./own-cost.ts";
import type { TrafficHistory } from "./sparkline.ts";
import type { ScreenLine } from "./terminal.ts";
import type { TrafficReport } from "./traffic-ledger.ts";
import { evictions } from "./traffic-parts.ts";
import { formatTable, printable, scaled } from "./traffic-table.ts";
import { arrange } from "./traffic-view.ts";

export const help = [
  "  q, Ctrl-C         quit, and print a table of everything",
  "  s or >, S or <    sort by the next key, by the one before",
  "  r                 the other way round",
  "  t                 a tree of totals, or each cgroup for itself",
  "  /                 list what has a text in its path; Esc lists all again",
  "  a                 list cgroups without traffic, too",
  "  + and -           list one level more, one level less",
  "  up, down, page up, page down, home, end (also k, j, g, G)",
  "                    go to another line",
  "  left, right       close and open what is below a line; Enter does either",
  "  p, space          pause, and go on",
  "  [ and ]           in a recording: a minute back, a minute on",
  "  ?                 this text, and back",
  "",
  "Packets and bytes are those on the wire, from the IP header on. Rates are",
  "those of the last interval, totals since the start; k, M and G are powers",
  "of 1000. The minute is drawn against its own highest second.",
];

/** What a screen shows. */
export interface Shown {
  readonly report: TrafficReport;
  readonly history: TrafficHistory;
  readonly state: LiveState;
  /** Of the command. */
  readonly name: string;
  /** What is watched. */
  readonly cgroup: string;
  readonly cost: OwnCost | undefined;
  /** What is missing, and why. */
  readonly note: string | undefined;
  /** Draws with ASCII alone. */
  readonly plain: boolean;
}

/** The screen's lines: what is watched and everything in all, the table from where it is looked at, and the keys. */
export function screenOf(
  shown: Shown,
  { width, height }: { readonly width: number; readonly height: number },
): ScreenLine[] {
  const { state, note } = shown;
  const top: ScreenLine[] = [{ text: titleOf(shown) }, { text: sumOf(shown, width) }];
  if (shown.cost) top.push({ text: costOf(shown.cost), style: "dim" });
  if (note !== undefined) top.push({ text: `note: ${note}`, style: "strong" });
  const { evictedParts } = shown.report;
  if (evictedParts) top.push({ text: `note: ${evictions(evictedParts)}`, style: "strong" });
  const room = Math.max(0, height - top.length - 1);
  if (state.help)
    return [
      ...top,
      ...padded(
        help.map((text) => ({ text })),
        room,
      ),
      { text: "? back   q quit" },
    ];
  const rows = arrange(shown.report, state.view);
  state.show(rows, room - 1);
  const seen = rows.slice(state.offset, state.offset + Math.max(0, room - 1));
  const { layout, sort, reverse } = state.view;
  const { heading, lines } = formatTable(seen, width, {
    sort,
    reverse: reverse ?? false,
    branches: layout === "tree",
    minute: ({ id }, bars) => (id === undefined ? "" : shown.history.line(id, layout, bars, shown.plain)),
  });
  const body = lines.map((line, index): ScreenLine => {
    const text = plainMarks(line, shown.plain);
    if (index + state.offset === state.selected) return { text, style: "selected" };
    return seen[index]?.removed ? { text, style: "dim" } : { text };
  });
  const nothing = state.view.filter
    ? `  nothing has '${printable(state.view.filter)}' in its path`
    : "  no traffic yet";
  const table = body.length > 0 ? body : [{ text: nothing }];
  return [
    ...top,
    { text: plainMarks(heading, shown.plain), style: "heading" },
    ...padded(table, room - 1),
    bottomOf(state),
  ];
}

function titleOf({ state, report, name, cgroup }: Shown): string {
  const { layout, sort, depth, reverse, filter } = state.view;
  const parts = [
    `by ${sort}${reverse ? ", smallest first" : ""}`,
    layout,
    ...(Number.isFinite(depth) ? [`depth ${depth}`] : []),
    ...(filter ? [`with '${printable(filter)}'`] : []),
    ...(state.paused ? ["PAUSED"] : []),
  ];
  // What is watched stands last: it can be long, and is known already.
  return `yodel ${name}  ${duration(report.seconds)}  ${parts.join("  ")}  ${printable(cgroup)}`;
}

function sumOf({ report: { all, allRate }, history, plain }: Shown, width: number): string {
  const of = (name: string, direction: "egress" | "ingress") =>
    `${name} ${scaled(allRate[direction].bytes)}B/s ${scaled(allRate[direction].packets)} pkt/s, in all ${scaled(all[direction].bytes)}B`;
  const text = `${of("out", "egress")}   ${of("in", "ingress")}`;
  const left = Math.min(60, width - text.length - 3);
  return left < 10 ? text : `${text}   ${history.line(undefined, "tree", left, plain)}`;
}

function costOf({ nanoseconds, why, cpu, memory }: OwnCost): string {
  const kernel =
    nanoseconds === undefined ? `ns a packet: ${why ?? "none yet"}` : `${nanoseconds.toFixed(0)} ns a packet`;
  return `cost  ${kernel}   this tool ${(cpu * 100).toFixed(1)} % CPU, ${scaled(memory)}B`;
}

function bottomOf(state: LiveState): ScreenLine {
  if (state.typed !== undefined) return { text: `/${printable(state.typed)}_   Enter keeps it, Esc lists all` };
  return { text: "q quit  s/S sort  r reverse  t tree/flat  / filter  a all  p pause  ? help" };
}

/** As many lines as there is room for. */
function padded(lines: readonly ScreenLine[], room: number): ScreenLine[] {
  return Array.from({ length: Math.max(0, room) }, (_, index) => lines[index] ?? { text: "" });
}

function plainMarks(text: string, plain: boolean): string {
  return plain ? text.replaceAll("▼", "v").replaceAll("▲", "^").replaceAll("…", "~") : text;
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
