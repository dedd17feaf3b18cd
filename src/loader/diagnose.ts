import { encode } from "../bytecode/encode.ts";
import { YodelError } from "../errors/index.ts";
import { mapTypes } from "../kernel/map-types.ts";
import { programTypes } from "../kernel/program-types/index.ts";
import { resolveSection } from "../kernel/sections.ts";
import { createMap, loadProgram } from "../sys/bpf.ts";
import { type Capability, effectiveCapabilities, isCapable } from "../sys/capabilities.ts";
import { checked } from "../sys/errno.ts";
import { closeSync, existsSync } from "../sys/files.ts";
import { isAtLeast, kernelVersion, possibleCpus, readFile } from "../sys/machine.ts";
import { findMount, readMounts } from "../sys/mountinfo.ts";
import { toCString } from "../sys/record.ts";
import { sys } from "../sys/sys.ts";
import { BPF_F_MMAPABLE } from "./create-maps.ts";
import { later } from "./later.ts";
import { capabilitiesToLoad, explainRefusal, howToGrant, lockdownMode, unprivilegedDisabled } from "./permissions.ts";

const programAims = later<typeof import("./program-aims.ts")>("./program-aims");

/** One thing that this machine can do, or can't. */
export interface Check {
  readonly name: string;
  /** Undefined: it can't be told, or it is neither good nor bad. */
  readonly ok: boolean | undefined;
  /** What was found. */
  readonly detail: string;
  /** What to do where `ok` is false. */
  readonly fix?: string;
}

/**
 * Looks at everything that loading and attaching depends on. Reads files, and tries to create a map and to load a program
 * of each type, which are closed at once. Never throws for what it finds.
 */
export function diagnose(): Check[] {
  const system = checkSystem();
  if (!system.ok) return [system];
  const mounts = readMounts();
  return [
    system,
    checkKernel(),
    ...checkCapabilities(),
    checkUnprivileged(),
    checkLockdown(),
    checkMemoryLimit(),
    checkJit(),
    checkKernelBtf(),
    checkMount("cgroup2", "cgroup2", "mkdir -p /sys/fs/cgroup/unified && mount -t cgroup2 none /sys/fs/cgroup/unified"),
    checkMount("tracefs", "tracefs, for tracepoints", "mount -t tracefs tracefs /sys/kernel/tracing"),
    checkMount("bpf", "bpffs, to pin links", "mount -t bpf bpf /sys/fs/bpf"),
    { name: "CPUs", ok: undefined, detail: `${possibleCpus()} possible: the size of per-CPU values` },
    ...checkProbes(),
  ];

  function checkMount(type: string, name: string, fix: string): Check {
    const place = findMount(type, mounts);
    return place === undefined
      ? { name, ok: false, detail: "not mounted", fix }
      : { name, ok: true, detail: `mounted at ${place}` };
  }
}

function checkSystem(): Check {
  const name = "system calls";
  try {
    sys();
    return { name, ok: true, detail: `${process.platform} on ${process.arch}, Node ${process.versions.node}` };
  } catch (error) {
    if (!(error instanceof YodelError)) throw error;
    return { name, ok: false, detail: error.message, ...(error.hint !== undefined && { fix: error.hint }) };
  }
}

function checkKernel(): Check {
  const version = kernelVersion();
  const detail = version.join(".");
  if (isAtLeast(version, [5, 7])) return { name: "kernel", ok: true, detail };
  return {
    name: "kernel",
    ok: false,
    detail: `${detail}: attachments to cgroups outlive a process that is killed`,
    fix: "use a kernel from 5.7 on, where attachments are links that end with their process",
  };
}

function checkCapabilities(): Check[] {
  const effective = effectiveCapabilities();
  const uses = [
    ["CAP_BPF", "create maps, load programs"],
    ["CAP_NET_ADMIN", "load and attach cgroup and XDP programs"],
    ["CAP_PERFMON", "load and attach tracepoint programs"],
  ] as const;
  return uses.map(([capability, use]) => {
    if (effective.has(capability)) return { name: capability, ok: true, detail: `there, to ${use}` };
    if (isCapable(capability, effective)) {
      return { name: capability, ok: true, detail: `contained in CAP_SYS_ADMIN, to ${use}` };
    }
    return { name: capability, ok: false, detail: `missing: needed to ${use}`, fix: howToGrant([capability]) };
  });
}

function checkUnprivileged(): Check {
  const name = "kernel.unprivileged_bpf_disabled";
  const value = unprivilegedDisabled();
  if (value === undefined) return { name, ok: undefined, detail: "this kernel does not say" };
  if (value !== 0) return { name, ok: true, detail: `${value}: eBPF is for privileged processes only` };
  return {
    name,
    ok: undefined,
    detail: "0: every user may load socket filters, which has been a way to attack the kernel",
  };
}

function checkLockdown(): Check {
  const mode = lockdownMode();
  if (mode === undefined || mode === "none") return { name: "lockdown", ok: true, detail: "off" };
  if (mode === "integrity")
    return { name: "lockdown", ok: true, detail: "integrity: programs may not write user memory" };
  return {
    name: "lockdown",
    ok: false,
    detail: `${mode}: programs may not read kernel memory, and tracing is shut`,
    fix: "boot with lockdown=integrity, or without lockdown= (and Secure Boot, which may turn it on)",
  };
}

