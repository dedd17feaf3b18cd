import { typedArguments, typedContext } from "../kernel-function.ts";
import type { ProgramSection, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/** `enum bpf_attach_type` and flags in include/uapi/linux/bpf.h. */
const BPF_TRACE_ITER = 28;
const BPF_F_SLEEPABLE = 1 << 4;

const iterator: Omit<ProgramSection, "pattern"> = {
  expectedAttachType: BPF_TRACE_ITER,
  attach: "iterator",
  kernelType: { kind: "function", prefix: "bpf_iter_" },
  arguments: typedArguments,
};

/**
 * `BPF_PROG_TYPE_TRACING` with `BPF_TRACE_ITER`: runs for each object of a kind that the kernel holds (`iter/task`, `iter/bpf_map_elem`,
 * `iter/tcp`…) and once more at the end, where the object is zero. What it writes is what user space reads from the link.
 * The first argument leads to the sequence that is written, the others are the object. The result: 0 goes on, 1 runs again for the same object.
 *
 * @kernel 5.8
 */
export const iteratorType: ProgramType = {
  name: "iterator",
  id: 26,
  minimumKernel: "5.8",
  sections: [
    { pattern: "iter/*", ...iterator },
    { pattern: "iter.s/*", ...iterator, loadFlags: BPF_F_SLEEPABLE, minimumKernel: "5.14" },
  ],
  context: typedContext,
  returns: { range: [0, 1] },
  helpers: helpersOf("iterator"),
  constants: {},
};
