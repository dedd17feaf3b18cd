import type { BtfEnumerator } from "../btf/index.ts";
import { encode, type Instruction } from "../bytecode/index.ts";
import { YodelError } from "../errors/index.ts";
import { helpers } from "../kernel/helpers.ts";
import { mapTypes } from "../kernel/map-types.ts";
import { programTypes } from "../kernel/program-types/index.ts";
import {
  attachTypeVersions,
  languageVersions,
  otherMapTypeVersions,
  otherProgramTypeVersions,
} from "../kernel/versions.ts";
import { isAtLeast, kernelVersion } from "../sys/machine.ts";
import { KernelTypes } from "./kernel-types.ts";
import { raiseMemoryLimit } from "./memory-limit.ts";
import { type ProbeAnswer, probeCode, probeMap, probeProgram } from "./probes.ts";

/** What a kernel can be asked for. */
export type FeatureKind = "programType" | "mapType" | "attachType" | "helper" | "language";

/** Something that this kernel has, or has not. */
export interface Feature {
  readonly kind: FeatureKind;
  /** The kernel's name without its prefix, in lower case: `"cgroup_skb"` for `BPF_PROG_TYPE_CGROUP_SKB`. */
  readonly name: string;
  /** Undefined: it can't be told, and `reason` says why. */
  readonly available: boolean | undefined;
  /** The first mainline kernel that has it; undefined where the tables of this package do not know it. */
  readonly since: string | undefined;
  /** How it is known. */
  readonly reason: string;
}

interface Compiled {
  readonly name: string;
  readonly id: number;
  readonly minimumKernel: string;
}

/** Tables of one number are one type to the kernel, whose name is that of the first. */
const compiledTypes: readonly Compiled[] = programTypes.filter(
  ({ id }, index) => programTypes.findIndex((type) => type.id === id) === index,
);
const compiledMaps: readonly Compiled[] = Object.entries(mapTypes).map(([name, type]) => ({ name, ...type }));

function numbersOf(all: readonly Compiled[]): ReadonlyMap<string, number> {
  return new Map(all.map(({ name, id }) => [name, id]));
}

function versionsOf(all: readonly Compiled[]): Record<string, string> {
  return Object.fromEntries(all.map(({ name, minimumKernel }) => [name, minimumKernel]));
}

/** Names that the kernel's types list, by their number; undefined where the kernel does not show its types. */
type Listed = ReadonlyMap<string, number> | undefined;

/**
 * What this kernel has of program types, map types, attach types, helpers and of the language: by the types that the kernel shows
 * first, and by trying where being listed does not mean being built in. Tries leave nothing behind. Never throws for what it finds.
 */
export function features(): Feature[] {
  raiseMemoryLimit();
  const types = new Types();
  const programs = namesOf(types.enumOf("bpf_prog_type", "BPF_PROG_TYPE_"), numbersOf(compiledTypes), {
    ...otherProgramTypeVersions,
    ...versionsOf(compiledTypes),
  });
  const maps = namesOf(types.enumOf("bpf_map_type", "BPF_MAP_TYPE_"), numbersOf(compiledMaps), {
    ...otherMapTypeVersions,
    ...versionsOf(compiledMaps),
  });
  return [
    ...programs.map((known) => feature("programType", known, (id) => probeProgramType(id, known.name, types))),
    ...maps.map((known) => feature("mapType", known, (id) => probeMapType(id, known.name, types))),
    ...attachTypes(types),
    ...allHelpers(types),
    ...language(types),
  ];
}

/**
 * Whether programs of a type may call a helper, by asking the verifier.
 * @param programType as in {@link Feature}, such as `"xdp"`
 * @param helper without `bpf_`, such as `"redirect"`
 */
export function helperFeature(programType: string, helper: string): Feature {
  const type = programTypes.find(({ name }) => name === programType);
  const signature = helpers.get(helper);
  if (!type || !signature) {
    const what = type ? `helper '${helper}'` : `program type '${programType}'`;
    throw new YodelError("YDL3003", `there is no ${what} in the tables of this package`);
  }
  const call: Instruction[] = [{ op: "call", kind: "helper", target: signature.id, offset: 0 }, ...returnZero];
  const { answer, log, reason } = probeCode(type.id, firstAttachType(type.id), encode(call));
  const name = `${programType} ${helper}`;
  const since = signature.minimumKernel;
  if (log === "" && answer !== true) return { kind: "helper", name, available: undefined, since, reason };
  // A helper that may be called is called with the wrong arguments here, and that is another complaint.
  const refused =
    /unknown func|invalid func|cannot use helper|not supported for program type|helper call is not allowed/;
  const available = !refused.test(log);
  return { kind: "helper", name, available, since, reason: `the verifier ${available ? "knows" : "refuses"} the call` };
}

