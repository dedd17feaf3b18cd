import type { TrafficReport } from "../traffic-ledger.ts";
import { BoundedSeries, type Series } from "./bounded-series.ts";
import type { ExporterFacts } from "./prometheus.ts";

/** In milliseconds: however many ask, the kernel is not read more often. */
const freshness = 500;

export interface ExporterOptions {
  /** The number of cgroups that are listed at a time. */
  readonly limit: number;
  /** Of this package. */
  readonly version: string;
  /** Between two readings, in milliseconds. */
  readonly interval: number;
}

/** Reads a counter, and has the numbers that monitoring sees. */
export class TrafficExporter {
  readonly #source: { report(): TrafficReport };
  readonly #series: BoundedSeries;
  readonly #options: ExporterOptions;
  #read = Number.NEGATIVE_INFINITY;
  #facts: ExporterFacts;
  #failure: string | undefined;

  constructor(source: { report(): TrafficReport }, options: ExporterOptions) {
    this.#source = source;
    this.#options = options;
    this.#series = new BoundedSeries(options.limit);
    this.#facts = { version: options.version, cgroups: 0, readingSeconds: 0 };
  }

  /** Reads the counter, unless that has just been done. */
  refresh(): void {
    if (performance.now() - this.#read >= freshness) this.readNow();
  }

  readNow(): void {
    const began = performance.now();
    try {
      const report = this.#source.report();
      this.#series.update(report, began);
      const cgroups = report.rows.reduce((sum, { cgroup }) => sum + Number(cgroup.alive), 0);
      const readingSeconds = Math.round(performance.now() - began) / 1000;
      this.#facts = { ...this.#facts, cgroups, readingSeconds };
      this.#read = began;
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  get series(): Series[] {
    return this.#series.series();
  }

  get facts(): ExporterFacts {
    return this.#facts;
  }

  /** Why it can't be relied on; undefined when all is well. */
  get trouble(): string | undefined {
    if (this.#failure !== undefined) return `the last reading failed: ${this.#failure}`;
    const age = performance.now() - this.#read;
    if (age < 3 * this.#options.interval + 1000) return undefined;
    return Number.isFinite(age) ? `the last reading was ${Math.round(age / 1000)} s ago` : "nothing has been read yet";
  }
}
