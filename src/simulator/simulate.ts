import type { BpfObject, DataSection } from "../object/object.ts";
import { defaultEnvironment, type Environment } from "./environment.ts";
import { SimulatorError } from "./errors.ts";
import { codecOf } from "./handles/codec.ts";
import { handleOf } from "./handles/index.ts";
import type { SimulatedMapHandle } from "./handles/map-handle.ts";
import { SimulatedProgram } from "./handles/program.ts";
import { variablesOf } from "./handles/variables.ts";
import type { UserHelper } from "./helpers/helper.ts";
import { helperTable } from "./helpers/index.ts";
import { Machine } from "./machine.ts";
import { createMap } from "./maps/index.ts";
import type { SimulatedMap } from "./maps/simulated-map.ts";
import { Region } from "./memory.ts";
import { named } from "./names.ts";

/** How many CPUs are simulated unless a test says otherwise. */
export const DEFAULT_CPUS = 4;
const DEFAULT_INSTRUCTION_LIMIT = 1_000_000;

export interface SimulatorOptions {
  /** Values of constants (`.rodata`), by name; the others keep what the object says. */
  readonly constants?: Readonly<Record<string, unknown>>;
  /** How many CPUs there are; 4 when left out. */
  readonly cpus?: number;
  /** Instructions that one run may execute; 1,000,000 when left out. */
  readonly instructionLimit?: number;
  /** Decides the random numbers that programs get. */
  readonly seed?: number;
  /** What programs learn about time, process and cgroup; can be changed later, too. */
  readonly environment?: Partial<Environment>;
  /**
   * Helpers by the kernel's name, without `bpf_`: they get what the program passes, each as an unsigned 64-bit number, and come before
   * those that the simulator has.
   */
  readonly helpers?: Readonly<Record<string, UserHelper>>;
}

// biome-ignore lint/suspicious/noExplicitAny: without definitions nobody knows the types; a wrong name is an error at run time
type Handles = { readonly [name: string]: any };

/** An object in the simulator: handles by name, of the shape that `load` gives. */
export interface SimulatedObject<Maps = Handles, Programs = Handles, Variables = Handles> extends Disposable {
  readonly maps: Maps;
  readonly programs: Programs;
  readonly variables: Variables;
  /** What `bpf.printk` and `trace_printk` wrote, a line each. */
  readonly printed: string[];
  /** What programs learn about time, process and cgroup: set it as a test needs it. */
  readonly environment: Environment;
  /** Closing again does nothing. */
  close(): void;
}

/**
 * Makes an object ready to run in the simulator. Needs no kernel and no privileges.
 * @throws {SimulatorError} a map has a type that is not simulated; a constant does not exist
 */
export function simulateObject(object: BpfObject, options: SimulatorOptions = {}): SimulatedObject {
  const { cpus = DEFAULT_CPUS, constants = {}, instructionLimit = DEFAULT_INSTRUCTION_LIMIT, seed = 1 } = options;
  if (!Number.isInteger(cpus) || cpus < 1) throw new SimulatorError("YDL7024", `there can't be ${cpus} simulated CPUs`);
  checkConstants(object, constants);
  const maps = new Map<string, SimulatedMap>(object.maps.map((map) => [map.name, createMap(map, cpus)]));
  const sections = new Map(object.sections.map((section) => [section.name, sectionRegion(object, section, constants)]));
  const machine = new Machine({
    object,
    maps,
    sections,
    helpers: helperTable(options.helpers ?? {}),
    environment: { ...defaultEnvironment(), ...options.environment },
    seed,
    cpus,
    instructionLimit,
  });
  let closed = false;
  const handles: [string, SimulatedMapHandle][] = [...maps.values()].map((map, index) => {
    return [map.name, handleOf({ object, map, cpus, id: index + 1 })];
  });
  const variables = object.sections.flatMap((section) => {
    const region = sections.get(section.name);
    return region ? variablesOf(object, section, region, cpus) : [];
  });
  const programs = object.functions
    .filter((fn) => fn.isProgram)
    .map((fn) => [fn.name, new SimulatedProgram(fn, machine, () => closed)] as const);
  const close = () => {
    closed = true;
    for (const [, handle] of handles) handle.close();
  };
  return {
    maps: named("map", handles),
    programs: named("program", programs),
    variables: named("variable", variables),
    printed: machine.printed,
    environment: machine.environment,
    close,
    [Symbol.dispose]: close,
  };
}

function sectionRegion(object: BpfObject, section: DataSection, constants: Readonly<Record<string, unknown>>): Region {
  const data = section.data.slice();
  if (section.readonly) {
    const view = new DataView(data.buffer);
    for (const { name, type, offset, size } of section.variables) {
      if (!Object.hasOwn(constants, name)) continue;
      codecOf(object, type, size).write(view, offset, constants[name] as never, name);
    }
  }
  return new Region(`the section '${section.name}'`, data, { writable: !section.readonly });
}

function checkConstants(object: BpfObject, constants: Readonly<Record<string, unknown>>): void {
  const known = object.sections
    .filter((section) => section.readonly)
    .flatMap((section) => section.variables.map(({ name }) => name));
  for (const name of Object.keys(constants)) {
    if (known.includes(name)) continue;
    throw new SimulatorError("YDL4401", `the object has no constant '${name}'`, {
      hint: known.length === 0 ? "it has no constants at all" : `it has ${known.join(", ")}`,
    });
  }
}
