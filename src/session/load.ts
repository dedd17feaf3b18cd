import { type CompileOptions, compile } from "../compiler/compile.ts";
import type { ProgramDefinition } from "../define/index.ts";
import { type LoadedObject, type LoadOptions, loadObject } from "../loader/index.ts";
import type { BpfObject } from "../object/object.ts";
import { load as loadCompiled } from "../runtime.ts";
import { isAtLeast, kernelVersion, possibleCpus } from "../sys/machine.ts";
import type { ConstantValues, Definitions, Session } from "./session-types.ts";

/** What `load` takes for what was compiled before. */
export interface ObjectOptions<D = never> extends Omit<LoadOptions, "constants"> {
  /** Values of constants; the others keep what their definitions say. */
  readonly constants?: [D] extends [never] ? LoadOptions["constants"] : ConstantValues<D>;
}

/** By default, code is made for the instruction set of the running kernel, under the GPL. */
export interface SessionOptions<D = never>
  extends ObjectOptions<D>,
    Pick<CompileOptions, "license" | "name" | "target" | "iterators"> {}

/** A file that `yodel build` or clang made, its bytes, or what `compile` or `readElf` returned. */
export type CompiledSource = string | Uint8Array | BpfObject;

/** Without definitions as a type argument, nobody knows the types of an object's handles. */
export type SessionOrObject<D> = [D] extends [never] ? LoadedObject : Session<D>;

/**
 * Compiles definitions for the running kernel and loads them: maps are created, programs verified, nothing is attached yet.
 * Everything is detached and closed at the end of the scope of a `using`, by `close()`, or with the process.
 * ```ts
 * const packets = variable(u64);
 * const countEgress = program("cgroup_skb/egress", { packets }, (skb, { packets }) => {
 *   packets.value += 1;
 *   return 1;
 * });
 * using bpf = load({ packets, countEgress });
 * bpf.programs.countEgress.attach(findCgroupRoot());
 * console.log(bpf.variables.packets.value); // a bigint
 * ```
 * What was compiled before is loaded likewise; its definitions, as a type, give the types of the handles:
 * ```ts
 * using bpf = load<typeof import("./cgroup-count.bpf.ts")>("cgroup-count.bpf.o");
 * ```
 * @throws {CompileError} a kernel function or a definition can't be compiled
 * @throws {ObjectFormatError} there is no such file, or it is no BPF object
 * @throws {VerifierError} the kernel's verifier rejects a program
 * @throws {PermissionError} a capability is missing; the message says which
 * @throws {UnsupportedError} the kernel lacks something that is needed
 */
export function load<const D extends object = never>(
  source: CompiledSource,
  options?: ObjectOptions<D>,
): SessionOrObject<D>;
export function load<const D extends Definitions>(definitions: D, options?: SessionOptions<D>): Session<D>;
export function load(source: CompiledSource | Definitions, options: SessionOptions = {}): LoadedObject {
  const { license, name, target, iterators, ...loadOptions } = options;
  const compileOptions = {
    ...(license && { license }),
    ...(name && { name }),
    ...(target && { target }),
    iterators: iterators ?? isAtLeast(kernelVersion(), [6, 4]),
  };
  if (isCompiled(source)) return loadCompiled(source, loadOptions);
  const object = compile(source, { target: runningTarget(), cpus: slots(), ...compileOptions });
  return withListedNames(loadObject(object, loadOptions), source);
}

function isCompiled(source: CompiledSource | Definitions): source is CompiledSource {
  return typeof source === "string" || source instanceof Uint8Array || Array.isArray(source.functions);
}

/** Slots of a per-CPU variable for all CPUs that this machine may ever have: their number must be a power of two. */
function slots(): number {
  return 2 ** Math.ceil(Math.log2(possibleCpus()));
}

/** The newest instruction set that the running kernel has. */
function runningTarget(): "v1" | "v2" | "v3" | "v4" {
  const version = kernelVersion();
  if (isAtLeast(version, [6, 6])) return "v4";
  // 32-bit jumps are older than atomic operations that fetch, and both are in v3.
  if (isAtLeast(version, [5, 12])) return "v3";
  return isAtLeast(version, [4, 14]) ? "v2" : "v1";
}

/** A program that has a name of its own is found under the key that lists it, too. */
function withListedNames(loaded: LoadedObject, definitions: Definitions): LoadedObject {
  const names = new Map<string | symbol, string>();
  for (const [key, definition] of Object.entries(definitions)) {
    if (isProgram(definition) && definition.name !== undefined) names.set(key, definition.name);
  }
  if (names.size === 0) return loaded;
  const programs = new Proxy(loaded.programs, { get: (target, key) => Reflect.get(target, names.get(key) ?? key) });
  return { ...loaded, programs };
}

function isProgram(value: Definitions[string]): value is ProgramDefinition {
  return typeof value === "object" && "kind" in value && value.kind === "program";
}
