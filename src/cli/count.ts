import { type Direction, openPacketCounter, type PacketCounter } from "../counter/packet-counter.ts";
import { findCgroupRoot, PermissionError } from "../runtime.ts";
import { parseArguments, pinHelp, UsageError } from "./command.ts";

export const help = `Usage: yodel count [CGROUP] [OPTIONS]

Counts the packets that the processes in a cgroup, and in all cgroups below it, send or receive, as they go over the
wire. CGROUP is a directory of the cgroup2 hierarchy; without it, its root: every process. Ctrl-C ends it.

Options:
      --egress      packets that leave (this is the default)
      --ingress     packets that arrive
      --both        both
      --interval S  seconds between two lines (default 1)
      --count N     end after N lines
      --json        one JSON object a line
${pinHelp}
  -h, --help        this text

Needs CAP_BPF and CAP_NET_ADMIN, or root. Several counters, and other programs, can share a cgroup.`;

interface Settings {
  readonly cgroup: string;
  readonly directions: readonly Direction[];
  /** Between two lines, in milliseconds. */
  readonly interval: number;
  /** How many lines to print. */
  readonly count: number;
  readonly json: boolean;
  readonly pin: string | undefined;
}

export async function run(args: string[]): Promise<number> {
  const settings = readSettings(args);
  using counter = await open(settings);
  const started = performance.now() - (Date.now() - counter.started.getTime());
  if (!settings.json) console.log(`Counting ${settings.directions.join(" and ")} packets on ${settings.cgroup}...`);
  const interrupted = await report(counter, settings, started);
  if (interrupted) printTotal(counter, settings, started);
  return 0;
}

async function open({ cgroup, directions, pin }: Settings): Promise<PacketCounter> {
  try {
    if (pin === undefined) return await openPacketCounter(cgroup, directions);
    const { pinFolder } = await import("./pin.ts");
    return await openPacketCounter(cgroup, directions, { pin: pinFolder("--pin", pin) });
  } catch (error) {
    // The error names the capability that is missed first; whoever adds only that one would come back for the other.
    if (!(error instanceof PermissionError && error.code === "YDL4000")) throw error;
    throw new PermissionError(error.code, error.message, { hint: privileges, cause: error });
  }
}

const privileges = `counting takes CAP_BPF and CAP_NET_ADMIN: run it with sudo (sudo npm start, sudo npx yodel count), or grant these two:
        AmbientCapabilities=CAP_BPF CAP_NET_ADMIN in a systemd unit, --cap-add=BPF --cap-add=NET_ADMIN for a container,
        setpriv for one command (README.md, Privileges)`;

function readSettings(args: string[]): Settings {
  const { values, positionals } = parseArguments(args, {
    egress: { type: "boolean" },
    ingress: { type: "boolean" },
    both: { type: "boolean" },
    interval: { type: "string" },
    count: { type: "string" },
    json: { type: "boolean" },
    pin: { type: "string" },
  });
  if (positionals.length > 1) throw new UsageError(`one cgroup at a time; '${positionals[1]}' is one too many`);
  const chosen = (["egress", "ingress", "both"] as const).filter((name) => values[name]);
  if (chosen.length > 1) {
    const hint = chosen.includes("both") ? "" : "; --both counts both";
    throw new UsageError(`--${chosen[0]} and --${chosen[1]} exclude each other${hint}`);
  }
  const interval = Number(values.interval ?? 1);
  // Node's timers hold at most 2^31 - 1 milliseconds.
  if (!(interval > 0 && interval < 2 ** 31 / 1000)) {
    throw new UsageError(`--interval takes a number of seconds above 0, not '${values.interval}'`);
  }
  const count = Number(values.count ?? Number.POSITIVE_INFINITY);
  if (values.count !== undefined && !(Number.isSafeInteger(count) && count > 0)) {
    throw new UsageError(`--count takes a whole number above 0, not '${values.count}'`);
  }
  return {
    cgroup: positionals[0] ?? findCgroupRoot(),
    directions: chosen[0] === "both" ? ["egress", "ingress"] : [chosen[0] ?? "egress"],
    interval: interval * 1000,
    count,
    json: values.json ?? false,
    pin: values.pin,
  };
}

/**
 * Prints a line at each interval, until all are printed or somebody ends it.
 * @returns whether a signal ended it
 */
async function report(counter: PacketCounter, settings: Settings, started: number): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const onSignal = () => resolve(true);
  // The reader of a pipe has gone, as `head` does when it has enough.
  const onClosed = () => resolve(false);
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).stdout.on("error", onClosed);
  let left = settings.count;
  const timer = setInterval(() => {
    try {
      console.log(settings.json ? json(counter, settings, started) : `  ${text(counter, settings.directions)}`);
      left -= 1;
      if (left === 0) resolve(false);
    } catch (error) {
      reject(error);
    }
  }, settings.interval);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function printTotal(counter: PacketCounter, settings: Settings, started: number): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  // A terminal shows ^C on the line that the total is to have.
  if (process.stdout.isTTY) console.log();
  console.log(
    settings.json
      ? json(counter, settings, started, { final: true })
      : `Total in ${seconds} s: ${text(counter, settings.directions)}`,
  );
}

function text(counter: PacketCounter, directions: readonly Direction[]): string {
  const [only, ...others] = directions;
  if (only !== undefined && others.length === 0) return `packets: ${counter.read(only)}`;
  return directions.map((direction) => `${direction}: ${counter.read(direction)}`).join("  ");
}

/** `{"time":"…","cgroup":"…","seconds":1.0,"egress":42}`; numbers are packets since the start. */
function json(counter: PacketCounter, settings: Settings, started: number, more: object = {}): string {
  const packets = Object.fromEntries(settings.directions.map((name) => [name, Number(counter.read(name))]));
  const seconds = Math.round(performance.now() - started) / 1000;
  return JSON.stringify({ time: new Date().toISOString(), cgroup: settings.cgroup, seconds, ...packets, ...more });
}
