import { enableRunStatistics, PermissionError } from "../runtime.ts";

/** What counting costs the machine. */
export interface OwnCost {
  /** Of one run of a counting program, on average over the last sample; undefined while there is none. */
  readonly nanoseconds: number | undefined;
  /** Why there is none, when that won't change. */
  readonly why: string | undefined;
  /** The part of a CPU that this process uses, over the last seconds. */
  readonly cpu: number;
  /** Of this process, in bytes. */
  readonly memory: number;
}

/** What the kernel has measured of programs, while somebody asked it to. */
export interface Runs {
  readonly count: bigint;
  /** In nanoseconds. */
  readonly time: bigint;
}

/** In milliseconds. The kernel's clock costs each run of each program on the machine some nanoseconds: it is on for a hundredth. */
const sampleLength = 100;
const samplePause = 10_000;
/** While there was no traffic in one. */
const silentPause = 900;

/** In milliseconds: the shortest time over which a part of a CPU is worth telling. */
const shortest = 900;

/** Measures what counting costs, from when it is made until it is disposed. */
export class CostMeter implements Disposable {
  readonly #runs: () => Runs;
  #statistics: Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;
  #nanoseconds: number | undefined;
  #why: string | undefined;
  #last = { time: performance.now(), cpu: process.cpuUsage() };
  #cpu = 0;

  /** @param runs of the counting programs */
  constructor(runs: () => Runs) {
    this.#runs = runs;
    this.#begin();
  }

  read(): OwnCost {
    const now = performance.now();
    const elapsed = now - this.#last.time;
    if (elapsed >= shortest) {
      const { user, system } = process.cpuUsage(this.#last.cpu);
      this.#cpu = (user + system) / 1000 / elapsed;
      this.#last = { time: now, cpu: process.cpuUsage() };
    }
    return { nanoseconds: this.#nanoseconds, why: this.#why, cpu: this.#cpu, memory: process.memoryUsage.rss() };
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#statistics?.[Symbol.dispose]();
    this.#statistics = undefined;
  }

  #begin(): void {
    const before = this.#runs();
    try {
      this.#statistics = enableRunStatistics();
    } catch (error) {
      if (!(error instanceof PermissionError)) this.#why = "this kernel does not tell";
      else this.#why = `takes ${/lacks (CAP_\w+)/.exec(error.message)?.[1] ?? "more privileges"}`;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#statistics?.[Symbol.dispose]();
      this.#statistics = undefined;
      const { count, time } = this.#runs();
      const ran = count > before.count;
      if (ran) this.#nanoseconds = Number(time - before.time) / Number(count - before.count);
      this.#timer = setTimeout(() => this.#begin(), ran ? samplePause : silentPause).unref();
    }, sampleLength).unref();
  }
}
