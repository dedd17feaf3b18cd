import { passes } from "../../src/compiler/optimize/index.ts";
import { possibleCpus } from "../../src/sys/machine.ts";
import { withoutKernel } from "../support/kernel.ts";
import { check, type Failure, type Machine, type Setting } from "./compare.ts";
import { constructsOf } from "./constructs.ts";
import { type CpuPlace, kernelExecutor, simulatorExecutor, stayOnCpu } from "./executors.ts";
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

/** How many failures with the same message are made small and shown. */
const SHOWN_ALIKE = 3;
/** In milliseconds, for making one failing program smaller. */
const PATIENCE = 20_000;

/** Generates programs and checks them, and counts. */
export class Soak {
  readonly machines: readonly Machine[];
  readonly place: CpuPlace;
  /** How many programs that were run, and agreed or not, had each construct. */
  readonly constructs = new Map<string, number>();
  readonly counts = { programs: 0, runs: 0, refused: 0, tooComplex: 0, failed: 0 };
  readonly #refusals = new Set<string>();
  readonly #seen = new Map<string, number>();
  /** What the latest failure has in common with others of the same cause. */
  latestSignature: string | undefined;

  private constructor(machines: readonly Machine[], place: CpuPlace) {
    this.machines = machines;
    this.place = place;
  }

  /** With the kernel where programs can be loaded, and without it elsewhere. */
  static open(job = process.pid): Soak {
    const simulator: Machine = { name: "simulator", make: simulatorExecutor };
    if (withoutKernel !== false) return new Soak([simulator], { cpu: 0, cpus: 2 });
    const cpus = possibleCpus();
    const cpu = job % cpus;
    stayOnCpu(cpu);
    return new Soak([{ name: "kernel", make: kernelExecutor }, simulator], { cpu, cpus });
  }

  /** Checks the program of a seed; gives what is new of a failure. */
  next(seed: number, effort: Effort = "some"): Failed | undefined {
    return this.check(generate(seed), effort);
  }

  check(program: RandomProgram, effort: Effort): Failed | undefined {
    const verdict = check(program, settingsFor(program, effort), this.machines, this.place);
    this.counts.programs++;
    if (verdict.outcome === "agreed" || verdict.outcome === "failed") {
      for (const name of constructsOf(program)) this.constructs.set(name, (this.constructs.get(name) ?? 0) + 1);
    }
    switch (verdict.outcome) {
      case "agreed":
        this.counts.runs += verdict.runs;
        return undefined;
      case "refused":
        this.counts.refused++;
        this.#refusals.add(`seed ${program.seed}: ${verdict.message}`);
        return undefined;
      case "tooComplex":
        this.counts.tooComplex++;
        return undefined;
      case "failed":
        this.counts.failed++;
        return this.#smaller(program, verdict.failure);
    }
  }

  /** Undefined when enough of its kind were shown before. */
  #smaller(program: RandomProgram, failure: Failure): Failed | undefined {
    const signature = signatureOf(failure);
    const seen = (this.#seen.get(signature) ?? 0) + 1;
    this.#seen.set(signature, seen);
    this.latestSignature = signature;
    if (seen > SHOWN_ALIKE) return undefined;
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
}

function alike(a: Failure, b: Failure): boolean {
  return a.kind === b.kind && a.machine === b.machine && signatureOf(a) === signatureOf(b);
}

/** What failures with the same cause have in common; two wrong results have nothing. */
function signatureOf({ kind, machine, message }: Failure): string {
  if (kind === "different") return `${kind} ${machine}`;
  const [first = "", second = ""] = message.split("\n");
  const place = kind === "verifier" ? "" : second;
  return `${kind} ${machine}: ${first.replace(/^.*?rejects 'main': /, "")} ${place}`.replace(/\d+/g, "N").trim();
}

export function describeFailure({ failure, program, original }: Failed): string {
  const { kind, machine, message, setting } = failure;
  const how = `passes ${setting.passes}, target ${setting.target}${setting.portable ? ", portable" : ""}`;
  return `seed ${program.seed}: ${kind} in ${machine} (${how}; ${original} characters made ${program.source.length})\n${message}`;
}

const targets = ["v1", "v2", "v3", "v4"] as const;

/** How many settings a program is compiled in. */
export type Effort = "one" | "some" | "every";

function settingsFor(program: RandomProgram, effort: Effort): Setting[] {
  const usable = program.newAtomics ? targets.slice(2) : targets;
  if (effort === "every") {
    return ["all", "none", ...passes.keys()].flatMap((name) =>
      usable.flatMap((target) => [false, true].map((portable) => ({ passes: name, target, portable }))),
    );
  }
  const random = new Random(program.seed ^ 0x5eed);
  const withoutOne = random.pick([...passes.keys()]);
  // What one pass does wrong shows with all passes; the others show what it hides. Many programs go further than many settings.
  const other = random.pick(["none", withoutOne]);
  const names = effort === "some" ? ["all", other] : [random.pick(["all", "all", "none", withoutOne])];
  return names.map((name) => ({ passes: name, target: random.pick(usable), portable: random.percent(30) }));
}
