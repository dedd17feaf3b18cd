import { Recorder } from "../counter/recording/recorder.ts";
import { scaled } from "../counter/traffic-table.ts";
import { findCgroupRoot } from "../runtime.ts";
import { parseArguments, pinHelp, UsageError } from "./command.ts";
import { milliseconds, openTraffic } from "./metering.ts";

export const help = `Usage: yodel record FILE [CGROUP] [OPTIONS]

Writes what the processes in each cgroup send and receive to a file, at each interval, until Ctrl-C. 'yodel replay FILE' shows it.
CGROUP is a directory of the cgroup2 hierarchy; without it, its root: every process. A process that is killed loses the
last interval at most.

Options:
      --interval S  seconds between two readings (default 1)
      --duration S  end after S seconds
      --max-size B  when the file has B bytes (500k, 20M, 1G), rename it to FILE.1 and begin a new one; the FILE.1 before is
                    removed
${pinHelp}
  -h, --help        this text

Needs CAP_BPF and CAP_NET_ADMIN, or root. docs/counter/record.md describes the file.`;

interface Settings {
  readonly file: string;
  readonly cgroup: string;
  /** In milliseconds. */
  readonly interval: number;
  readonly duration: number;
  /** In bytes. */
  readonly maxSize: number;
  readonly pin: string | undefined;
}

export async function run(args: string[]): Promise<number> {
  const { file, cgroup, interval, duration, maxSize, pin } = readSettings(args);
  using traffic = await openTraffic(cgroup, pin);
  using recorder = new Recorder(file, { cgroup, interval, maxSize });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const end = () => resolve();
  process.on("SIGINT", end).on("SIGTERM", end).on("SIGHUP", end);
  const add = () => recorder.add(traffic.report(), Date.now());
  add();
  if (traffic.note !== undefined) console.error(`note: ${traffic.note}`);
  console.log(`Recording ${cgroup} to ${file}...`);
  const timer = setInterval(() => {
    try {
      add();
    } catch (error) {
      reject(error);
    }
  }, interval);
  const over = Number.isFinite(duration) ? setTimeout(end, duration) : undefined;
  try {
    await promise;
    add();
  } finally {
    clearInterval(timer);
    clearTimeout(over);
    process.off("SIGINT", end).off("SIGTERM", end).off("SIGHUP", end);
  }
  // The first has what was there before.
  console.log(`Recorded ${recorder.intervals - 1} intervals; ${file} has ${scaled(recorder.size)}B`);
  return 0;
}

function readSettings(args: string[]): Settings {
  const { values, positionals } = parseArguments(args, {
    interval: { type: "string" },
    duration: { type: "string" },
    "max-size": { type: "string" },
    pin: { type: "string" },
  });
  const [file, cgroup, ...others] = positionals;
  if (file === undefined) throw new UsageError("where to? 'yodel record FILE'");
  if (others.length > 0) throw new UsageError(`one cgroup at a time; '${others[0]}' is one too many`);
  const maxSize = values["max-size"];
  return {
    file,
    cgroup: cgroup ?? findCgroupRoot(),
    interval: milliseconds("--interval", values.interval ?? "1"),
    duration: values.duration === undefined ? Number.POSITIVE_INFINITY : milliseconds("--duration", values.duration),
    maxSize: maxSize === undefined ? Number.POSITIVE_INFINITY : size(maxSize),
    pin: values.pin,
  };
}

/** `500k`, `20M`, `1GB`, by powers of 1000; in bytes. */
function size(text: string): number {
  const [, number, letter = ""] = /^(\d+(?:\.\d+)?)([kMG]?)B?$/.exec(text) ?? [];
  const bytes = Number(number) * 1000 ** ["", "k", "M", "G"].indexOf(letter);
  if (bytes >= 1) return bytes;
  throw new UsageError(`--max-size takes a number of bytes, as 500k, 20M or 1G, not '${text}'`);
}
