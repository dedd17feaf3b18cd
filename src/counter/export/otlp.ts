import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import { YodelError } from "../../runtime.ts";
import type { TrafficExporter } from "./exporter.ts";
import { directions, trafficMetrics } from "./metrics.ts";

export interface OtlpOptions {
  /** Of the collector; without a path, it is that of metrics, as in the environment variable of the specification. */
  readonly url: URL;
  /** Between two pushes, in milliseconds. */
  readonly interval: number;
  /** The most series that there can be of a metric. */
  readonly mostSeries: number;
  /** What is said when pushing begins to fail, and when it works again. */
  readonly note: (text: string) => void;
}

/** Pushes at each interval, until it is disposed, which pushes once more. */
export interface OtlpPush extends AsyncDisposable {
  readonly url: string;
  /** Why the last push failed; undefined when it did not. */
  readonly trouble: string | undefined;
}

const packages = ["api", "resources", "sdk-metrics", "exporter-metrics-otlp-http"];

/**
 * In milliseconds: how long a push may take with all its attempts, also the last one: what stops containers waits for ten
 * seconds.
 */
const longestPush = 5000;

/**
 * Pushes what an exporter has to an OpenTelemetry collector, by OTLP over HTTP in JSON. The official packages do it; they
 * are loaded by the first call, and this package does not bring them.
 * @throws {YodelError} the packages are not installed
 */
export async function pushMetrics(exporter: TrafficExporter, options: OtlpOptions): Promise<OtlpPush> {
  const { resources, sdk, http } = await importPackages();
  const { url, interval, mostSeries, note } = options;
  const target = url.pathname === "/" ? new URL("/v1/metrics", url) : url;
  let trouble: string | undefined;
  const timeoutMillis = Math.min(interval, longestPush);
  const inner = new http.OTLPMetricExporter({ url: target.href, timeoutMillis });
  const pushing: PushMetricExporter = {
    export: (metrics, done) =>
      inner.export(metrics, (result) => {
        const before = trouble;
        trouble = result.code === 0 ? undefined : (result.error?.message ?? "the collector did not take it");
        if (trouble !== undefined && before === undefined) note(`pushing to ${target.href} failed: ${trouble}`);
        if (trouble === undefined && before !== undefined) note(`pushing to ${target.href} works again`);
        // The failure has been told; the reader would tell it once more.
        done({ code: 0 });
      }),
    forceFlush: () => inner.forceFlush(),
    shutdown: () => inner.shutdown(),
    selectAggregationTemporality: (type) => inner.selectAggregationTemporality(type),
  };
  const reader = new sdk.PeriodicExportingMetricReader({
    exporter: pushing,
    exportIntervalMillis: interval,
    exportTimeoutMillis: timeoutMillis,
  });
  // What the environment says goes before what we say.
  const ours = resources.resourceFromAttributes({ "service.name": "yodel", "service.version": exporter.facts.version });
  const detected = resources.detectResources({ detectors: [resources.hostDetector, resources.envDetector] });
  const provider = new sdk.MeterProvider({
    resource: ours.merge(detected),
    readers: [reader],
    views: [{ instrumentName: "*", aggregationCardinalityLimit: mostSeries }],
  });
  const meter = provider.getMeter("yodel", exporter.facts.version);
  const instruments = trafficMetrics.map(({ otlp, otlpUnit, help, count }) => {
    const counter = meter.createObservableCounter(otlp, { description: help, unit: otlpUnit });
    return { counter, count };
  });
  meter.addBatchObservableCallback(
    (result) => {
      exporter.refresh();
      for (const { labels, traffic } of exporter.series) {
        for (const direction of directions) {
          for (const { counter, count } of instruments) {
            result.observe(counter, count(traffic[direction]), { ...labels, direction });
          }
        }
      }
    },
    instruments.map(({ counter }) => counter),
  );
  return {
    url: target.href,
    get trouble() {
      return trouble;
    },
    // The last numbers are pushed by that.
    [Symbol.asyncDispose]: () => provider.shutdown({ timeoutMillis: longestPush }),
  };
}

async function importPackages() {
  try {
    const [resources, sdk, http] = await Promise.all([
      import("@opentelemetry/resources"),
      import("@opentelemetry/sdk-metrics"),
      import("@opentelemetry/exporter-metrics-otlp-http"),
    ]);
    return { resources, sdk, http };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new YodelError("YDL7080", "pushing by OTLP takes the packages of OpenTelemetry, which are not installed", {
      hint: `npm install ${packages.map((name) => `@opentelemetry/${name}`).join(" ")}`,
      cause,
    });
  }
}
