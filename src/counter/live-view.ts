import { screenOf } from "./live-screen.ts";
import { LiveState } from "./live-state.ts";
import type { OwnCost } from "./own-cost.ts";
import { TrafficHistory } from "./sparkline.ts";
import { Terminal, wantsUnicode } from "./terminal.ts";
import type { TrafficReport } from "./traffic-ledger.ts";
import type { ViewOptions } from "./traffic-view.ts";

/** What a live view shows, and for how long. */
export interface LiveOptions {
  /** What gives the next report, each time it is asked. */
  readonly ledger: { report(): TrafficReport };
  /** Of the command, for the title; `"top"` when it is left out. */
  readonly name?: string;
  /** The directory that is watched, or what else the title is to say. It is asked for at each drawing. */
  readonly cgroup: string;
  readonly view: ViewOptions;
  /** In milliseconds, between two readings. */
  readonly interval: number;
  readonly duration: number;
  /** What counting costs, where that is known. */
  readonly cost?: { read(): OwnCost };
  /** What is missing, and why. */
  readonly note?: string | undefined;
  /** Goes to another moment, by seconds from the one that is shown: for what is not live. */
  readonly seek?: (seconds: number) => void;
  /** Sees each report; the view ends when it says so. */
  readonly endsWith?: (report: TrafficReport) => boolean;
}

/** Keys that go to another moment, with how far, in seconds. */
const steps: Readonly<Record<string, number>> = { "[": -60, "]": 60 };

/**
 * Takes the terminal for a view of the traffic that is drawn anew at each interval, at each key and at each change of size.
 * It ends when the user quits, when the time is over, and at SIGINT, SIGTERM or SIGHUP.
 * @returns what the user has chosen to see in the end
 */
export async function showLive(options: LiveOptions): Promise<ViewOptions> {
  const { ledger, view, interval, duration, note, name = "top" } = options;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const end = () => resolve();
  const state = new LiveState(view);
  const history = new TrafficHistory();
  const plain = !wantsUnicode();
  let report: TrafficReport;
  let cost: OwnCost | undefined;
  const read = () => {
    report = ledger.report();
    history.add(report);
    cost = options.cost?.read();
    if (options.endsWith?.(report)) resolve();
  };
  read();
  const draw = () => {
    const { cgroup } = options;
    terminal.draw(screenOf({ report, history, state, name, cgroup, cost, note, plain }, terminal));
  };
  using terminal = new Terminal(process.stdin, process.stdout, {
    key: (key) => {
      const step = state.typed === undefined ? steps[key] : undefined;
      if (step !== undefined && options.seek) {
        options.seek(step);
        read();
        draw();
      } else if (state.press(key, terminal.height) === "quit") resolve();
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
      read();
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
