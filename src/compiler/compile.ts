import { readFileSync } from "node:fs";
import { BtfBuilder, type BtfId } from "../btf/index.ts";
import type { MapDefinition } from "../define/definitions.ts";
import { registeredKernelTypes } from "../define/kernel-types.ts";
import type { Diagnostic } from "../errors/index.ts";
import { helpers } from "../kernel/helpers.ts";
import { mapLayout, mapTypes } from "../kernel/index.ts";
import type { BpfObject, ObjectMap } from "../object/object.ts";
import type { AnySchema } from "../schema/index.ts";
import { collect } from "./collect.ts";
import type { Stage } from "./compile-function.ts";
import { DataLayout } from "./data-layout.ts";
import { CompileError, codes } from "./diagnostics/index.ts";
import { FunctionSet } from "./function-set.ts";
import { kernelExterns } from "./kernel-externs.ts";
import { KernelTypes } from "./kernel-types/kernel-types.ts";

export type Target = "v1" | "v2" | "v3" | "v4";

export interface CompileOptions {
  /** The object's name. Default: `"yodel"`. */
  readonly name?: string;
  /** The licence that the kernel is told; many helpers want a GPL-compatible one. Default: an export `license`, else `"GPL"`. */
  readonly license?: string;
  /** The instruction set. Default: `"v3"` (kernel 5.1; atomics that fetch need 5.12). */
  readonly target?: Target;
  /**
   * Only what every loader understands: the values of one-entry arrays are looked up. Without it they are addressed directly, which
   * this package's loader can do and libbpf can't. Default: false.
   */
  readonly portable?: boolean;
  /**
   * Whether the kernel that runs it has open-coded iterators (6.4): `bpf.range(n)` counts with them where nothing limits `n` to 1024
   * rounds. Without them, that is an error unless there are less than 2^23. Default: true; at `load()`, what the running kernel has.
   */
  readonly iterators?: boolean;
  /** Slots of each per-CPU variable, a power of two; a machine with more possible CPUs can't load the object. Default: 256. */
  readonly cpus?: number;
  /** Names of optimizer passes to leave out, or `true` for all of them. */
  readonly disable?: ReadonlySet<string> | true;
  /** Is called with the text of each stage of each program. */
  readonly print?: (stage: Stage, program: string, text: string) => void;
}

const DEFAULT_CPUS = 256;

/** Licences that the kernel takes as compatible with the GPL (`license_is_gpl_compatible` in include/linux/license.h). */
const gplCompatible: ReadonlySet<string> = new Set([
  "GPL",
  "GPL v2",
  "GPL and additional rights",
  "Dual BSD/GPL",
  "Dual MIT/GPL",
  "Dual MPL/GPL",
]);

/**
 * Compiles definitions to an object. Needs no kernel and no privileges; nothing but the text of kernel functions is used of them.
 * ```ts
 * const object = compile({ pktCount, countEgress });
 * writeFileSync("count.bpf.o", writeElf(object));
 * ```
 * @param definitions maps, variables and programs by name, or a module's exports; other exports are left alone, but for `license`
 * @throws {CompileError} with every mistake that was found
 */
export function compile(definitions: Readonly<Record<string, unknown>>, options: CompileOptions = {}): BpfObject {
  const diagnostics: Diagnostic[] = [];
  const cpus = options.cpus ?? DEFAULT_CPUS;
  if (!Number.isInteger(cpus) || cpus < 1 || (cpus & (cpus - 1)) !== 0) {
    throw new RangeError(`compile: cpus must be a power of two, got ${cpus}`);
  }
  const collected = collect(definitions, (name, message, hint) => {
    diagnostics.push({ code: codes[name].code, message, ...(hint === undefined ? {} : { hint }) });
  });
  if (diagnostics.length > 0) throw new CompileError(diagnostics);

  const layout = new DataLayout(cpus);
  for (const [name, definition] of collected.definitions) {
    if (definition.kind === "variable") layout.variable(name, definition.schema, definition.initial);
    else if (definition.kind === "constant") layout.constant(name, definition.schema, definition.initial);
    else if (definition.kind === "perCpuVariable") layout.perCpuVariable(name, definition.schema);
  }
  const license = options.license ?? (typeof definitions.license === "string" ? definitions.license : "GPL");
  const types = new BtfBuilder();
  const readFile = cachedReader();
  const scratch = new Map<string, MapDefinition>();
  const functions = new FunctionSet(collected, {
    helpers,
    kernelTypes: new KernelTypes(registeredKernelTypes()),
    gplCompatible: gplCompatible.has(license),
    portable: options.portable ?? false,
    target: options.target ?? "v3",
    iterators: options.iterators ?? true,
    disable: options.disable,
    layout,
    scratchMap: (owner, schema) => {
      const name = `${owner}_scratch${scratch.size === 0 ? "" : scratch.size}`;
      scratch.set(name, { kind: "map", type: "percpu_array", key: undefined, value: schema, maxEntries: 1, flags: 0 });
      return name;
    },
    types,
    readFile,
    report: (diagnostic) => diagnostics.push(diagnostic),
    print: options.print,
  }).compile();
  if (diagnostics.length > 0) throw new CompileError(diagnostics);

  const maps = [...collected.definitions, ...scratch].flatMap(([name, definition]) =>
    definition.kind === "map" ? [objectMap(name, definition, types)] : [],
  );
  const sections = layout.sections(types);
  const externs = kernelExterns(functions, types);
  return {
    name: options.name ?? "yodel",
    license,
    maps,
    sections,
    functions,
    btf: types.build(),
    ...(externs.length > 0 ? { externs } : {}),
  };
}

function objectMap(name: string, definition: MapDefinition, types: BtfBuilder): ObjectMap {
  const { key, value, record } = mapLayout(definition);
  const typeOf = (schema: AnySchema | undefined, part: string): BtfId =>
    schema ? types.addSchema(schema, isCompound(schema) ? `${name}_${part}` : undefined) : 0;
  return {
    name,
    type: mapTypes[definition.type].id,
    keySize: key?.size ?? 0,
    valueSize: value?.size ?? 0,
    maxEntries: definition.maxEntries,
    flags: definition.flags,
    keyType: typeOf(key, "key"),
    valueType: typeOf(value, "value"),
    ...(definition.extra === undefined ? {} : { mapExtra: BigInt(definition.extra) }),
    ...(definition.inner === undefined ? {} : { inner: objectMap(`${name}_inner`, definition.inner, types) }),
    // Under a name always: in a file, a declaration tag on it says whose records they are.
    ...(record ? { recordType: types.addSchema(record, `${name}_record`) } : {}),
  };
}

function isCompound({ kind }: AnySchema): boolean {
  return kind === "struct" || kind === "union";
}

/** Source files are read once for each compilation. */
function cachedReader(): (path: string) => string | undefined {
  const contents = new Map<string, string | undefined>();
  return (path) => {
    if (!contents.has(path)) {
      try {
        contents.set(path, readFileSync(path, "utf8"));
      } catch {
        contents.set(path, undefined);
      }
    }
    return contents.get(path);
  };
}
