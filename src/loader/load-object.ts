import type { BpfObject, ObjectFunction } from "../object/object.ts";
import type { LiveProgram } from "./attach/target.ts";
import { LazyCodec } from "./codec.ts";
import { createObjectMap, createSectionMap, type LiveSection } from "./create-maps.ts";
import { belongsTo, expectDrop, warnWhenDropped } from "./dropped.ts";
import type { MissingParts } from "./fit-object.ts";
import { later } from "./later.ts";
import type { Link } from "./link.ts";
import { loadObjectBtf } from "./load-btf.ts";
import { loadLinkedProgram, type WatchVerifier } from "./load-program.ts";
import type { MapHandle } from "./map-handle.ts";
import { raiseMemoryLimit } from "./memory-limit.ts";
import { checkNames, checkOptions, namedHandles } from "./names.ts";
import type { Pins } from "./pins.ts";
import { ProgramHandle } from "./program-handle.ts";
import { linkProgram, type Targets } from "./relocate.ts";
import type { RingBufferHandle } from "./ring-buffer.ts";
import { SharedMemory } from "./shared-memory.ts";
import type { MemberAim, StructOps, StructOpsHandle } from "./struct-ops.ts";
import {
  type AnyVariableHandle,
  ConstantHandle,
  checkConstantNames,
  checkSlots,
  PerCpuVariableHandle,
  VariableHandle,
  withConstants,
} from "./variables.ts";

const pinning = later<typeof import("./pins.ts")>("./pins");
const pinnedMaps = later<typeof import("./pinned-maps.ts")>("./pinned-maps");
const mapFilling = later<typeof import("./fill-maps.ts")>("./fill-maps");
const fitting = later<typeof import("./fit-object.ts")>("./fit-object");
const structOps = later<typeof import("./struct-ops.ts")>("./struct-ops");
const kernelTypes = later<typeof import("./kernel-types.ts")>("./kernel-types");
const mapHandles = later<typeof import("./map-handles.ts")>("./map-handles");

/** What `load` takes besides what it loads. */
export interface LoadOptions {
  /** Values of constants (`.rodata`), by name; the others keep what the object says. */
  readonly constants?: Readonly<Record<string, unknown>>;
  /** Which programs to load; those that are not named as the object says: all but those of `SEC("?…")`. */
  readonly autoload?: Readonly<Record<string, boolean>>;
  /** Numbers of entries of maps (of ring buffers bytes), by name, in the place of those of the object. */
  readonly mapSizes?: Readonly<Record<string, number>>;
  /** Maps that are there already, by the names of the object's maps that they replace. They stay the caller's to close. */
  readonly maps?: Readonly<Record<string, { readonly fd: number }>>;
  /** The programs in the kernel whose functions `freplace` programs take the place of, by the names of those programs. */
  readonly replaces?: Readonly<Record<string, { readonly fd: number }>>;
  /**
   * A folder in a bpf file system, such as `/sys/fs/bpf/yodel/web`, in which maps, variables, programs and links are kept when
   * the process ends. A process that loads the same object with the same folder takes them over, and counting has gone on meanwhile:
   * `attach` then gives the link that is there. {@link removePins} ends it. For programs that attach to cgroups.
   */
  readonly pin?: string;
  /**
   * A file with the BTF of the running kernel, for kernels that do not show it in `/sys/kernel/btf/vmlinux`. It is read for
   * objects that adapt to the kernel (CO-RE).
   */
  readonly kernelTypes?: string;
}

/** All that `load` takes; those that follow `kernelTypes` are for what it compiles itself. */
const optionNames = [
  "constants",
  "autoload",
  "mapSizes",
  "maps",
  "replaces",
  "pin",
  "kernelTypes",
  "license",
  "name",
  "target",
  "iterators",
];

// biome-ignore lint/suspicious/noExplicitAny: without definitions nobody knows the types; a wrong name is an error at run time
type Handles = { readonly [name: string]: any };

/**
 * An object in the kernel: handles by name, closed together. A name that does not exist is an error that lists those that do.
 */
export interface LoadedObject<Maps = Handles, Programs = Handles, Variables = Handles> extends Disposable {
  readonly maps: Maps;
  readonly programs: Programs;
  readonly variables: Variables;
  /** When what was taken over from an earlier process was pinned; undefined when everything is new. */
  readonly pinnedSince: Date | undefined;
  /** Detaches everything that was attached, then closes all programs and maps. Closing again does nothing. */
  close(): void;
}

