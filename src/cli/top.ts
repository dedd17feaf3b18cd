import type { TrafficReport } from "../counter/traffic-ledger.ts";
import { evictions, type PartKind, partKinds } from "../counter/traffic-parts.ts";
import { csvHeading, toCsv, toRecords } from "../counter/traffic-records.ts";
import { formatTable } from "../counter/traffic-table.ts";
import { arrange, averaged, listedRows, type ViewOptions } from "../counter/traffic-view.ts";
import { findCgroupRoot } from "../runtime.ts";
import { parseArguments, pinHelp, suggestion, UsageError } from "./command.ts";
import { milliseconds, openTraffic, type TrafficSource } from "./metering.ts";
import { readView, viewHelp, viewOptions } from "./view-options.ts";

export const help = `Usage: yodel top [CGROUP] [OPTIONS]

Shows what the processes in each cgroup send and receive: packets and bytes as they go over the wire, per second and since
it was started. CGROUP is a directory of the cgroup2 hierarchy; without it, its root: every process. On a terminal it is a
live view: press ? for its keys, q or Ctrl-C to end it with a table of everything.

Options:
${viewHelp}
      --by KIND     tell each cgroup's own traffic apart by protocol, port or remote (address)
      --once        one table after one interval, or after --duration
      --duration S  end after S seconds
      --exit-over N end with status 3 once more than N bytes were sent and received: 500kB, 100MB, 2GiB
      --interval S  seconds between two readings (default 1)
      --json        an object a line for each cgroup, and one for everything, at each interval
      --csv         a line for each cgroup at each interval
${pinHelp}
  -h, --help        this text

Needs CAP_BPF and CAP_NET_ADMIN, or root. docs/counter/README.md says what is counted and what is not.`;

interface Settings {
  readonly cgroup: string;
  readonly pin: string | undefined;
  readonly view: ViewOptions;
  readonly format: "text" | "json" | "csv";
  readonly once: boolean;
  /** In milliseconds. */
  readonly interval: number;
  readonly duration: number;
  readonly by: PartKind | undefined;
  /** In bytes. */
  readonly limit: number;
}

export async function run(args: string[]): Promise<number> {
  const settings = readSettings(args);
  using ledger = await openTraffic(settings.cgroup, settings.pin, settings.by);
  let exceeded: number | undefined;
  const limit = ({ all }: TrafficReport) => {
    const bytes = all.egress.bytes + all.ingress.bytes;
    if (bytes > settings.limit) exceeded = bytes;
    return exceeded !== undefined;
  };
  if (settings.format === "text" && !settings.once && process.stdout.isTTY && process.stdin.isTTY) {
    const { showLive } = await import("../counter/live-view.ts");
    const { CostMeter } = await import("../counter/own-cost.ts");
    using cost = new CostMeter(ledger.runs);
    const { note } = ledger;
    const chosen = await showLive({ ...settings, ledger, cost, note, endsWith: limit });
    printSummary(ledger, chosen);
  } else {
    if (ledger.note !== undefined) console.error(`note: ${ledger.note}`);
    await print(ledger, settings, limit);
  }
  if (exceeded === undefined) return 0;
  console.error(`yodel: ${exceeded} bytes sent and received, more than ${settings.limit}`);
  return 3;
}

function readSettings(args: string[]): Settings {
  const { values, positionals } = parseArguments(args, {
    ...viewOptions,
    once: { type: "boolean" },
    duration: { type: "string" },
    interval: { type: "string" },
    json: { type: "boolean" },
    csv: { type: "boolean" },
    "exit-over": { type: "string" },
    by: { type: "string" },
    pin: { type: "string" },
  });
  if (positionals.length > 1) throw new UsageError(`one cgroup at a time; '${positionals[1]}' is one too many`);
  if (values.json && values.csv) throw new UsageError("--json and --csv exclude each other");
  if (values.once && values.duration !== undefined && values.interval !== undefined) {
    throw new UsageError("with --once, --duration and --interval are the same: give one of them");
  }
  return {
    cgroup: positionals[0] ?? findCgroupRoot(),
    pin: values.pin,
    view: readView(values),
    format: values.json ? "json" : values.csv ? "csv" : "text",
    once: values.once ?? false,
    interval: milliseconds("--interval", values.interval ?? (values.once ? values.duration : undefined) ?? "1"),
    duration: values.duration === undefined ? Number.POSITIVE_INFINITY : milliseconds("--duration", values.duration),
    by: partKind(values.by),
    limit: values["exit-over"] === undefined ? Number.POSITIVE_INFINITY : bytes("--exit-over", values["exit-over"]),
  };
}

