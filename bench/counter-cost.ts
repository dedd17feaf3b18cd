import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import * as count from "../src/counter/count.bpf.ts";
import * as traffic from "../src/counter/traffic.bpf.ts";
import { compile, readElf } from "../src/index.ts";
import { findCgroupRoot, type LoadedObject, load } from "../src/runtime.ts";
import { CObjects } from "./c-objects.ts";
import { table } from "./statistics.ts";

/** What counting a packet costs, while `yodel top` reads once a second: nanoseconds of a run above the empty program. */
export interface CounterCosts {
  readonly topAlone: number;
  /** The same map in C: one packet and the buffer's length into a per-CPU hash map, without segments. */
  readonly perCpuHashInC: number;
  /** For a buffer of 40 segments of TCP. */
  readonly topSegments: number;
  readonly count: number;
  /** A slot for each CPU, in C. */
  readonly perCpuSlotInC: number;
  /** The same, counting the segments of a buffer: what `count` does. */
  readonly segmentsInC: number;
  /** A run of the empty program. */
  readonly empty: number;
}

/** A frame with headers of IPv4 and TCP. */
function frame(): Uint8Array {
  const data = new Uint8Array(14 + 20 + 20 + 3000);
  data.set([0x08, 0x00, 0x45], 12);
  data[23] = 6;
  data[46] = 0x50;
  return data;
}

/**
 * Runs ours and those in C in turns. Ours for `top` counts as the tool's own does, in a process that is watched by it.
 * @returns undefined where clang-19 is not installed
 */
export async function measureCounterCosts(rounds = 300, repeat = 20_000): Promise<CounterCosts | undefined> {
  using c = new CObjects();
  if (!c.compiler) return undefined;
  using stack = new DisposableStack();
  const inC = (name: string) => stack.use(load(readElf(c.build(name as "empty")))).programs.count;
  const ours = (definitions: Parameters<typeof compile>[0]): LoadedObject => stack.use(load(compile(definitions)));
  const data = frame();
  const candidates = {
    empty: { program: inC("empty"), options: { data } },
    hash: { program: inC("per-cpu-hash-map"), options: { data } },
    slotOfSegments: { program: inC("per-cpu-segments"), options: { data } },
    slot: { program: inC("per-cpu-variable"), options: { data } },
    top: { program: ours({ ...traffic }).programs.count_egress, options: { data } },
    segments: {
      program: ours({ ...traffic }).programs.count_egress,
      options: { data, context: { gso_segs: 40, gso_size: 1448 } },
    },
    count: { program: ours({ ...count }).programs.count_egress, options: { data } },
  };
  const names = Object.keys(candidates) as (keyof typeof candidates)[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    keyof typeof candidates,
    number[]
  >;
  await using _top = await runningTop();
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const { program, options } = candidates[name];
      const start = process.hrtime.bigint();
      program?.test({ ...options, repeat });
      times[name].push(Number(process.hrtime.bigint() - start) / repeat);
    }
  }
  const empty = quiet(times.empty);
  const above = (name: keyof typeof candidates) => quiet(times[name]) - empty;
  return {
    topAlone: above("top"),
    perCpuHashInC: above("hash"),
    topSegments: above("segments"),
    count: above("count"),
    perCpuSlotInC: above("slot"),
    segmentsInC: above("slotOfSegments"),
    empty,
  };
}

/** The lower tenth: these rounds were the least disturbed, and differences of a nanosecond are to be seen. */
function quiet(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)] ?? Number.NaN;
}

/** The built tool, watching a cgroup of its own. */
async function runningTop(): Promise<AsyncDisposable> {
  const cgroup = join(findCgroupRoot(), `yodel-bench-${process.pid}`);
  mkdirSync(cgroup);
  const main = join(import.meta.dirname, "../dist/cli/main.js");
  const child = spawn(process.execPath, [main, "top", cgroup, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  await once(child.stdout, "data");
  child.stdout.resume();
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await ended;
      rmdirSync(cgroup);
    },
  };
}

export function counterCostsAsText(costs: CounterCosts): string {
  const two = (value: number) => value.toFixed(2);
  const beside = (ours: number, theirs: number) => [two(ours), two(theirs), two(ours / theirs)];
  const rows = [
    ["", "ns", "in C", "ratio"],
    ["yodel top, and a per-CPU hash map in C", ...beside(costs.topAlone, costs.perCpuHashInC)],
    ["yodel top, a buffer of 40 segments", two(costs.topSegments), "", ""],
    ["yodel count, and the same in C", ...beside(costs.count, costs.segmentsInC)],
    ["yodel count, and a slot in C that counts buffers", ...beside(costs.count, costs.perCpuSlotInC)],
  ];
  return `Counting a packet while yodel top runs, above an empty program (${two(costs.empty)} ns)\n\n${table(rows)}`;
}