/**
 * Creates an object's maps and loads its programs. Nothing is attached yet. When something fails, what was created up to
 * then is closed.
 *
 * @param watch is told what the verifier says of each program that it accepts, which takes it longer
 * @throws {VerifierError} the kernel's verifier rejects a program
 * @throws {PermissionError} a capability is missing; the message says which
 * @throws {UnsupportedError} the kernel lacks something that the object needs
 */
export function loadObject(object: BpfObject, options: LoadOptions = {}, watch?: WatchVerifier): LoadedObject {
  checkOptions("load", options, optionNames);
  const constants = options.constants ?? {};
  checkConstantNames(object, constants);
  checkSlots(object);
  const chosen = applyOptions(object, options);
  const { object: fitted, missing } = needsFitting(chosen)
    ? fitting().fitObject(chosen, options.kernelTypes)
    : { object: chosen, missing: undefined };
  raiseMemoryLimit();
  const owned = new Owned();
  try {
    const pins = options.pin === undefined ? undefined : owned.add(new (pinning().Pins)(options.pin));
    const { maps = {}, replaces = {}, kernelTypes } = options;
    const loaded = load(fitted, { constants, maps, missing, pins, watch, replaces, kernelTypes }, owned);
    // What is pinned is kept on purpose.
    if (!pins) warnWhenDropped(owned.links, object.name);
    return loaded;
  } catch (error) {
    owned.close();
    throw error;
  }
}

/** What was created, closed in the reverse order, attachments first. */
class Owned {
  readonly links = new Set<Link>();
  readonly #others: { close(): void }[] = [];

  add<T extends { close(): void }>(other: T): T {
    this.#others.push(other);
    return other;
  }

