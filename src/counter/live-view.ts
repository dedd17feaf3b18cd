import { LiveState } from "./live-state.ts";
import { Terminal } from "./terminal.ts";
import type { TrafficReport } from "./traffic-ledger.ts";
import { formatTable, printable, scaled } from "./traffic-table.ts";
import { arrange, type ViewOptions } from "./traffic-view.ts";

/** What a live view shows, and for how long. */
export interface LiveOptions {
  /** What gives the next report, each time it is asked. */
  readonly ledger: { report(): TrafficReport };
  /** The directory that is watched. */
  readonly cgroup: string;
  readonly view: ViewOptions;
  /** In milliseconds, between two readings. */
  readonly interval: number;
  readonly duration: number;
}

/**
 * Takes the terminal for a view of the traffic that is drawn anew at each interval, at each key and at each change of size.
 * It ends when the user quits, when the time is over, and at SIGINT, SIGTERM or SIGHUP.
 * @returns what the user has chosen to see in the end
 */
export async function showLive({ ledger, cgroup, view, interval, duration }: LiveOptions): Promise<ViewOptions> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const end = () => resolve();
  const state = new LiveState(view);
  let report = ledger.report();
  const draw = () => terminal.draw(screenOf(report, state, cgroup, terminal));
  using terminal = new Terminal(process.stdin, process.stdout, {
    key: (key) => {
      if (state.press(key, terminal.height) === "quit") resolve();
      else draw();
    },
    resize: draw,
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  process.stdout.on("error", end);
  const timer = setInterval(() => {
    if (state.paused) return;
    try {
      report = ledger.report();
      draw();
    } catch (error) {
      reject(error);
    }
  }, interval);
  const over = Number.isFinite(duration) ? setTimeout(end, duration) : undefined;
  try {
    draw();
    await promise;
    return state.view;
  } finally {
    clearInterval(timer);
    clearTimeout(over);
    for (const signal of signals) process.off(signal, end);
  }
}

const help = [
  "Keys",
  "",
  "  q, Ctrl-C       quit, and print a table of everything",
  "  s               sort by the next key",
  "  t               a tree of totals, or each cgroup for itself",
  "  a               list cgroups without traffic, too",
  "  + and -         list one level more, one level less",
  "  up, down, page up, page down, home",
  "                  look at other lines",
  "  p, space        pause, and go on",
  "  ?               this text, and back",
  "",
  "Packets and bytes are those on the wire, from the IP header on.",
  "Numbers on the right are since the start; k, M and G are powers of 1000.",
];

/** The screen's lines: what is watched and everything in all, the table from where it is looked at, and the keys. */
function screenOf(
  report: TrafficReport,
  state: LiveState,
  cgroup: string,
  { width, height }: { readonly width: number; readonly height: number },
) {
  const { layout, sort, depth } = state.view;
  const levels = Number.isFinite(depth) ? `  depth ${depth}` : "";
  const paused = state.paused ? "  PAUSED" : "";
  // What is watched stands last: it can be long, and is known already.
  const title = `yodel top  ${duration(report.seconds)}  by ${sort}  ${layout}${levels}${paused}  ${printable(cgroup)}`;
  const { all, allRate } = report;
  const sum =
    `out ${scaled(allRate.egress.bytes)}B/s ${scaled(allRate.egress.packets)} pkt/s, in all ${scaled(all.egress.bytes)}B` +
    `   in ${scaled(allRate.ingress.bytes)}B/s ${scaled(allRate.ingress.packets)} pkt/s, in all ${scaled(all.ingress.bytes)}B`;
  const top = [{ text: title }, { text: sum }];
  const bottom = { text: "q quit  s sort  t tree/flat  a all  +/- depth  p pause  ? help" };
  const room = Math.max(0, height - top.length - 1);
  if (state.help) return [...top, ...padded(help, room), bottom];
  const rows = arrange(report, state.view);
  state.scrollWithin(rows.length, room - 1);
  const { heading, lines } = formatTable(rows.slice(state.offset, state.offset + room - 1), width);
  const body = lines.length > 0 ? lines : ["  no traffic yet"];
  return [...top, { text: heading, inverse: true }, ...padded(body, room - 1), bottom];
}

/** As many lines as there is room for. */
function padded(lines: readonly string[], room: number) {
  return Array.from({ length: Math.max(0, room) }, (_, index) => ({ text: lines[index] ?? "" }));
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
