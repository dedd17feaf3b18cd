// The process that runs programs for soak.ts: it is told a seed, and tells what came of it.
import { reproduction } from "./program.ts";
import { describeFailure, type Effort, Soak } from "./run.ts";

export interface Task {
  readonly seed: number;
  readonly effort: Effort;
}

export interface Report {
  /** What to add to the counts. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of the program, if it was run. */
  readonly constructs: readonly string[];
  readonly signature?: string | undefined;
  /** The failure in words, with a small program that shows it. */
  readonly failure?: string | undefined;
  readonly refusal?: string | undefined;
}

const soak = Soak.open(Number(process.argv[2] ?? 0));

process.on("message", ({ seed, effort }: Task) => {
  const before = { ...soak.counts };
  const failed = soak.next(seed, effort);
  const counts = Object.fromEntries(
    Object.entries(soak.counts).map(([name, count]) => [name, count - before[name as keyof typeof before]]),
  );
  const constructs = [...soak.constructs.keys()];
  soak.constructs.clear();
  const report: Report = {
    counts,
    constructs,
    signature: soak.counts.failed > before.failed ? soak.latestSignature : undefined,
    failure: failed && `${describeFailure(failed)}\n${reproduction(failed.program)}`,
    refusal: soak.counts.refused > before.refused ? soak.refusals.at(-1) : undefined,
  };
  process.send?.(report);
});