  close(): void {
    expectDrop(this.links);
    for (const link of this.links) link.close();
    this.links.clear();
    for (const other of this.#others.reverse()) other.close();
    this.#others.length = 0;
  }
}

/** Leaves out what is not to be loaded, and sets the sizes of maps. */
function applyOptions(
  object: BpfObject,
  { autoload = {}, mapSizes = {}, maps = {}, replaces = {} }: LoadOptions,
): BpfObject {
  const programs = object.functions.filter((fn) => fn.isProgram);
  const mapNames = object.maps.map(({ name }) => name);
  checkNames(
    "program",
    [...Object.keys(autoload), ...Object.keys(replaces)],
    programs.map(({ name }) => name),
  );
  checkNames("map", [...Object.keys(mapSizes), ...Object.keys(maps)], mapNames);
  const isWanted = (fn: ObjectFunction): boolean =>
    !fn.isProgram || (Object.hasOwn(autoload, fn.name) ? autoload[fn.name] === true : fn.autoload !== false);
  return {
    ...object,
    functions: object.functions.filter(isWanted),
    maps: object.maps.map((map) =>
      Object.hasOwn(mapSizes, map.name) ? { ...map, maxEntries: mapSizes[map.name] ?? map.maxEntries } : map,
    ),
  };
}

function needsFitting(object: BpfObject): boolean {
  return object.externs !== undefined || object.functions.some((fn) => fn.relocations !== undefined);
}

/** An implementation of an interface of the kernel, on its way. */
interface Implementation {
  readonly table: StructOps;
  readonly handle: StructOpsHandle;
}

interface Surroundings {
  readonly constants: Readonly<Record<string, unknown>>;
  readonly maps: Readonly<Record<string, { readonly fd: number }>>;
  readonly missing: MissingParts | undefined;
  readonly pins: Pins | undefined;
  readonly watch: WatchVerifier | undefined;
  readonly replaces: Readonly<Record<string, { readonly fd: number }>>;
  readonly kernelTypes: string | undefined;
}

function load(object: BpfObject, given: Surroundings, owned: Owned): LoadedObject {
  const { constants, missing, pins } = given;
  const btf = loadObjectBtf(object);
  if (btf) owned.add(btf.fd);
  const btfFd = btf?.fd.number;

  const targets = {
    maps: new Map<string, number>(),
    sections: new Map<string, number>(),
    ...(missing && { missing }),
  };
  const maps: Record<string, MapHandle> = {};
  const implementations: Implementation[] = [];
  for (const map of object.maps) {
    if (map.structOps) {
      const table = new (structOps().StructOps)(object, map, new (kernelTypes().KernelTypes)(given.kernelTypes));
      const handle = new (structOps().StructOpsHandle)(object, table.create(btfFd), owned.links);
      maps[map.name] = owned.add(handle);
      implementations.push({ table, handle });
      continue;
    }
    const create = () => createObjectMap(map, btfFd);
    const reused = Object.hasOwn(given.maps, map.name) ? given.maps[map.name] : undefined;
    const live = reused
      ? pinnedMaps().reuseMap(map, reused)
      : map.pinByName
        ? pinnedMaps().openOrPin(map, create)
        : pins
          ? pins.map(map, create)
          : create();
    owned.add(live.fd);
    maps[map.name] = owned.add(mapHandles().handleOf(object, live));
    targets.maps.set(map.name, live.fd.number);
  }

  const variables: Record<string, AnyVariableHandle> = {};
  for (const section of object.sections) {
    if (section.data.length === 0) continue;
    const data = withConstants(object, section, constants);
    const create = () => createSectionMap(object, section, data, btfFd);
    const live = pins ? pins.section(section, data, create) : create();
    owned.add(live.fd);
    targets.sections.set(section.name, live.fd.number);
    Object.assign(variables, sectionVariables(object, live, owned));
  }

  for (const map of Object.values(maps)) {
    const counter = variables[`${map.name}_lost`];
    if (counter && "countLostIn" in map) (map as RingBufferHandle<unknown>).countLostIn(counter);
  }

  const programs: Record<string, ProgramHandle> = {};
  for (const program of object.functions) {
    if (!program.isProgram) continue;
    const member = implementations.map(({ table }) => table.aims.get(program.name)).find((aim) => aim !== undefined);
    const live = loadProgram(object, program, { ...given, targets, btf, member }, owned);
    programs[program.name] = new ProgramHandle({ ...live, maps }, owned.links, pins);
  }
  pins?.checkComplete();
  if (object.maps.some((map) => map.values)) {
    const fds = new Map(Object.values(programs).map((program) => [program.name, program.fd]));
    mapFilling().fillMaps(object, targets.maps, fds);
  }
  const byName = new Map(Object.entries(programs));
  for (const { table, handle } of implementations) handle.fill(table.value(byName));
  // Programs and maps hold what they need of it.
  btf?.fd.close();
  for (const handle of [...Object.values(maps), ...Object.values(variables)]) belongsTo(handle, owned.links);

  return {
    maps: namedHandles("map", maps, { programs, variables }),
    programs: namedHandles("program", programs, { maps, variables }),
    variables: namedHandles("variable", variables, { maps, programs }),
    pinnedSince: pins?.since,
    close: () => owned.close(),
    [Symbol.dispose]: () => owned.close(),
  };
}

function loadProgram(
  object: BpfObject,
  program: ObjectFunction,
  given: Surroundings & {
    readonly targets: Targets;
    readonly btf: ReturnType<typeof loadObjectBtf>;
    readonly member: MemberAim | undefined;
  },
  owned: Owned,
): LiveProgram {
  const replaced = Object.hasOwn(given.replaces, program.name) ? given.replaces[program.name] : undefined;
  const loaded = loadLinkedProgram(object, linkProgram(object, program, given.targets), given.btf, {
    watch: given.watch,
    replaced,
    kernelTypes: given.kernelTypes,
    member: given.member,
  });
  // Closed also when what is pinned is refused.
  owned.add(loaded.fd);
  const live = given.pins ? given.pins.program(loaded) : loaded;
  owned.add(live.fd);
  return live;
}

function sectionVariables(object: BpfObject, live: LiveSection, owned: Owned): Record<string, AnyVariableHandle> {
  const { section, data, fd } = live;
  const handles: Record<string, AnyVariableHandle> = {};
  if (section.variables.length === 0) return handles;
  const codec = (variable: (typeof section.variables)[number]) => new LazyCodec(object, variable.type, variable.size);
  if (section.readonly) {
    for (const variable of section.variables) {
      handles[variable.name] = new ConstantHandle(variable, codec(variable), data);
    }
    return handles;
  }
  const memory = owned.add(new SharedMemory(fd.number, data.length, true, `the section '${section.name}'`));
  for (const variable of section.variables) {
    handles[variable.name] = variable.perCpu
      ? new PerCpuVariableHandle(object, variable, memory)
      : new VariableHandle(variable, codec(variable), memory);
  }
  return handles;
}
