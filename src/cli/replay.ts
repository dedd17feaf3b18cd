import { Player } from "../counter/recording/player.ts";
import { openRecording, type Recording } from "../counter/recording/reader.ts";
import { Replay, type ReplayRange } from "../counter/recording/replay.ts";
import { csvHeading, toCsv, toRecords } from "../counter/traffic-records.ts";
import { formatTable } from "../counter/traffic-table.ts";
import { arrange, averaged, listedRows, type ViewOptions } from "../counter/traffic-view.ts";
import { parseArguments, UsageError } from "./command.ts";
import { readView, viewHelp, viewOptions } from "./view-options.ts";

export const help = `Usage: yodel replay FILE [OPTIONS]

Shows what 'yodel record' wrote, on a terminal as it was, in the live view of 'yodel top'. Elsewhere, or with --diff, it is one table of
what came between two points in time.

A TIME is a number of seconds since the recording began, or a date and time (2026-11-25T08:30:00Z). Traffic counts from --from on.

Options:
      --from TIME   begin there
      --to TIME     end there
      --diff        one table of the difference between the two, with the mean of each second
      --speed N     N times as fast as it was (default 1)
${viewHelp}
      --json        an object a line for each cgroup, and one for everything, for each interval; with --diff, for all of them
      --csv         a line for each cgroup, likewise
  -h, --help        this text

Needs no privileges. A file that is still written is shown up to its end.`;

interface Settings {
  readonly file: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly diff: boolean;
  readonly speed: number;
  readonly view: ViewOptions;
  readonly format: "text" | "json" | "csv";
}

export async function run(args: string[]): Promise<number> {
  const settings = readSettings(args);
  using recording = openRecording(settings.file);
  // The reader of a pipe has gone, as `head` does when it has enough.
  process.stdout.on("error", () => process.exit());
  const live = settings.format === "text" && !settings.diff && process.stdout.isTTY && process.stdin.isTTY;
  if (live) {
    await show(settings, recording);
    return 0;
  }
  const replay = new Replay(recording, rangeOf(recording, settings));
  if (settings.format === "text" || settings.diff) printDifference(replay, settings);
  else printAll(replay, settings);
  if (recording.cutOff > 0) {
    console.error(
      `note: the last ${recording.cutOff} bytes of ${settings.file} are no whole record; they are left out`,
    );
  }
  return 0;
}

async function show(settings: Settings, recording: Recording): Promise<void> {
  const { showLive } = await import("../counter/live-view.ts");
  const { file, speed, view } = settings;
  const range = rangeOf(recording, settings);
  // The terminal is not drawn more often than this; what is faster is taken together.
  const interval = Math.max(50, recording.start.interval / speed);
  using player = new Player(file, range);
  const chosen = await showLive({
    ledger: {
      report() {
        player.play(interval * speed);
        return player.report();
      },
    },
    name: "replay",
    get cgroup() {
      return `${new Date(player.time).toISOString().slice(0, 19)}  ${file}`;
    },
    seek: (seconds) => player.seek(seconds * 1000),
    view,
    interval,
    duration: Number.POSITIVE_INFINITY,
  });
  printTable(player, chosen);
}

function printAll(replay: Replay, settings: Settings): void {
  if (settings.format === "csv") console.log(csvHeading());
  while (replay.advance()) printReport(replay, settings);
}

function printDifference(replay: Replay, settings: Settings): void {
  while (replay.advance());
  if (settings.format === "text") {
    printTable(replay, settings.view);
    return;
  }
  if (settings.format === "csv") console.log(csvHeading());
  printReport(replay, settings);
}

function printReport(replay: Replay, { format, view, diff }: Settings): void {
  const report = diff ? averaged(replay.report()) : replay.report();
  const rows = listedRows(report, view);
  const time = new Date(replay.time);
  const lines =
    format === "csv" ? toCsv(report, rows, time) : toRecords(report, rows, time).map((one) => JSON.stringify(one));
  for (const line of lines) console.log(line);
}

/** What came since the beginning, with rates over the whole time. */
function printTable(replay: Pick<Replay, "report" | "from" | "time">, view: ViewOptions): void {
  const report = averaged(replay.report());
  const [from, to] = [replay.from, replay.time].map((time) => new Date(time).toISOString());
  console.log(`From ${from} to ${to}, ${report.seconds.toFixed(1)} s, and the mean of each second:`);
  const { heading, lines } = formatTable(arrange(report, view), process.stdout.columns ?? 150);
  for (const line of [heading, ...lines]) console.log(line.trimEnd());
  if (lines.length === 0) console.log("  no traffic");
}

function readSettings(args: string[]): Settings {
  const { values, positionals } = parseArguments(args, {
    ...viewOptions,
    from: { type: "string" },
    to: { type: "string" },
    diff: { type: "boolean" },
    speed: { type: "string" },
    json: { type: "boolean" },
    csv: { type: "boolean" },
  });
  const [file, ...others] = positionals;
  if (file === undefined) throw new UsageError("which recording? 'yodel replay FILE'");
  if (others.length > 0) throw new UsageError(`one recording at a time; '${others[0]}' is one too many`);
  if (values.json && values.csv) throw new UsageError("--json and --csv exclude each other");
  const speed = Number(values.speed ?? 1);
  if (!(speed > 0 && speed <= 1e6)) throw new UsageError(`--speed takes a number above 0, not '${values.speed}'`);
  return {
    file,
    from: values.from,
    to: values.to,
    diff: values.diff ?? false,
    speed,
    view: readView(values),
    format: values.json ? "json" : values.csv ? "csv" : "text",
  };
}

function rangeOf({ start }: Recording, { from, to }: Settings): ReplayRange {
  const range = {
    ...(from !== undefined && { from: timeOf("--from", from, start.time) }),
    ...(to !== undefined && { to: timeOf("--to", to, start.time) }),
  };
  if (range.from !== undefined && range.to !== undefined && range.from >= range.to) {
    throw new UsageError("--from is not before --to");
  }
  return range;
}

/** @returns milliseconds since 1970 */
function timeOf(option: string, text: string, start: number): number {
  const seconds = text.trim() === "" ? Number.NaN : Number(text);
  const time = Number.isNaN(seconds) ? Date.parse(text) : start + seconds * 1000;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(`${option} takes seconds since the beginning, or a date and time, not '${text}'`);
}
