import type { Series } from "./bounded-series.ts";
import { directions, trafficMetrics } from "./metrics.ts";

/** What is said about the exporter itself. */
export interface ExporterFacts {
  readonly version: string;
  /** Cgroups that are watched, listed or not. */
  readonly cgroups: number;
  /** What the last reading took, in seconds. */
  readonly readingSeconds: number;
}

/** `"openmetrics"`: OpenMetrics 1.0; `"text"`: the format of Prometheus before it, 0.0.4. */
export type ExpositionFormat = "openmetrics" | "text";

export const contentTypes: Readonly<Record<ExpositionFormat, string>> = {
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
  text: "text/plain; version=0.0.4; charset=utf-8",
};

/** What a scraper prefers, by its `Accept` header. */
export function formatFor(accept: string | undefined): ExpositionFormat {
  return /\bapplication\/openmetrics-text\b/.test(accept ?? "") ? "openmetrics" : "text";
}

/** All metrics, as a scraper gets them. Source: the OpenMetrics specification; Prometheus, Exposition formats. */
export function exposition(series: readonly Series[], facts: ExporterFacts, format: ExpositionFormat): string {
  const lines: string[] = [];
  const isOpen = format === "openmetrics";
  const describe = (family: string, type: string, help: string, unit?: string) => {
    lines.push(`# TYPE ${family} ${type}`);
    if (isOpen && unit !== undefined) lines.push(`# UNIT ${family} ${unit}`);
    lines.push(`# HELP ${family} ${help}`);
  };
  const labelled = series.map(({ labels, traffic }) => {
    const texts = directions.map((direction) => ({ direction, text: labelsText({ ...labels, direction }) }));
    return { texts, traffic };
  });
  for (const { prometheus, unit, help, count } of trafficMetrics) {
    // In OpenMetrics a counter's name is without the suffix that its samples have.
    describe(isOpen ? prometheus : `${prometheus}_total`, "counter", help, unit);
    for (const { texts, traffic } of labelled) {
      for (const { direction, text } of texts) lines.push(`${prometheus}_total${text} ${count(traffic[direction])}`);
    }
  }
  describe("yodel_exporter_cgroups", "gauge", "Cgroups that are watched, listed or not.");
  lines.push(`yodel_exporter_cgroups ${facts.cgroups}`);
  describe("yodel_exporter_reading_seconds", "gauge", "What the last reading took.", "seconds");
  lines.push(`yodel_exporter_reading_seconds ${facts.readingSeconds}`);
  describe("yodel_build_info", "gauge", "The version of yodel.");
  lines.push(`yodel_build_info${labelsText({ version: facts.version })} 1`);
  if (isOpen) lines.push("# EOF");
  return `${lines.join("\n")}\n`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  if (!/["\\\n]/.test(value)) return value;
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
