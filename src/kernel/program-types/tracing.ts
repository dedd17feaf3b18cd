import { typedArguments, typedContext } from "../kernel-function.ts";
import type { KernelTypeTarget, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/** `enum bpf_attach_type` and flags in include/uapi/linux/bpf.h. */
const BPF_TRACE_RAW_TP = 23;
const BPF_TRACE_FENTRY = 24;
const BPF_TRACE_FEXIT = 25;
const BPF_MODIFY_RETURN = 26;
const BPF_F_SLEEPABLE = 1 << 4;

const kernelFunction: KernelTypeTarget = { kind: "function", prefix: "" };
/** The type of a tracepoint's own function. */
const tracepointType: KernelTypeTarget = { kind: "typedef", prefix: "btf_trace_" };

const typed = { attach: "kernelFunction", arguments: typedArguments } as const;
const entry = { expectedAttachType: BPF_TRACE_FENTRY, ...typed, kernelType: kernelFunction } as const;
const exit = { expectedAttachType: BPF_TRACE_FEXIT, ...typed, kernelType: kernelFunction } as const;
const modify = { expectedAttachType: BPF_MODIFY_RETURN, ...typed, kernelType: kernelFunction } as const;
const sleepable = { loadFlags: BPF_F_SLEEPABLE, minimumKernel: "5.10" } as const;

/**
 * `BPF_PROG_TYPE_TRACING`: runs at the start (`fentry`) or the end (`fexit`) of a function of the kernel, decides what it
 * returns (`fmod_ret`, for functions that allow it), or runs at a tracepoint (`tp_btf`). The kernel knows the types of the arguments:
 * reading more than there are is refused at load. At `fexit` the result follows the arguments. Cheaper than a kprobe: no trap.
 * Attaches by a link. Takes a kernel with its types (CONFIG_DEBUG_INFO_BTF=y); all but `tp_btf` take one with direct calls from ftrace.
 *
 * @kernel 5.5
 */
export const tracing: ProgramType = {
  name: "tracing",
  id: 26,
  minimumKernel: "5.5",
  sections: [
    { pattern: "fentry/*", ...entry, returns: { range: [0, 0] } },
    { pattern: "fentry.s/*", ...entry, ...sleepable, returns: { range: [0, 0] } },
    { pattern: "fexit/*", ...exit, returns: { range: [0, 0] } },
    { pattern: "fexit.s/*", ...exit, ...sleepable, returns: { range: [0, 0] } },
    { pattern: "fmod_ret/*", ...modify, minimumKernel: "5.7" },
    { pattern: "fmod_ret.s/*", ...modify, ...sleepable },
    { pattern: "tp_btf/*", expectedAttachType: BPF_TRACE_RAW_TP, ...typed, kernelType: tracepointType },
  ],
  context: typedContext,
  returns: { range: undefined },
  helpers: helpersOf("tracing"),
  constants: {},
};
