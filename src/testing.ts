import { type CompileOptions, compile } from "./compiler/compile.ts";
import type { ProgramDefinition } from "./define/index.ts";
import type { BpfObject } from "./object/object.ts";
import type { ConstantValues, Definitions, Session } from "./session/session-types.ts";
import {
  DEFAULT_CPUS,
  type SimulatedObject,
  type SimulatedProgram,
  type SimulatorOptions,
  simulateObject,
} from "./simulator/index.ts";

/**
 * Runs kernel programs without a kernel: for tests without root, on any platform.
 */
export * from "./errors/index.ts";
export type * from "./simulator/index.ts";
export { readPcap, replay, SimulatorError } from "./simulator/index.ts";

/** Public methods and properties: what a simulated handle has of a handle of the kernel. */
type SameShape<Handle> = Omit<Handle, "fd">;

/** Definitions in the simulator: handles as `load` gives them, but nothing can be attached. */
export interface Simulation<D>
  extends SimulatedObject<
    { readonly [K in keyof Session<D>["maps"]]: SameShape<Session<D>["maps"][K]> },
    { readonly [K in keyof Session<D>["programs"]]: SimulatedProgram },
    { readonly [K in keyof Session<D>["variables"]]: SameShape<Session<D>["variables"][K]> }
  > {}

/** What `simulate` takes besides what it runs. */
export interface SimulateOptions<D = never>
  extends Omit<SimulatorOptions, "constants">,
    Pick<CompileOptions, "license" | "name" | "target"> {
  /** Values of constants; the others keep what their definitions say. */
  readonly constants?: [D] extends [never] ? SimulatorOptions["constants"] : ConstantValues<D>;
}

/** Without definitions as a type argument, nobody knows the types of an object's handles. */
export type SimulationOrObject<D> = [D] extends [never] ? SimulatedObject : Simulation<D>;

const MAX_TARGET = "v4";

/**
 * Compiles definitions, or takes what was compiled before, and runs it in the simulator: the shape of `load`, with no kernel and
 * no root. What the kernel's verifier would refuse, such as an access out of bounds, is an error when it happens.
 * ```ts
 * const packets = variable(u64);
 * const countEgress = program("cgroup_skb/egress", { packets }, (skb, { packets }) => {
 *   packets.value += 1;
 *   return 1;
 * });
 * using bpf = simulate({ packets, countEgress });
 * assert.equal(bpf.programs.countEgress.test().returned, 1);
 * assert.equal(bpf.variables.packets.value, 1n);
 * ```
 * @throws {CompileError} a kernel function or a definition can't be compiled
 * @throws {SimulatorError} a map has a type that is not simulated
 */
export function simulate<const D extends object = never>(
  source: BpfObject,
  options?: SimulateOptions<D>,
): SimulationOrObject<D>;
export function simulate<const D extends Definitions>(definitions: D, options?: SimulateOptions<D>): Simulation<D>;
export function simulate(source: BpfObject | Definitions, options: SimulateOptions = {}): SimulatedObject {
  if (isObject(source)) return simulateObject(source, options);
  const { license, name, target = MAX_TARGET, cpus = DEFAULT_CPUS } = options;
  const slots = 2 ** Math.ceil(Math.log2(Math.max(1, cpus)));
  const object = compile(source, { target, cpus: slots, ...(license && { license }), ...(name && { name }) });
  return withListedNames(simulateObject(object, options), source);
}

/** A program that has a name of its own is found under the key that lists it, too. */
function withListedNames(simulated: SimulatedObject, definitions: Definitions): SimulatedObject {
  const names = new Map<string | symbol, string>();
  for (const [key, definition] of Object.entries(definitions)) {
    if (isProgram(definition) && definition.name !== undefined) names.set(key, definition.name);
  }
  if (names.size === 0) return simulated;
  const programs = new Proxy(simulated.programs, { get: (target, key) => Reflect.get(target, names.get(key) ?? key) });
  return { ...simulated, programs };
}

function isProgram(value: Definitions[string]): value is ProgramDefinition {
  return typeof value === "object" && "kind" in value && value.kind === "program";
}

function isObject(source: BpfObject | Definitions): source is BpfObject {
  return Array.isArray(source.functions) && Array.isArray(source.sections);
}
