import { readFileSync } from "node:fs";
import { TrafficExporter } from "../counter/export/exporter.ts";
import type { OtlpPush } from "../counter/export/otlp.ts";
import type { ListenAddress, MetricsServer } from "../counter/export/server.ts";
import { findCgroupRoot } from "../runtime.ts";
import { parseArguments, pinHelp, UsageError } from "./command.ts";
import { milliseconds, openTraffic } from "./metering.ts";

export const help = `Usage: yodel export [CGROUP] --prometheus [HOST:]PORT [OPTIONS]
       yodel export [CGROUP] --otlp URL [OPTIONS]

Gives what the processes in each cgroup send and receive to a monitoring system, until Ctrl-C or SIGTERM. CGROUP is a directory of
the cgroup2 hierarchy; without it, its root: every process.

Options:
      --prometheus [HOST:]PORT
                    serve http://HOST:PORT/metrics, and /healthz; without HOST, to this machine alone (127.0.0.1)
      --otlp URL    push to an OpenTelemetry collector over HTTP, as http://localhost:4318; takes the packages of OpenTelemetry
      --interval S  seconds between two readings, and between two pushes (default 10)
      --limit N     list the N cgroups that send and receive most; the others are one series (default 500)
${pinHelp}
  -h, --help        this text

Needs CAP_BPF and CAP_NET_ADMIN, or root. docs/counter/export.md has the metrics, deploy/ what runs it.`;

interface Settings {
  readonly cgroup: string;
  readonly prometheus: ListenAddress | undefined;
  readonly otlp: URL | undefined;
  /** In milliseconds. */
  readonly interval: number;
  readonly limit: number;
  readonly pin: string | undefined;
}

export async function run(args: string[]): Promise<number> {
  const { cgroup, prometheus, otlp, interval, limit, pin } = readSettings(args);
  using traffic = await openTraffic(cgroup, pin);
  const exporter = new TrafficExporter(traffic, { limit, interval, version: version() });
  exporter.refresh();
  await using server = prometheus && (await serve(exporter, prometheus));
  await using push = otlp && (await pushTo(exporter, otlp, { interval, limit }));
  if (traffic.note !== undefined) console.error(`note: ${traffic.note}`);
  if (server) console.log(`Serving ${server.url}/metrics`);
  if (push) console.log(`Pushing to ${push.url} every ${interval / 1000} s`);
  await untilEnded(() => exporter.refresh(), interval);
  // For the last push.
  exporter.readNow();
  return 0;
}

async function serve(exporter: TrafficExporter, address: ListenAddress): Promise<MetricsServer> {
  const { serveMetrics } = await import("../counter/export/server.ts");
  return await serveMetrics(exporter, address);
}

async function pushTo(
  exporter: TrafficExporter,
  url: URL,
  { interval, limit }: { readonly interval: number; readonly limit: number },
): Promise<OtlpPush> {
  const { pushMetrics } = await import("../counter/export/otlp.ts");
  // Each cgroup has two directions; three series are for those without a cgroup, and one is the packages' own.
  const mostSeries = 2 * (limit + 3) + 1;
  return await pushMetrics(exporter, { url, interval, mostSeries, note: (text) => console.error(`note: ${text}`) });
}

/** Does something at each interval, until a signal comes. What fails is told, and tried again. */
async function untilEnded(work: () => void, interval: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  process.on("SIGINT", end).on("SIGTERM", end);
  let failed = false;
  const timer = setInterval(() => {
    try {
      work();
      failed = false;
    } catch (error) {
      if (!failed) console.error(`note: reading failed: ${error instanceof Error ? error.message : error}`);
      failed = true;
    }
  }, interval);
  await promise;
  clearInterval(timer);
  process.off("SIGINT", end).off("SIGTERM", end);
}

function readSettings(args: string[]): Settings {
  const { values, positionals } = parseArguments(args, {
    prometheus: { type: "string" },
    otlp: { type: "string" },
    interval: { type: "string" },
    limit: { type: "string" },
    pin: { type: "string" },
  });
  if (positionals.length > 1) throw new UsageError(`one cgroup at a time; '${positionals[1]}' is one too many`);
  if (values.prometheus === undefined && values.otlp === undefined) {
    throw new UsageError("where to? --prometheus [HOST:]PORT, or --otlp URL");
  }
  const limit = Number(values.limit ?? 500);
  if (!(Number.isSafeInteger(limit) && limit > 0 && limit <= 100_000)) {
    throw new UsageError(`--limit takes a whole number from 1 to 100000, not '${values.limit}'`);
  }
  return {
    prometheus: values.prometheus === undefined ? undefined : address(values.prometheus),
    otlp: values.otlp === undefined ? undefined : collector(values.otlp),
    interval: milliseconds("--interval", values.interval ?? "10"),
    limit,
    pin: values.pin,
    cgroup: positionals[0] ?? findCgroupRoot(),
  };
}

/** `9477`, `0.0.0.0:9477`, `[::1]:9477`. */
function address(text: string): ListenAddress {
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (port <= 65535) return { host: bracketed ?? plain ?? "127.0.0.1", port };
  throw new UsageError(`--prometheus takes [HOST:]PORT, as 9477 or 0.0.0.0:9477, not '${text}'`);
}

function collector(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new UsageError(`--otlp takes a URL, as http://localhost:4318, not '${text}'`);
}

function version(): string {
  // The same place from src/cli/ and from dist/cli/.
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}
