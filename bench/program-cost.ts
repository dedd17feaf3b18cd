import { compile, readElf } from "../src/index.ts";
import { type BpfObject, type LoadedObject, load } from "../src/runtime.ts";
import { CObjects } from "./c-objects.ts";
import { type Benchmark, benchmarks, slotsOf, withRawMaps } from "./programs/index.ts";
import { middleMean, table } from "./statistics.ts";

/** What a program takes, in TypeScript and in C; all programs of its object together. */
export interface ProgramCost {
  readonly name: string;
  readonly yodel: Cost;
  readonly c: Cost;
  /** Our time divided by C's; undefined where the kernel has no test runs. */
  readonly ratio: number | undefined;
}

export interface Cost {
  /** Instructions as written, 8 bytes each. */
  readonly slots: number;
  /** Machine code, in bytes. */
  readonly jitedSize: number;
  /** Time of a run on the first of the packets, in nanoseconds, calling the program included: the mean of the middle half of all rounds. */
  readonly nanoseconds: number | undefined;
}

interface Candidate {
  readonly object: BpfObject;
  readonly times: number[];
  jitedSize: number;
}

/**
 * Runs each program in turn with its counterpart in C, so that what disturbs the machine disturbs both; and loads both several times, so that
 * where in memory their code happens to be counts for little. A run that changes the packet leaves it changed for the next. Undefined
 * when clang is not installed.
 */
export function measureProgramCosts(loads = 5, rounds = 30, repeat = 50_000): ProgramCost[] | undefined {
  using c = new CObjects();
  if (c.compiler === undefined) return undefined;
  return Object.entries(benchmarks).map(([name, benchmark]) => {
    const ours: Candidate = { object: compile(benchmark.definitions, { name }), times: [], jitedSize: 0 };
    const theirs: Candidate = { object: readElf(c.build(name, "programs/c")), times: [], jitedSize: 0 };
    for (let count = 0; count < loads; count++) timeLoaded(ours, theirs, benchmark, rounds, repeat);
    const [yodel, inC] = [costOf(ours), costOf(theirs)];
    const ratio = yodel.nanoseconds && inC.nanoseconds && yodel.nanoseconds / inC.nanoseconds;
    return { name, yodel, c: inC, ratio };
  });
}

function timeLoaded(ours: Candidate, theirs: Candidate, benchmark: Benchmark, rounds: number, repeat: number): void {
  using stack = new DisposableStack();
  const live = [ours, theirs].map((candidate) => {
    const loaded = stack.use(load(withRawMaps(candidate.object)));
    fill(loaded, benchmark);
    const programs = candidate.object.functions.filter(({ isProgram }) => isProgram);
    candidate.jitedSize = programs.reduce((sum, { name }) => sum + loaded.programs[name].info().jitedSize, 0);
    return { candidate, loaded };
  });
  const [data] = benchmark.packets;
  for (let round = 0; data && round < rounds; round++) {
    // Who comes first alternates.
    for (const { candidate, loaded } of round % 2 === 0 ? live : live.toReversed()) {
      candidate.times.push(timeRuns(loaded, data, repeat));
    }
  }
}

function fill(loaded: LoadedObject, { entries = {} }: Benchmark): void {
  for (const [map, rows] of Object.entries(entries)) {
    for (const [key, value] of rows) loaded.maps[map].set(key, value);
  }
}

/**
 * Nanoseconds of one run by the kernel's clock, in whole numbers. Ours would count what a call costs besides: up to milliseconds for XDP,
 * because the kernel waits for those who may still run the program before.
 */
function timeRuns(loaded: LoadedObject, data: Uint8Array, repeat: number): number {
  return loaded.programs.run.test({ data, repeat }).nanoseconds;
}

function costOf({ object, times, jitedSize }: Candidate): Cost {
  return { slots: slotsOf(object), jitedSize, nanoseconds: times.length > 0 ? middleMean(times) : undefined };
}

/** The costs as rows of cells, the sums last. */
export function programRows(costs: readonly ProgramCost[]): string[][] {
  const sum = (of: (cost: ProgramCost) => number | undefined) =>
    costs.reduce((total, cost) => total + (of(cost) ?? 0), 0);
  const rows = costs.map(({ name, yodel, c, ratio }) => row(name, yodel, c, ratio));
  const total = (language: "yodel" | "c"): Cost => ({
    slots: sum((cost) => cost[language].slots),
    jitedSize: sum((cost) => cost[language].jitedSize),
    nanoseconds: sum((cost) => cost[language].nanoseconds),
  });
  return [...rows, row("all", total("yodel"), total("c"), undefined)];
}

function row(name: string, yodel: Cost, c: Cost, ratio: number | undefined): string[] {
  const times = [yodel, c].map(({ nanoseconds }) => nanoseconds?.toFixed(1) ?? "-");
  const quotient = ratio ?? (yodel.nanoseconds && c.nanoseconds ? yodel.nanoseconds / c.nanoseconds : undefined);
  return [
    name,
    ...[yodel.slots, c.slots].map(String),
    (yodel.slots / c.slots).toFixed(2),
    ...[yodel.jitedSize, c.jitedSize].map(String),
    ...times,
    quotient?.toFixed(2) ?? "-",
  ];
}

/** For the terminal. */
export function programCostsAsText(costs: readonly ProgramCost[]): string {
  const head = ["", "slots", "C", "ratio", "bytes", "C", "ns", "C", "ratio"];
  return `Programs, and the same in C\n\n${table([head, ...programRows(costs)])}`;
}
