import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { compile, readElf } from "../src/index.ts";
import { type BpfObject, type LoadedObject, load } from "../src/runtime.ts";
import { BothCpus } from "./both-cpus.ts";
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
  /** Of one run, while nothing else runs it. */
  readonly alone: Nanoseconds;
  /** Of one run, while another CPU runs the same program on the same map; undefined where there is one CPU. */
  readonly bothCpus: Nanoseconds | undefined;
}

export interface Nanoseconds {
  /** Median of all rounds. */
  readonly run: number;
  /** Median of the differences to the empty program of the same language in the same round. */
  readonly aboveEmpty: number;
}

export interface RunCosts {
  readonly costs: readonly RunCost[];
  /** The version of clang; undefined when it is not installed, and then there are no costs in C. */
  readonly compiler: string | undefined;
  /** Whether what ran alone was kept on one CPU. */
  readonly pinned: boolean;
}

interface Candidate {
  readonly strategy: Strategy;
  readonly language: "yodel" | "c";
  readonly object: BpfObject;
  readonly loaded: LoadedObject;
  /** Nanoseconds of one run, by round. */
  readonly alone: number[];
  readonly bothCpus: number[];
}

/**
 * Runs every strategy in the kernel by `BPF_PROG_TEST_RUN`, in rounds in which each has its turn: what disturbs the
 * machine disturbs all. Times are by our clock around many runs: the kernel's own are whole nanoseconds.
 */
export async function measureRunCosts(rounds = 61, repeat = 200_000): Promise<RunCosts> {
  using c = new CObjects();
  using stack = new DisposableStack();
  const candidates = strategyNames.flatMap((strategy): Candidate[] => {
    const ours = { strategy, language: "yodel" as const, object: compile(strategies[strategy], { name: strategy }) };
    const theirs = c.compiler && { strategy, language: "c" as const, object: readElf(c.build(strategy)) };
    return [ours, ...(theirs ? [theirs] : [])].map((candidate) => {
      return { ...candidate, loaded: stack.use(load(candidate.object)), alone: [], bothCpus: [] };
    });
  });

  if (availableParallelism() > 1) {
    await using both = new BothCpus();
    for (let round = 0; round < rounds; round++) {
      for (const { loaded, bothCpus } of candidates) bothCpus.push(await both.time(loaded.programs.count.fd, repeat));
    }
  }
  const pinned = pin();
  for (let round = 0; round < rounds; round++) {
    for (const { loaded, alone } of candidates) alone.push(timeRuns(loaded, repeat));
  }
  return { costs: candidates.map((candidate) => costOf(candidate, candidates)), compiler: c.compiler, pinned };
}

function costOf(candidate: Candidate, all: readonly Candidate[]): RunCost {
  const { strategy, language, object, loaded } = candidate;
  const empty = all.find((other) => other.strategy === "empty" && other.language === language) ?? candidate;
  const nanoseconds = (times: readonly number[], floor: readonly number[]): Nanoseconds => ({
    run: median(times),
    aboveEmpty: median(times.map((time, round) => time - (floor[round] ?? 0))),
  });
  return {
    strategy,
    language,
    slots: (object.functions.find(({ name }) => name === "count")?.code.length ?? 0) / 8,
    jitedSize: loaded.programs.count.info().jitedSize,
    alone: nanoseconds(candidate.alone, empty.alone),
    bothCpus: candidate.bothCpus.length > 0 ? nanoseconds(candidate.bothCpus, empty.bothCpus) : undefined,
  };
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
