import { basename } from "node:path";
import { ObjectFormatError, YodelError } from "./errors/index.ts";
import type { DescribeTypesOptions } from "./loader/describe-types.ts";
import type { Check } from "./loader/diagnose.ts";
import { type Feature, type LoadedObject, type LoadOptions, loadObject, type Verification } from "./loader/index.ts";
import { later } from "./loader/later.ts";
import type { ObjectDescription } from "./object/describe.ts";
import type { BpfObject } from "./object/object.ts";
import { readFileSync } from "./sys/files.ts";

const diagnosis = later<typeof import("./loader/diagnose.ts")>("./diagnose");
const kernelFeatures = later<typeof import("./loader/features.ts")>("./features");
const verification = later<typeof import("./loader/verify.ts")>("./verify");
const pinning = later<typeof import("./loader/pins.ts")>("./pins");
const cgroupIds = later<typeof import("./loader/cgroup-id.ts")>("./cgroup-id");
const statistics = later<typeof import("./loader/run-statistics.ts")>("./run-statistics");
const elf = later<typeof import("./object/read-elf.ts")>("../object/read-elf");
const typeDescriptions = later<typeof import("./loader/describe-types.ts")>("./describe-types");
const descriptions = later<typeof import("./object/describe.ts")>("../object/describe");
const kernelHelpers = later<typeof import("./kernel/helpers.ts")>("../kernel/helpers");
const kernelMaps = later<typeof import("./kernel/map-types.ts")>("../kernel/map-types");

/**
 * The part of the package that loads compiled objects: no compiler, no parser.
 */
export * from "./errors/index.ts";
export type { DescribeTypesOptions } from "./loader/describe-types.ts";
export type { Check } from "./loader/diagnose.ts";
export type * from "./loader/index.ts";
export { findCgroupRoot, openLink } from "./loader/index.ts";
export type {
  FunctionDescription,
  MapDescription,
  ObjectDescription,
  VariableDescription,
} from "./object/describe.ts";
export type { BpfObject } from "./object/object.ts";

/**
 * Loads a compiled object into the kernel: a file that `yodel build` or clang made, its bytes, or a `BpfObject`.
 * ```ts
 * using bpf = load("cgroup-count.bpf.o");
 * bpf.programs.count_egress.attach(findCgroupRoot());
 * console.log(bpf.maps.pkt_count.get(0));
 * ```
 * Everything is detached and closed by `close()`, by the end of the scope of a `using`, or with the process.
 *
 * @throws {ObjectFormatError} there is no such file, or it is no BPF object
 * @throws {VerifierError} the kernel's verifier rejects a program
 * @throws {PermissionError} a capability is missing; the message says which
 */
export function load(source: string | Uint8Array | BpfObject, options: LoadOptions = {}): LoadedObject {
  if (typeof source === "string") return loadObject(readObjectFile(source), options);
  if (source instanceof Uint8Array) return loadObject(readElf(source), options);
  return loadObject(source, options);
}

/**
 * Has the kernel's verifier check each program of an object by itself: a load that leaves nothing behind.
 * ```ts
 * for (const { program, accepted, processed } of verify("cgroup-count.bpf.o")) console.log(program, accepted, processed);
 * ```
 * @returns for each program whether it is accepted, what it cost the verifier, by source line, or why it is rejected
 * @throws {ObjectFormatError} there is no such file, or it is no BPF object
 * @throws {PermissionError} a capability is missing
 * @throws {UnsupportedError} the kernel lacks a map or program type
 */
export function verify(source: string | Uint8Array | BpfObject, options: LoadOptions = {}): Verification[] {
  const object =
    typeof source === "string" ? readObjectFile(source) : source instanceof Uint8Array ? readElf(source) : source;
  return verification().verifyObject(object, options);
}

/**
 * Reads an ELF object: ours, or one that clang made in libbpf's style. Needs no kernel.
 * @param name of the object; by default the name of the source file that the object says it was made of
 * @throws {ObjectFormatError} the bytes are not a BPF object (the message says what they are), or are damaged
 */
export function readElf(bytes: Uint8Array, name?: string): BpfObject {
  return elf().readElf(bytes, name);
}

/**
 * Writes a TypeScript module that makes structs, unions and enums of a kernel known to `bpf.kernel`: what `yodel types` prints. A name may
 * carry a flavour (`task_struct___old`), for a type that an older kernel has under the name before it.
 * @throws {UnsupportedError} the kernel shows no types, or has none of that name (the hint lists the nearest)
 */
