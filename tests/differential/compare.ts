import { type CompileOptions, compile, type Target } from "../../src/compiler/compile.ts";
import { CompileError, codes } from "../../src/compiler/diagnostics/index.ts";
import type { Definition, ProgramDefinition } from "../../src/define/definitions.ts";
import { VerifierError } from "../../src/errors/index.ts";
import type { BpfObject } from "../../src/object/object.ts";
import { ReferenceMachine, Refused } from "../reference/machine.ts";
import { Outside, runAsJavaScript } from "../reference/plain-javascript.ts";
import type { CpuPlace } from "./executors.ts";
import { define, type RandomProgram } from "./program.ts";
import { type Behaviour, behaviour, difference, type Executor, ReferenceExecutor } from "./state.ts";

/** How a program is compiled. */
export interface Setting {
  /** `"none"`, `"all"`, or the one pass that is left out. */
  readonly passes: string;
  readonly target: Target;
  readonly portable: boolean;
}

export type MakeExecutor = (object: BpfObject, definitions: Record<string, Definition>, place: CpuPlace) => Executor;

/** Where compiled programs run. */
export interface Machine {
  readonly name: "kernel" | "simulator";
  readonly make: MakeExecutor;
}

export interface Failure {
  /** `"meaning"`: run as JavaScript, it does something else than the typed tree. */
  readonly kind: "meaning" | "compiler" | "refused" | "verifier" | "different" | "machine";
  readonly setting: Setting;
  readonly machine: string;
  readonly message: string;
}

export type Verdict =
  | { readonly outcome: "agreed"; readonly runs: number }
  /** The checker refused what the generator made, so nothing was tested. */
  | { readonly outcome: "refused"; readonly message: string }
  /** The verifier gave up on a program that is too long for it. */
  | { readonly outcome: "tooComplex" }
  | { readonly outcome: "failed"; readonly failure: Failure };

/** Runs a program in the reference, and compiled in each of the settings in each of the machines, and compares. */
export function check(
  program: RandomProgram,
  settings: readonly Setting[],
  machines: readonly Machine[],
  place: CpuPlace,
): Verdict {
  const definitions = define(program);
  let expected: Behaviour;
  let reference: ReferenceMachine;
  try {
    reference = new ReferenceMachine(definitions, place.cpu);
    expected = behaviour(new ReferenceExecutor(reference, definitions), program.initial, program.inputs);
  } catch (error) {
    if (error instanceof Refused) return { outcome: "refused", message: error.messages[0] ?? "" };
    throw error;
  }
  let runs = 0;
  const meaning = program.plain ? asJavaScript(program, definitions, expected, reference, place) : undefined;
  if (meaning !== undefined) {
    const setting: Setting = { passes: "none", target: "v3", portable: true };
    return { outcome: "failed", failure: { kind: "meaning", setting, machine: "reference", message: meaning } };
  }
  for (const setting of settings) {
    const failed = (kind: Failure["kind"], machine: string, message: string): Verdict => {
      return { outcome: "failed", failure: { kind, setting, machine, message } };
    };
    let object: BpfObject;
    try {
      object = compile(definitions, optionsOf(setting));
    } catch (error) {
      if (error instanceof CompileError) {
        if (tooLarge(error)) return { outcome: "refused", message: error.message };
        return failed("refused", "compiler", error.message);
      }
      return failed("compiler", "compiler", textOf(error));
    }
    for (const { name, make } of machines) {
      let executor: Executor | undefined;
      try {
        executor = make(object, definitions, place);
        const what = difference(expected, behaviour(executor, program.initial, program.inputs));
        if (what !== undefined) return failed("different", name, what);
        runs++;
      } catch (error) {
        if (error instanceof VerifierError) {
          if (tooComplex.test(error.log)) return { outcome: "tooComplex" };
          return failed("verifier", name, `${error.message}\n${error.log.split("\n").slice(-12).join("\n")}`);
        }
        return failed("machine", name, textOf(error));
      } finally {
        executor?.close();
      }
    }
  }
  return { outcome: "agreed", runs };
}

/** How a program that is run as JavaScript differs from the reference; undefined where it does not, or can't be compared. */
function asJavaScript(
  program: RandomProgram,
  definitions: Record<string, Definition>,
  expected: Behaviour,
  checked: ReferenceMachine,
  place: CpuPlace,
): string | undefined {
  const machine = new ReferenceMachine(definitions, place.cpu, checked);
  const executor = new ReferenceExecutor(machine, definitions, (input) =>
    runAsJavaScript(definitions.main as ProgramDefinition, definitions, machine, input),
  );
  try {
    return difference(behaviour(executor, program.initial, program.inputs), expected);
  } catch (error) {
    if (error instanceof Outside) return undefined;
    return `as JavaScript: ${textOf(error)}`;
  }
}

/** Programs with many live values and large literals may need more stack than there is: no defect. */
function tooLarge({ diagnostics }: CompileError): boolean {
  return diagnostics.every(({ code }) => code === codes.stackOverflow.code);
}

const tooComplex = /BPF program is too large|jumps is too complex|program is too complex/;

function optionsOf({ passes, target, portable }: Setting): CompileOptions {
  const disable = passes === "none" ? true : passes === "all" ? undefined : new Set([passes]);
  return { target, portable, cpus: 64, ...(disable === undefined ? {} : { disable }) };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 6).join("\n") : String(error);
}
