import { readBtfLazily, typeAt } from "../btf/index.ts";
import { UnsupportedError, YodelError } from "../errors/index.ts";
import type { ResolvedSection } from "../kernel/program-type.ts";
import { btfBytes, programInfo } from "../sys/bpf.ts";
import { isAtLeast, kernelVersion, parseVersion } from "../sys/machine.ts";
import { KernelTypes } from "./kernel-types.ts";
import { nearestNames } from "./names.ts";

/** What a caller says about what a program is for. */
export interface ProgramAims {
  /** The program in the kernel of which an extension replaces a function. */
  readonly replaced?: { readonly fd: number } | undefined;
  /** A file with the kernel's types. */
  readonly kernelTypes?: string | undefined;
}

/** What the kernel takes for it. */
interface Aim {
  readonly kernelType: number;
  readonly targetFd?: number;
}

/** Read once for all programs of a process: it is some megabytes. */
let kernel: KernelTypes | undefined;

/**
 * What the kernel must be told at load: the function, hook or iterator of the kernel that the section names, or the function of
 * another program that this one replaces.
 * @throws {YodelError} there is no such thing; the hint lists the nearest
 * @throws {UnsupportedError} the kernel is too old, or shows no types
 */
export function aimOf(name: string, resolved: ResolvedSection, aims: ProgramAims): Aim {
  const { section, minimumKernel, target } = resolved;
  if (!isAtLeast(kernelVersion(), parseVersion(minimumKernel))) {
    throw new UnsupportedError("YDL4103", `this kernel has no programs of section ${section}`, { minimumKernel });
  }
  if (resolved.attach === "extension") return replacedFunction(name, target[0] ?? "", aims.replaced);
  const { kind, prefix } = resolved.kernelType ?? { kind: "function", prefix: "" };
  if (aims.kernelTypes !== undefined) kernel = new KernelTypes(aims.kernelTypes);
  kernel ??= new KernelTypes();
  const wanted = `${prefix}${target[0]}`;
  const btf = kernel.kernel;
  const id = findType(btf, kind, wanted);
  if (id !== undefined) return { kernelType: id };
  const near = nearestNames(wanted, namesOf(btf, kind, prefix)).map((found) => found.slice(prefix.length));
  const what = prefix === "bpf_lsm_" ? "security hook" : prefix === "bpf_iter_" ? "iterator" : "function or tracepoint";
  throw new YodelError("YDL4470", `the kernel's types have no ${what} '${target[0]}'`, {
    hint: `the nearest are ${near.join(", ")}; what is in a module, or was inlined, is not among them`,
  });
}

function findType(btf: KernelTypes["kernel"], kind: "function" | "typedef", name: string): number | undefined {
  return btf.named(name).find((id) => {
    const type = typeAt(btf, id);
    return type.kind === kind && type.name === name;
  });
}

function namesOf(btf: KernelTypes["kernel"], kind: "function" | "typedef", prefix: string): string[] {
  const names: string[] = [];
  for (let id = 1; id < btf.types.length; id++) {
    const type = typeAt(btf, id);
    if (type.kind === kind && type.name.startsWith(prefix)) names.push(type.name);
  }
  return names;
}

/** A function of a program that is in the kernel, by its number in that program's own types. */
function replacedFunction(name: string, wanted: string, replaced: ProgramAims["replaced"]): Aim {
  if (!replaced) {
    throw new YodelError("YDL4478", `'${name}' replaces a function of another program, and it is not said of which`, {
      hint: `load(…, { replaces: { ${name}: other.programs.NAME } })`,
    });
  }
  const { btfId } = programInfo(replaced.fd);
  const bytes = btfId === 0 ? undefined : btfBytes(btfId);
  const btf = bytes && readBtfLazily(bytes);
  const id = btf && findType(btf, "function", wanted);
  if (id !== undefined) return { kernelType: id, targetFd: replaced.fd };
  throw new YodelError("YDL4478", `the program to extend has no function '${wanted}'`, {
    hint: btf
      ? `it has ${namesOf(btf, "function", "").join(", ")}`
      : "it was loaded without its types: build it with -g",
  });
}

/** The kernel has the function, and no way to lead it through a program. */
export function cannotAttachTo(section: string, cause: unknown): UnsupportedError {
  return new UnsupportedError("YDL4477", `this kernel can't attach to '${section}' by its type`, {
    hint: "it takes CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y (on arm64 from 6.0), and for lsm CONFIG_BPF_LSM=y; a function may also be one that can't be traced",
    cause,
  });
}
