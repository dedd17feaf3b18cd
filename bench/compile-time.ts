import { compile } from "../src/index.ts";
import { median } from "./statistics.ts";
import { type Strategy, strategies, strategyNames } from "./strategies.ts";

export interface CompileTime {
  readonly strategy: Strategy;
  /** Median, in milliseconds, of a process that has compiled it before. */
  readonly milliseconds: number;
}

export function measureCompileTimes(rounds = 200): CompileTime[] {
  const times = new Map(strategyNames.map((strategy) => [strategy, [] as number[]]));
  for (let round = 0; round < rounds * 2; round++) {
    for (const [strategy, measured] of times) {
      const start = performance.now();
      compile(strategies[strategy], { name: strategy });
      // The first half warms up.
      if (round >= rounds) measured.push(performance.now() - start);
    }
  }
  return [...times].map(([strategy, measured]) => ({ strategy, milliseconds: median(measured) }));
}
