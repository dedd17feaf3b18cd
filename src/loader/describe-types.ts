import { release } from "node:os";
import { cutTypes, isNamedType, kernelTypesModule, type LazyBtf, withoutFlavour } from "../btf/index.ts";
import { editDistance } from "../errors/edit-distance.ts";
import { UnsupportedError } from "../errors/index.ts";
import { tracepointFields } from "../kernel/tracepoint-contexts.generated.ts";
import { readFile } from "../sys/machine.ts";
import { findMount } from "../sys/mountinfo.ts";
import { KernelTypes } from "./kernel-types.ts";

export interface DescribeTypesOptions {
  /** A file with a kernel's types instead of those of the running one. */
  readonly btf?: string;
  /** Tracepoints whose records are described, `"category/event"`. */
  readonly tracepoints?: readonly string[];
  /** The package that the module imports. Default: `"yodel"`. */
  readonly package?: string;
}

/** See `describeKernelTypes` in `runtime.ts`. */
export function describeKernelTypes(names: readonly string[], options: DescribeTypesOptions): string {
  const { kernel } = new KernelTypes(options.btf);
  const wanted = new Map(names.map((name) => [name, find(kernel, name, options.btf)]));
  const tracepoints = (options.tracepoints ?? []).map((name) => {
    const id = recordOf(kernel, name);
    const struct = nameAt(kernel, id);
    wanted.set(struct, id);
    return { name, struct, isKnown: Object.hasOwn(tracepointFields, name) };
  });
  return kernelTypesModule(cutTypes(kernel, wanted), {
    origin: options.btf === undefined ? `Linux ${release()}` : options.btf,
    tracepoints,
    command: [...names, ...tracepoints.map(({ name }) => `--tracepoint ${name}`)].join(" "),
    ...(options.package === undefined ? {} : { package: options.package }),
  });
}

const recordPrefix = "trace_event_raw_";

function nameAt(kernel: LazyBtf, id: number): string {
  const type = kernel.types[id];
  return type?.kind === "struct" ? type.name : "";
}

/**
 * The struct of a tracepoint's record. Events of one class share a struct that is named after the class, which only the fields tell:
 * tracefs lists them for each event.
 */
function recordOf(kernel: LazyBtf, name: string): number {
  const [category = "", event = ""] = name.split("/");
  if (category === "syscalls") {
    throw new UnsupportedError("YDL4436", `the records of ${name} are no struct of the kernel's`, {
      hint: "tracepoint/syscalls/sys_enter_* and sys_exit_* have id, args and ret without a description",
    });
  }
  const isStruct = (id: number, struct: string): boolean => nameAt(kernel, id) === struct;
  const own = kernel.named(recordPrefix + event).find((id) => isStruct(id, recordPrefix + event));
  if (own !== undefined) return own;
  const root = findMount("tracefs");
  const format = root === undefined ? undefined : readFile(`${root}/events/${category}/${event}/format`);
  if (format === undefined) {
    throw new UnsupportedError("YDL4436", `the record of the tracepoint '${name}' is not found`, {
      hint:
        root === undefined
          ? "the kernel has no struct of its name, and tracefs, which tells the fields, is not mounted: mount -t tracefs tracefs /sys/kernel/tracing"
          : `${root}/events lists the tracepoints (as root)`,
    });
  }
  const wanted = fieldsOf(format);
  const ofClass = recordsLike(kernel, wanted).sort((a, b) => {
    return commonStart(nameAt(kernel, b), recordPrefix + event) - commonStart(nameAt(kernel, a), recordPrefix + event);
  })[0];
  if (ofClass !== undefined) return ofClass;
  throw new UnsupportedError("YDL4436", `the record of the tracepoint '${name}' is not found`, {
    hint: "the kernel's types have no struct with its fields: it may be a tracepoint of a module",
  });
}

/** Names and offsets (in bytes) of the fields that a tracefs `format` file lists, but for those that all records have. */
function fieldsOf(format: string): string {
  const fields = format.matchAll(/^\tfield:(.*?)(\w+)(?:\[\d*\])?;\toffset:(\d+);/gm);
  return [...fields]
    .filter(([, , , offset]) => Number(offset) >= 8)
    .map(([, type = "", name, offset]) => `${type.includes("__data_loc") ? `__data_loc_${name}` : name} ${offset}`)
    .join(", ");
}

function recordsLike(kernel: LazyBtf, wanted: string): number[] {
  const found: number[] = [];
  for (let id = 1; id < kernel.types.length; id++) {
    const type = kernel.types[id];
    if (type?.kind !== "struct" || !type.name.startsWith(recordPrefix)) continue;
    const own = type.members.filter(({ name }) => name !== "ent" && name !== "__data");
    if (own.map(({ name, bitOffset }) => `${name} ${bitOffset / 8}`).join(", ") === wanted) found.push(id);
  }
  return found;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function find(kernel: LazyBtf, name: string, file: string | undefined): number {
  const base = withoutFlavour(name);
  const found = kernel.named(base).find((id) => {
    const type = kernel.types[id];
    return type !== undefined && isNamedType(type) && type.name === base;
  });
  if (found !== undefined) return found;
  const near = nearestNames(kernel, base);
  const whose = file === undefined ? "this kernel" : `'${file}'`;
  throw new UnsupportedError("YDL4435", `${whose} has no struct, union or enum '${base}'`, {
    hint:
      near.length > 0
        ? `the nearest names are ${near.join(", ")}`
        : "`bpftool btf dump file /sys/kernel/btf/vmlinux format c` shows all that there are",
  });
}

/** How many names a hint lists. */
const MOST_NAMES = 5;

/** Names with the same words, or with few letters changed. */
function nearestNames(kernel: LazyBtf, name: string): string[] {
  const distances = new Map<string, number>();
  for (let id = 1; id < kernel.types.length; id++) {
    const type = kernel.types[id];
    if (type === undefined || !isNamedType(type) || type.name === "") continue;
    const isPart = name.length > 2 && type.name.includes(name);
    if (!isPart && Math.abs(type.name.length - name.length) > 3) continue;
    const distance = isPart ? (type.name.length - name.length) / 4 : editDistance(name, type.name);
    if (distance <= Math.max(2, name.length / 3)) distances.set(type.name, distance);
  }
  const sorted = [...distances].sort(([, a], [, b]) => a - b);
  return sorted.slice(0, MOST_NAMES).map(([near]) => near);
}
