import type { ArgumentPlaces, ProgramSection, ProgramType } from "../program-type.ts";
import { functionArguments, functionResult, registersContext, systemCallArguments } from "../registers.ts";
import { helpersOf } from "./helpers.ts";

/** `enum bpf_attach_type` and flags in include/uapi/linux/bpf.h. */
const BPF_TRACE_KPROBE_MULTI = 42;
const BPF_TRACE_UPROBE_MULTI = 48;
const BPF_F_SLEEPABLE = 1 << 4;

const entry: ArgumentPlaces = { offsets: functionArguments };
const result: ArgumentPlaces = { offsets: [], result: functionResult };
/** The function for a system call takes one argument: the registers of the program that made the call. */
const systemCall: ArgumentPlaces = { offsets: systemCallArguments, inside: functionArguments[0] ?? 0 };

const one = { expectedAttachType: undefined } as const;
const many = { expectedAttachType: BPF_TRACE_KPROBE_MULTI, minimumKernel: "5.18" } as const;
const manyUser = { expectedAttachType: BPF_TRACE_UPROBE_MULTI, minimumKernel: "6.6" } as const;
const sleepable = { loadFlags: BPF_F_SLEEPABLE } as const;
const sleepableUser = { ...one, ...sleepable, minimumKernel: "6.0" } as const;

const userProbes: readonly ProgramSection[] = (
  [
    ["uprobe", entry],
    ["uretprobe", result],
  ] as const
).flatMap(([name, places]): ProgramSection[] => [
  { pattern: name, ...one, attach: "userProbe", arguments: places },
  { pattern: `${name}/**`, ...one, attach: "userProbe", arguments: places },
  { pattern: `${name}.s`, ...sleepableUser, attach: "userProbe", arguments: places },
  { pattern: `${name}.s/**`, ...sleepableUser, attach: "userProbe", arguments: places },
  { pattern: `${name}.multi`, ...manyUser, attach: "userProbes", arguments: places },
  { pattern: `${name}.multi/**`, ...manyUser, attach: "userProbes", arguments: places },
  { pattern: `${name}.multi.s`, ...manyUser, ...sleepable, attach: "userProbes", arguments: places },
  { pattern: `${name}.multi.s/**`, ...manyUser, ...sleepable, attach: "userProbes", arguments: places },
]);

/**
 * `BPF_PROG_TYPE_KPROBE`: runs when the kernel (`kprobe`) or a program in user space (`uprobe`) reaches an instruction, or
 * returns from a function. The context is the registers at that moment; what they mean is the architecture's convention for
 * calls, which `bpf.argument` and `bpf.result` know. A result of 0 keeps perf, if it listens to the same event, from seeing it.
 *
 * Attaches by a perf event, from kernel 5.15 on under a link; many functions at once by one link (`.multi`).
 * What the functions of the kernel take, and whether they exist, changes from kernel to kernel: `fentry` and tracepoints last longer.
 *
 * @kernel 4.1
 */
export const kprobe: ProgramType = {
  name: "kprobe",
  id: 2,
  minimumKernel: "4.1",
  sections: [
    { pattern: "kprobe/*", ...one, attach: "kernelProbe", arguments: entry },
    { pattern: "kretprobe/*", ...one, attach: "kernelProbe", arguments: result },
    { pattern: "ksyscall/*", ...one, attach: "kernelProbe", arguments: systemCall },
    { pattern: "kretsyscall/*", ...one, attach: "kernelProbe", arguments: result },
    { pattern: "kprobe.multi", ...many, attach: "kernelProbes", arguments: entry },
    { pattern: "kprobe.multi/*", ...many, attach: "kernelProbes", arguments: entry },
    { pattern: "kretprobe.multi", ...many, attach: "kernelProbes", arguments: result },
    { pattern: "kretprobe.multi/*", ...many, attach: "kernelProbes", arguments: result },
    ...userProbes,
    { pattern: "usdt", ...one, attach: "userTracepoint" },
    { pattern: "usdt/**", ...one, attach: "userTracepoint" },
    { pattern: "usdt.s", ...sleepableUser, attach: "userTracepoint" },
    { pattern: "usdt.s/**", ...sleepableUser, attach: "userTracepoint" },
  ],
  context: registersContext,
  returns: { range: undefined },
  helpers: helpersOf("kprobe"),
  constants: {},
};