const returnZero: readonly Instruction[] = [
  { op: "alu", operator: "mov", width: 64, destination: 0, source: { immediate: 0 } },
  { op: "exit" },
];

/** The enums and functions of the kernel, where it shows them. */
class Types {
  readonly #types = new KernelTypes();
  readonly #shown: boolean;

  constructor() {
    try {
      void this.#types.kernel;
      this.#shown = true;
    } catch (error) {
      if (!(error instanceof YodelError)) throw error;
      this.#shown = false;
    }
  }

  /** Members by their names, without prefix and in lower case; of two with one number the first is outdated. */
  enumOf(name: string, prefix: string): Listed {
    if (!this.#shown) return undefined;
    const { kernel } = this.#types;
    const members = kernel.named(name).flatMap((id): readonly BtfEnumerator[] => {
      const type = kernel.types[id];
      return type?.kind === "enum" ? type.enumerators : [];
    });
    const byNumber = new Map<number, string>();
    for (const { name: member, value } of members) {
      if (member.startsWith(prefix)) byNumber.set(Number(value), member.slice(prefix.length).toLowerCase());
    }
    byNumber.delete(name === "bpf_attach_type" ? -1 : 0);
    return new Map([...byNumber].map(([value, member]) => [member, value]));
  }

  /** Undefined where the kernel does not show its types. */
  hasFunction(name: string): boolean | undefined {
    if (!this.#shown) return undefined;
    const { kernel } = this.#types;
    return kernel.named(name).some((id) => kernel.types[id]?.kind === "function");
  }
}

interface Known {
  readonly name: string;
  /** Its number; undefined when neither the kernel nor the tables say. */
  readonly id: number | undefined;
  /** Undefined where the kernel does not show its types. */
  readonly listed: boolean | undefined;
  readonly since: string | undefined;
}

/** What the kernel lists and what the tables know, together. */
function namesOf(
  listed: Listed,
  numbers: ReadonlyMap<string, number>,
  versions: Readonly<Record<string, string>>,
): Known[] {
  const names = new Set([...(listed?.keys() ?? []), ...Object.keys(versions)]);
  return [...names].map((name) => ({
    name,
    id: listed?.get(name) ?? numbers.get(name),
    listed: listed?.has(name),
    since: versions[name],
  }));
}

function feature(kind: FeatureKind, { name, id, listed, since }: Known, probe: (id: number) => ProbeAnswer): Feature {
  if (listed === false) return { kind, name, available: false, since, reason: notListed(since) };
  if (id === undefined) return { kind, name, ...byVersion(since) };
  const { answer, reason } = probe(id);
  if (answer !== undefined) return { kind, name, available: answer, since, reason };
  // What can't be tried is there when the kernel lists it, as far as one can tell.
  return listed ? { kind, name, available: undefined, since, reason } : { kind, name, ...byVersion(since) };
}

function notListed(since: string | undefined): string {
  return `the kernel's types do not list it${since === undefined ? "" : `: it came with ${since}`}`;
}

/** Functions that only kernels with these have; to try them takes a structure or a function of the kernel to be named. */
const programWitness: Readonly<Record<string, string>> = {
  tracing: "bpf_tracing_prog_attach",
  ext: "bpf_tracing_prog_attach",
  lsm: "bpf_lsm_file_open",
};
const mapWitness: Readonly<Record<string, string>> = { struct_ops: "bpf_struct_ops_map_alloc" };

function probeProgramType(id: number, name: string, types: Types): ProbeAnswer {
  const known = seen(programWitness[name], types) ?? probeProgram(id, firstAttachType(id));
  if (known.answer !== false || compiledTypes.some((type) => type.id === id)) return known;
  // One that the tables don't know may be loaded for a certain attach type only.
  const attachTypes = [...(types.enumOf("bpf_attach_type", "BPF_")?.values() ?? [])];
  for (const attachType of attachTypes) {
    const tried = probeProgram(id, attachType);
    if (tried.answer !== false) return tried;
  }
  return known;
}

function probeMapType(id: number, name: string, types: Types): ProbeAnswer {
  return seen(mapWitness[name], types) ?? probeMap(id);
}

function seen(fn: string | undefined, types: Types): ProbeAnswer | undefined {
  const has = fn === undefined ? undefined : types.hasFunction(fn);
  if (has === undefined) return undefined;
  return { answer: has, reason: `the kernel has ${has ? "the" : "no"} function ${fn}` };
}

/** What the kernel's version says, where nothing else does: that something came later is sure, that it was built in is not. */
function byVersion(since: string | undefined): Pick<Feature, "available" | "since" | "reason"> {
  if (since === undefined) return { available: undefined, since, reason: "the first kernel with it is not known" };
  const reason = `it came with ${since}, and this kernel is ${kernelVersion().join(".")}`;
  return isNewEnough(since)
    ? { available: undefined, since, reason: `${reason}; whether it was built in is not known` }
    : { available: false, since, reason };
}

function isNewEnough(since: string): boolean {
  const [major = 0, minor = 0] = since.split(".").map(Number);
  return isAtLeast(kernelVersion(), [major, minor]);
}

function attachTypes(types: Types): Feature[] {
  const listed = types.enumOf("bpf_attach_type", "BPF_");
  return namesOf(listed, new Map(), attachTypeVersions).map(({ name, listed: isListed, since }) => {
    if (isListed === undefined) return { kind: "attachType", name, ...byVersion(since) };
    const reason = isListed ? "the kernel's types list it" : notListed(since);
    return { kind: "attachType", name, available: isListed, since, reason };
  });
}

function allHelpers(types: Types): Feature[] {
  const listed = types.enumOf("bpf_func_id", "BPF_FUNC_");
  const versions = Object.fromEntries([...helpers.values()].map(({ name, minimumKernel }) => [name, minimumKernel]));
  return namesOf(listed, new Map(), versions).map(({ name, listed: isListed, since }) => {
    if (isListed === undefined) return { kind: "helper", name, ...byVersion(since) };
    const reason = isListed
      ? "the kernel's types list it; which programs may call it depends on their type"
      : notListed(since);
    return { kind: "helper", name, available: isListed, since, reason };
  });
}

/** What is told by a small program, or by a function that only kernels with it have. */
function language(types: Types): Feature[] {
  const witness: Readonly<Record<string, string>> = {
    "batches of map entries": "generic_map_lookup_batch",
    links: "bpf_link_new_fd",
    timers: "bpf_timer_start",
    bpf_loop: "bpf_loop",
    dynptrs: "bpf_dynptr_init",
    "open-coded iterators": "bpf_iter_num_new",
    arenas: "bpf_arena_alloc_pages",
    "calls of kernel functions": "bpf_check_mod_kfunc_call",
  };
  return Object.entries(languageVersions).map(([name, since]) => {
    const code = languageProbes[name];
    if (code) {
      const { answer, reason } = probeCode(SOCKET_FILTER, undefined, encode(code));
      if (answer !== undefined) return { kind: "language", name, available: answer, since, reason };
    }
    const fn = witness[name];
    if (fn !== undefined && types.hasFunction(fn)) {
      return { kind: "language", name, available: true, since, reason: `the kernel has the function ${fn}` };
    }
    // These are not left out of builds.
    const { reason } = byVersion(since);
    return { kind: "language", name, available: isNewEnough(since), since, reason: reason.replace(/;.*/, "") };
  });
}

const SOCKET_FILTER = 1;
const set = (destination: number, immediate: number): Instruction => ({
  ...{ op: "alu", operator: "mov", width: 64, destination },
  source: { immediate },
});

const languageProbes: Readonly<Record<string, readonly Instruction[]>> = {
  "instruction set v2": [
    set(0, 0),
    { op: "branch", condition: "lt", width: 64, left: 0, right: { immediate: 1 }, offset: 0 },
    { op: "exit" },
  ],
  "instruction set v3": [
    set(0, 0),
    { op: "branch", condition: "lt", width: 32, left: 0, right: { immediate: 1 }, offset: 0 },
    { op: "exit" },
  ],
  "bounded loops": [
    set(0, 0),
    { op: "alu", operator: "add", width: 64, destination: 0, source: { immediate: 1 } },
    { op: "branch", condition: "lt", width: 64, left: 0, right: { immediate: 10 }, offset: -2 },
    set(0, 0),
    { op: "exit" },
  ],
  "atomic operations that give the old value": [
    { op: "store", size: 8, base: 10, offset: -8, source: { immediate: 0 } },
    set(1, 1),
    { op: "atomic", operation: "add", size: 8, fetch: true, base: 10, offset: -8, source: 1 },
    ...returnZero,
  ],
  "calls between functions": [{ op: "call", kind: "function", target: 1, offset: 0 }, { op: "exit" }, ...returnZero],
  "instruction set v4": [
    set(1, 7),
    { op: "alu", operator: "sdiv", width: 64, destination: 1, source: { immediate: 2 } },
    ...returnZero,
  ],
};

/** The first attach type that programs of this type are loaded for, as far as the tables know. */
function firstAttachType(id: number): number | undefined {
  return programTypes.find((type) => type.id === id)?.sections[0]?.expectedAttachType;
}
