import { SystemCallError, UnsupportedError, YodelError } from "../../errors/index.ts";
import { systemCallFunction } from "../../kernel/registers.ts";
import { failedWith } from "../../sys/errno.ts";
import { isAtLeast, kernelVersion, readFile } from "../../sys/machine.ts";
import { findMount } from "../../sys/mountinfo.ts";
import { openProbeEvent } from "../../sys/perf-event.ts";
import { createKernelProbesLink } from "../../sys/tracing-links.ts";
import { functionNames } from "../kernel-symbols.ts";
import { KernelLink, type Link } from "../link.ts";
import { nearestNames } from "../names.ts";
import { explainRefusal } from "../permissions.ts";
import { attachToEvent } from "./event-link.ts";
import { matching } from "./native-file.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

export interface ProbeOptions {
  /** A number that `bpf.get_attach_cookie` gives the program, to tell attachments apart. @kernel 5.15 */
  readonly cookie?: number | bigint;
}

/** `config` of a probe's event, as `format/retprobe` in the event source tells it. */
const RETURN = 1n;

/**
 * Attaches a program to the function of the kernel that its section names: at its start, at an offset (`kprobe/vfs_read+16`), at its
 * end (`kretprobe`), or to a system call by its own name (`ksyscall/openat`).
 *
 * @throws {YodelError} the kernel has no such function, or it can't be probed; the hint lists the nearest
 * @throws {UnsupportedError} the kernel was built without kprobes
 * @throws {PermissionError} CAP_PERFMON (before 5.8 CAP_SYS_ADMIN) is missing
 * @kernel 4.17; by link 5.15
 */
export function attachKernelProbe(program: LiveProgram, options: unknown): Link {
  if (options !== undefined && typeof options !== "object") {
    throw wrongTarget(program, "what its section says, so attach() takes at most options", options);
  }
  const { cookie = 0 } = (options ?? {}) as ProbeOptions;
  const { section, target } = program.resolved;
  const isSystemCall = /^kret?syscall|^ksyscall/.test(section);
  const { name, offset } = placeOf(target[0] ?? "");
  const functionName = isSystemCall ? systemCallFunction(name) : name;
  const type = eventSource("kprobe");
  const config = section.startsWith("kret") ? RETURN : 0n;
  try {
    const event = openProbeEvent({ type, config, name: functionName, offset, pid: undefined });
    return attachToEvent(program, event, `kernel function ${functionName}`, BigInt(cookie));
  } catch (error) {
    throw explainProbe(error, program, functionName);
  }
}

/** `"vfs_read+0x10"` as a name and an offset in bytes. */
function placeOf(text: string): { readonly name: string; readonly offset: number } {
  const [name = "", offset = "0"] = text.split("+");
  return { name, offset: Number(offset) };
}

/**
 * The number of an event source of perf.
 * @throws {UnsupportedError} the kernel does not have it
 */
export function eventSource(kind: "kprobe" | "uprobe"): number {
  const text = readFile(`/sys/bus/event_source/devices/${kind}/type`);
  if (text !== undefined) return Number(text);
  const option = kind === "kprobe" ? "CONFIG_KPROBE_EVENTS" : "CONFIG_UPROBE_EVENTS";
  if (!isAtLeast(kernelVersion(), [4, 17])) {
    throw new UnsupportedError("YDL4473", `this kernel has no ${kind} events`, { minimumKernel: "4.17" });
  }
  throw new UnsupportedError("YDL4473", `this kernel was built without ${kind}s: it lacks ${option}=y`, {
    hint:
      kind === "kprobe"
        ? "use a kernel with it, or a tracepoint (tracepoint/…, raw_tp/…), which needs none"
        : "use a kernel with it",
  });
}

function explainProbe(error: unknown, program: LiveProgram, name: string): unknown {
  if (failedWith(error, "ENOENT", "EINVAL", "EILSEQ", "EADDRNOTAVAIL")) {
    const names = functionNames();
    const isThere = names.has(name);
    return new YodelError(
      "YDL4470",
      isThere ? `the kernel's function '${name}' can't be probed there` : `the kernel has no function '${name}'`,
      {
        hint: isThere
          ? "the offset must be the start of an instruction; what probes themselves use is not probed (/sys/kernel/debug/kprobes/blacklist)"
          : `the nearest are ${nearestNames(name, names).join(", ")}; a function may also be gone because it was inlined`,
        cause: error,
      },
    );
  }
  return explainRefusal(error, { action: `attach '${program.name}' to ${name}`, needs: ["CAP_PERFMON"] });
}

export interface KernelProbesOptions {
  /** A number for each function. */
  readonly cookies?: readonly (number | bigint)[];
}

/**
 * Attaches a program to many functions of the kernel by one link: those of a list, or that a pattern with `*` fits.
 *
 * @param target names, or a pattern (`"tcp_*"`); left out, what the section says (`kprobe.multi/tcp_*`)
 * @throws {UnsupportedError} the kernel has no such links
 * @kernel 5.18
 */
export function attachKernelProbes(program: LiveProgram, target: unknown, options: unknown): Link {
  const wanted = target ?? program.resolved.target[0];
  const isList = Array.isArray(wanted) && wanted.length > 0 && wanted.every((name) => typeof name === "string");
  if (!isList && typeof wanted !== "string") {
    throw wrongTarget(program, 'functions of the kernel: a list of names, or a pattern such as "tcp_*"', target);
  }
  const names = isList ? (wanted as string[]) : traceable(wanted as string);
  const { cookies } = (options ?? {}) as KernelProbesOptions;
  const isReturn = program.resolved.section.startsWith("kret");
  try {
    const fd = createKernelProbesLink(program.fd.number, names, { isReturn, cookies: cookies?.map(BigInt) });
    return new KernelLink(fd, `${names.length} kernel functions`);
  } catch (error) {
    if (!isAtLeast(kernelVersion(), [5, 18]) && error instanceof SystemCallError) {
      throw new UnsupportedError("YDL4474", "this kernel has no links to many functions at once", {
        minimumKernel: "5.18",
        cause: error,
      });
    }
    if (failedWith(error, "EOPNOTSUPP", "EINVAL")) {
      eventSource("kprobe");
      throw new UnsupportedError(
        "YDL4473",
        "this kernel was built without links to many functions: it lacks CONFIG_FPROBE=y",
        {
          cause: error,
        },
      );
    }
    const missing = names.find((name) => !functionNames().has(name));
    throw explainProbe(error, program, missing ?? names[0] ?? "");
  }
}

/** Functions that ftrace can reach and a pattern fits. */
function traceable(pattern: string): string[] {
  const root = findMount("tracefs");
  const list = root && readFile(`${root}/available_filter_functions`);
  const names = list === undefined ? functionNames() : list.split("\n").map((line) => line.split(" ")[0] ?? "");
  // The kernel refuses a name that several functions have: it is not clear which is meant.
  const times = new Map<string, number>();
  for (const name of matching(names, pattern)) times.set(name, (times.get(name) ?? 0) + 1);
  const unique = [...times].filter(([, count]) => count === 1).map(([name]) => name);
  if (unique.length > 0) return unique;
  throw new YodelError("YDL4470", `no function of the kernel is like '${pattern}'`, {
    hint: `the nearest are ${nearestNames(pattern.replaceAll("*", ""), names).join(", ")}`,
  });
}
