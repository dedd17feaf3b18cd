import { spawnSync } from "node:child_process";
import { compile, readElf } from "../src/index.ts";
import { type LoadedObject, load } from "../src/runtime.ts";
import { CObjects } from "./c-objects.ts";
import { median } from "./statistics.ts";
import { type Strategy, strategies, strategyNames } from "./strategies.ts";

export interface RunCost {
  readonly strategy: Strategy;
  readonly language: "yodel" | "c";
  /** Instructions as written, 8 bytes each. */
  readonly slots: number;
  /** Machine code, in bytes. */
  readonly jitedSize: number;
  /** Time of a run, in nanoseconds; the median of all rounds. */
  readonly nanoseconds: number;
  /** Median of the differences to the empty program of the same language in the same round, in nanoseconds. */
  readonly aboveEmpty: number;
}

export interface RunCosts {
  readonly costs: readonly RunCost[];
  /** The version of clang; undefined when it is not installed, and then there are no costs in C. */
  readonly compiler: string | undefined;
  readonly pinned: boolean;
}

/**
 * Runs every strategy in the kernel by `BPF_PROG_TEST_RUN`, in rounds in which each has its turn: what disturbs the
 * machine disturbs all. Times are by our clock around many runs: the kernel's own are whole nanoseconds.
 */
export function measureRunCosts(rounds = 61, repeat = 200_000): RunCosts {
  const pinned = pin();
  using c = new CObjects();
  using stack = new DisposableStack();
  const candidates = strategyNames.flatMap((strategy) => {
    const objects = [
      { strategy, language: "yodel" as const, object: compile(strategies[strategy], { name: strategy }) },
    ];
    const inC =
      c.compiler === undefined ? [] : [{ strategy, language: "c" as const, object: readElf(c.build(strategy)) }];
    return [...objects, ...inC].map((candidate) => ({
      ...candidate,
      loaded: stack.use(load(candidate.object)),
      times: [] as number[],
    }));
  });

  for (const { loaded } of candidates) timeRuns(loaded, repeat);
  for (let round = 0; round < rounds; round++) {
    for (const { loaded, times } of candidates) times.push(timeRuns(loaded, repeat));
  }

  const costs = candidates.map(({ strategy, language, object, loaded, times }) => {
    const floor = candidates.find((other) => other.strategy === "empty" && other.language === language)?.times ?? [];
    return {
      strategy,
      language,
      slots: (object.functions.find(({ name }) => name === "count")?.code.length ?? 0) / 8,
      jitedSize: loaded.programs.count.info().jitedSize,
      nanoseconds: median(times),
      aboveEmpty: median(times.map((time, round) => time - (floor[round] ?? 0))),
    };
  });
  return { costs, compiler: c.compiler, pinned };
}

/** Nanoseconds of one run. */
function timeRuns(loaded: LoadedObject, repeat: number): number {
  const start = process.hrtime.bigint();
  loaded.programs.count.test({ repeat });
  return Number(process.hrtime.bigint() - start) / repeat;
}

/** Keeps this process on one CPU, where taskset(1) is there. */
function pin(): boolean {
  const list = spawnSync("taskset", ["-p", "-c", String(process.pid)], { encoding: "utf8" }).stdout ?? "";
  const last = /(\d+)\s*$/.exec(list)?.[1];
  if (last === undefined) return false;
  return spawnSync("taskset", ["-a", "-p", "-c", last, String(process.pid)]).status === 0;
}