export function describeKernelTypes(names: readonly string[], options: DescribeTypesOptions = {}): string {
  return typeDescriptions().describeKernelTypes(names, options);
}

/**
 * Looks at everything that loading and attaching depends on: kernel, capabilities, mounts and settings, and tries what only
 * trying tells. For each thing that is missing there is a fix. Never throws for what it finds.
 */
export function diagnose(): Check[] {
  return diagnosis().diagnose();
}

/**
 * What this kernel has of program types, map types, attach types, helpers and of the language: yes, no since which kernel, or unknown
 * and why. By the types that the kernel shows first, and by trying second; tries leave nothing behind.
 * ```ts
 * const lacking = features().filter(({ available }) => available === false).map(({ name, since }) => `${name} (${since})`);
 * ```
 */
export function features(): Feature[] {
  return kernelFeatures().features();
}

/**
 * Whether programs of a type may call a helper, by asking the verifier: `helperFeature("xdp", "redirect").available`.
 * @param programType the kernel's name without its prefix, in lower case
 * @param helper without `bpf_`
 * @throws {YodelError} the tables of this package have no such program type or helper
 */
export function helperFeature(programType: string, helper: string): Feature {
  return kernelFeatures().helperFeature(programType, helper);
}

/**
 * Describes what is in an object, as data that can be written as JSON: maps and variables with their types in C, and
 * each function's instructions with the source lines that they come from. Needs no kernel.
 * @throws {ObjectFormatError} types or code in the object are damaged
 */
export function describeObject(object: BpfObject): ObjectDescription {
  const helpers = new Map([...kernelHelpers().helpers.values()].map(({ id, name }) => [id, name]));
  const maps = new Map(Object.entries(kernelMaps().mapTypes).map(([name, { id }]): [number, string] => [id, name]));
  return descriptions().describeObject(object, {
    helperName: (id) => helpers.get(id),
    mapTypeName: (id) => maps.get(id),
  });
}

/**
 * Reads an object from a file, as {@link readElf}; messages of errors begin with the path. Its name is the file's, up to the
 * first dot.
 * @throws {ObjectFormatError} there is no such file, or it is no BPF object, or it is damaged
 */
export function readObjectFile(path: string): BpfObject {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : `it can't be read (${code})`;
    throw new ObjectFormatError("YDL5000", `${path}: ${reason}`, {
      ...(code === "ENOENT" && { hint: `\`yodel build FILE.ts -o ${basename(path)}\` makes one` }),
      cause,
    });
  }
  try {
    return readElf(bytes, objectName(path));
  } catch (error) {
    if (error instanceof YodelError) error.message = `${path}: ${error.message}`;
    throw error;
  }
}

/** What comes before the first dot: the name for the kernel's lists, as for libbpf. */
function objectName(path: string): string {
  return basename(path).replace(/\..*$/, "");
}

/**
 * Where a bpf file system is mounted, such as `/sys/fs/bpf`: folders below it are what the option `pin` of {@link load} takes.
 * @throws {UnsupportedError} none is
 */
export function findPinRoot(): string {
  return pinning().findPinRoot();
}

/**
 * Removes what the option `pin` of {@link load} keeps in a folder. What no process holds any more is detached and freed by that.
 *
 * @param directory as it was given to `pin`
 * @throws {YodelError} nothing is pinned there, or it is something else
 * @throws {UnsupportedError} it is not in a bpf file system
 */
export function removePins(directory: string): void {
  pinning().removePins(directory);
}

/**
 * The directory of a cgroup by its id, which is what `bpf.skb_cgroup_id()` gives to kernel functions. It takes the same time
 * in a hierarchy of any size.
 *
 * @param mountPoint where the cgroup2 hierarchy is mounted; found when it is left out
 * @returns undefined when the cgroup has been removed, or is not below `mountPoint`
 * @throws {PermissionError} CAP_DAC_READ_SEARCH is missing, in the first user namespace
 * @throws {CgroupError} no cgroup2 hierarchy is mounted
 * @kernel 5.5
 */
export function findCgroupById(id: bigint, mountPoint?: string): string | undefined {
  return cgroupIds().findCgroupById(id, mountPoint);
}

/**
 * Has the kernel count runs and nanoseconds of every eBPF program, until what it returns is disposed: `ProgramHandle.info()` has
 * them as `runCount` and `runTime`. For that it reads a clock twice for each run of each program on the machine, which costs some
 * ten nanoseconds: keep it on for moments.
 *
 * @throws {PermissionError} CAP_SYS_ADMIN is missing
 * @kernel 5.8
 */
export function enableRunStatistics(): Disposable {
  return statistics().enableRunStatistics();
}
