import { release } from "node:os";
import { cutTypes, isNamedType, kernelTypesModule, type LazyBtf, withoutFlavour } from "../btf/index.ts";
import { UnsupportedError } from "../errors/index.ts";
import { KernelTypes } from "./kernel-types.ts";

export interface DescribeTypesOptions {
  /** A file with a kernel's types instead of those of the running one. */
  readonly btf?: string;
  /** The package that the module imports. Default: `"yodel"`. */
  readonly package?: string;
}

/** See `describeKernelTypes` in `runtime.ts`. */
export function describeKernelTypes(names: readonly string[], options: DescribeTypesOptions): string {
  const { kernel } = new KernelTypes(options.btf);
  const wanted = new Map(names.map((name) => [name, find(kernel, name, options.btf)]));
  const origin = options.btf === undefined ? `Linux ${release()}` : options.btf;
  const { package: from } = options;
  return kernelTypesModule(cutTypes(kernel, wanted), { origin, ...(from === undefined ? {} : { package: from }) });
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

/** Insertions, deletions and replacements that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      row.push(Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[to.length] ?? 0;
}