function partKind(by: string | undefined): PartKind | undefined {
  const kind = partKinds.find((name) => name === by);
  if (by === undefined || kind !== undefined) return kind;
  throw new UsageError(`--by takes ${partKinds.join(", ")}, not '${by}'${suggestion(by, partKinds)}`);
}

const units: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };
const binaryUnits: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** `500`, `1.5GB`, `100M`, `64MiB`. */
function bytes(option: string, text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?([kKMGT]i?)?B?$/.exec(text) ?? [];
  const size = units[unit] ?? binaryUnits[unit] ?? (unit === "ki" ? 2 ** 10 : unit === "K" ? 1e3 : undefined);
  if (number !== undefined && size !== undefined) return Math.floor(Number(number) * size);
  throw new UsageError(`${option} takes a number of bytes such as 500kB, 100MB or 2GiB, not '${text}'`);
}

/** Prints a report at each interval, and the last one when the time is over or somebody ends it. */
async function print(
  ledger: TrafficSource,
  settings: Settings,
  limit: (report: TrafficReport) => boolean,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<"over" | "interrupted" | "closed">();
  const onSignal = () => resolve("interrupted");
  // The reader of a pipe has gone, as `head` does when it has enough.
  const onClosed = () => resolve("closed");
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).stdout.on("error", onClosed);
  if (settings.format === "csv") console.log(csvHeading(settings.by !== undefined));
  const timer = setInterval(() => {
    try {
      const report = ledger.report();
      printReport(report, settings);
      if (limit(report) || settings.once) resolve("over");
    } catch (error) {
      reject(error);
    }
  }, settings.interval);
  const lasts = Number.isFinite(settings.duration) && !settings.once;
  const end = lasts ? setTimeout(() => resolve("over"), settings.duration) : undefined;
  try {
    const why = await promise;
    if (why === "closed" || settings.once) return;
    if (settings.format === "text") printSummary(ledger, settings.view);
    else printReport(ledger.report(), settings);
  } finally {
    clearInterval(timer);
    clearTimeout(end);
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function printReport(report: TrafficReport, settings: Settings): void {
  const time = new Date();
  const rows = listedRows(report, settings.view);
  if (settings.format === "json") {
    for (const record of toRecords(report, rows, time)) console.log(JSON.stringify(record));
  } else if (settings.format === "csv") {
    for (const line of toCsv(report, rows, time)) console.log(line);
  } else {
    if (!settings.once) console.log(`${time.toISOString()}  ${report.seconds.toFixed(1)} s`);
    printTable(report, settings.view);
    if (!settings.once) console.log();
  }
}

/** Everything since the start, with rates over the whole time. */
function printSummary(ledger: TrafficSource, view: ViewOptions): void {
  const report = averaged(ledger.report());
  console.log(`Total in ${report.seconds.toFixed(1)} s, and the mean of each second:`);
  printTable(report, view);
  if (report.evictedParts) console.log(evictions(report.evictedParts));
}

function printTable(report: TrafficReport, view: ViewOptions): void {
  // A file or a pipe has no width: it gets all columns.
  const { heading, lines } = formatTable(arrange(report, view), process.stdout.columns ?? 160);
  for (const line of [heading, ...lines]) console.log(line.trimEnd());
  if (lines.length === 0) console.log("  no traffic");
}