function checkMemoryLimit(): Check {
  const name = "memory limit";
  if (isAtLeast(kernelVersion(), [5, 11])) {
    return { name, ok: true, detail: "maps count as memory of the cgroup, not as locked memory (kernel 5.11)" };
  }
  const soft = /^Max locked memory\s+(\S+)/m.exec(readFile("/proc/self/limits") ?? "")?.[1];
  if (soft === undefined) return { name, ok: undefined, detail: "this process's limits can't be read" };
  if (soft === "unlimited" || effectiveCapabilities().has("CAP_SYS_RESOURCE")) {
    return { name, ok: true, detail: `locked memory: ${soft}, and this process may raise it` };
  }
  return {
    name,
    ok: false,
    detail: `${soft} bytes of locked memory, for maps and programs together`,
    fix: "ulimit -l unlimited, or LimitMEMLOCK=infinity in a systemd unit",
  };
}

function checkJit(): Check {
  const name = "JIT";
  switch (readFile("/proc/sys/net/core/bpf_jit_enable")) {
    case "1":
    case "2":
      return { name, ok: true, detail: "on: programs are compiled to machine code" };
    case "0":
      return {
        name,
        ok: false,
        detail: "off: programs are interpreted, several times slower",
        fix: "sysctl net.core.bpf_jit_enable=1",
      };
    default:
      return { name, ok: undefined, detail: "this process may not see whether it is on" };
  }
}

function checkKernelBtf(): Check {
  const path = "/sys/kernel/btf/vmlinux";
  if (existsSync(path)) return { name: "kernel BTF", ok: true, detail: path };
  return {
    name: "kernel BTF",
    ok: false,
    detail: "missing: objects that adapt to the kernel's structs (CO-RE) don't load",
    fix: "use a kernel that is built with CONFIG_DEBUG_INFO_BTF=y",
  };
}

/** What only trying tells. */
function checkProbes(): Check[] {
  const checks = [probe("maps", "create a map", () => createMap({ mapType: mapTypes.array.id, ...probeMap }))];
  const mapped = { ...probeMap, flags: BPF_F_MMAPABLE };
  checks.push(
    probe("variables", "create a map that is mapped into memory", () =>
      createMap({ mapType: mapTypes.array.id, ...mapped }),
    ),
  );
  for (const type of programTypes) {
    // What these two are for is part of an object.
    if (type.name === "extension" || type.name === "struct_ops") continue;
    const load = () => {
      const program = { ...probeProgram(), programType: type.id, ...loadFacts(type) };
      return checked("bpf(BPF_PROG_LOAD)", loadProgram(program));
    };
    const attach = type.sections[0]?.attach;
    const needs = attach && capabilitiesToLoad[attach];
    const check = probe(`${type.name} programs`, `load a program of type ${type.name}`, load, needs);
    const isBuiltOut =
      check.ok === false && type.sections[0]?.kernelType !== undefined && needs?.every((one) => isCapable(one));
    checks.push(isBuiltOut ? { ...check, ...withoutFunctions } : check);
  }
  return checks;
}

/** With all capabilities, what stands in the way is how the kernel was built, though it says EPERM. */
const withoutFunctions = {
  detail: "this kernel lets programs of this type not attach to its functions",
  fix: "use a kernel that is built with CONFIG_FUNCTION_TRACER and CONFIG_DYNAMIC_FTRACE, for lsm also with CONFIG_BPF_LSM",
};

const probeMap = { keySize: 4, valueSize: 8, maxEntries: 1, name: "yodel_probe" };

/** `r0 = 0; exit`: every program type takes it. */
function probeProgram(): Parameters<typeof loadProgram>[0] {
  const instructions = encode([
    { op: "alu", operator: "mov", width: 64, destination: 0, source: { immediate: 0 } },
    { op: "exit" },
  ]);
  return { instructions, instructionCount: instructions.length / 8, license: toCString("GPL"), name: "yodel_probe" };
}

/** Something that every kernel has, for types whose programs name a function of the kernel. */
const examples: Readonly<Record<string, string>> = {
  tracing: "fentry/vfs_read",
  iterator: "iter/task",
  lsm: "lsm/file_open",
};

function loadFacts({ name, sections }: (typeof programTypes)[number]): Parameters<typeof loadProgram>[0] {
  const [section] = sections;
  const example = examples[name];
  return {
    expectedAttachType: section?.expectedAttachType,
    flags: section?.loadFlags,
    ...(example !== undefined && programAims().aimOf(name, resolveSection(example), {})),
  };
}

function probe(name: string, action: string, open: () => number, needs?: readonly Capability[]): Check {
  try {
    closeSync(open());
    return { name, ok: true, detail: "the kernel takes them" };
  } catch (error) {
    const explained = explainRefusal(error, { action, ...(needs && { needs }) });
    if (!(explained instanceof YodelError)) throw explained;
    const fix = explained.hint ?? "use a newer kernel, or one that is built with it";
    return { name, ok: false, detail: explained.message, fix };
  }
}
