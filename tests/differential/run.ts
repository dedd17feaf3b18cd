import { passes } from "../../src/compiler/optimize/index.ts";
import { possibleCpus } from "../../src/sys/machine.ts";
import { withoutKernel } from "../support/kernel.ts";
import { check, type Failure, type Machine, type Setting } from "./compare.ts";
import { type CpuPlace, kernelExecutor, stayOnCpu } from "./executors.ts";
import { generate } from "./generate.ts";
import type { RandomProgram } from "./program.ts";
import { Random } from "./random.ts";
import { shrink } from "./shrink.ts";

/** A program that fails, as small as it could be made. */
export interface Failed {
  readonly program: RandomProgram;
  readonly failure: Failure;
  /** Characters of the function before it was made smaller. */
  readonly original: number;
}

/** Settings for each program of a soak. */
const SETTINGS = 3;
/** In milliseconds, for making one failing program smaller. */
const PATIENCE = 20_000;

/** Generates programs and checks them, and counts. */
export class Soak {
  readonly machines: readonly Machine[];
  readonly place: CpuPlace;
  readonly counts = { programs: 0, runs: 0, refused: 0, tooComplex: 0, failed: 0 };
  readonly #refusals = new Set<string>();

  private constructor(machines: readonly Machine[], place: CpuPlace) {
    this.machines = machines;
    this.place = place;
  }

  static async open(): Promise<Soak> {
    if (withoutKernel !== false) return new Soak([], { cpu: 0, cpus: 1 });
    const cpus = possibleCpus();
    const cpu = process.pid % cpus;
    stayOnCpu(cpu);
    return new Soak([{ name: "kernel", make: kernelExecutor }], { cpu, cpus });
  }

  /** Checks the program of a seed. */
  next(seed: number, everySetting = false): Failed | undefined {
    const program = generate(seed);
    const settings = everySetting ? allSettings(program) : someSettings(program);
    const verdict = check(program, settings, this.machines, this.place);
    this.counts.programs++;
    switch (verdict.outcome) {
      case "agreed":
        this.counts.runs += verdict.runs;
        return undefined;
      case "refused":
        this.counts.refused++;
        this.#refusals.add(`seed ${seed}: ${verdict.message}`);
        return undefined;
      case "tooComplex":
        this.counts.tooComplex++;
        return undefined;
      case "failed":
        this.counts.failed++;
        return this.#smaller(program, verdict.failure);
    }
  }

  #smaller(program: RandomProgram, failure: Failure): Failed {
    let latest = failure;
    const machines = this.machines.filter(({ name }) => name === failure.machine || failure.machine === "compiler");
    const small = shrink(
      program,
      (candidate) => {
        try {
          const verdict = check(candidate, [failure.setting], machines, this.place);
          if (verdict.outcome !== "failed" || !alike(failure, verdict.failure)) return false;
          latest = verdict.failure;
          return true;
        } catch {
          return false;
        }
      },
      PATIENCE,
    );
    return { program: small, failure: latest, original: program.source.length };
  }

  get refusals(): readonly string[] {
    return [...this.#refusals];
  }

  summary(): string {
    const { programs, runs, refused, tooComplex, failed } = this.counts;
    return `${programs} programs, ${runs} runs agree, ${failed} failed, ${refused} refused by the checker, ${tooComplex} too complex for the verifier`;
  }
}

function alike(a: Failure, b: Failure): boolean {
  return a.kind === b.kind && a.machine === b.machine;
}

export function describeFailure({ failure, program, original }: Failed): string {
  const { kind, machine, message, setting } = failure;
  const how = `passes ${setting.passes}, target ${setting.target}${setting.portable ? ", portable" : ""}`;
  return `seed ${program.seed}: ${kind} in ${machine} (${how}; ${original} characters made ${program.source.length})\n${message}`;
}

const targets = ["v1", "v2", "v3", "v4"] as const;

/** With everything, with nothing, and with one pass left out at random. */
function someSettings(program: RandomProgram): Setting[] {
  const random = new Random(program.seed ^ 0x5eed);
  const target = () => random.pick(program.newAtomics ? targets.slice(2) : targets);
  const names = ["all", "none", random.pick([...passes.keys()])];
  return names.slice(0, SETTINGS).map((name) => ({ passes: name, target: target(), portable: random.percent(30) }));
}

function allSettings(program: RandomProgram): Setting[] {
  return ["all", "none", ...passes.keys()].flatMap((name) =>
    (program.newAtomics ? targets.slice(2) : targets).flatMap((target) =>
      [false, true].map((portable) => ({ passes: name, target, portable })),
    ),
  );
}
