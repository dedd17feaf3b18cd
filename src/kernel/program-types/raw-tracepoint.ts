import { u64 } from "../context-field.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_RAW_TRACEPOINT`: runs when the kernel passes a static tracepoint, and sees the tracepoint's own arguments
 * before they are made into a record: cheaper, but what they mean may change from kernel to kernel. The result is ignored.
 * A tracepoint has at most 12 arguments; reading more than it has is refused when the program attaches.
 *
 * @kernel 4.17
 */
export const rawTracepoint = {
  name: "raw_tracepoint",
  id: 17,
  minimumKernel: "4.17",
  sections: [
    { pattern: "raw_tracepoint/*", expectedAttachType: undefined, attach: "rawTracepoint" },
    { pattern: "raw_tp/*", expectedAttachType: undefined, attach: "rawTracepoint" },
  ],
  context: {
    struct: "bpf_raw_tracepoint_args",
    size: 96,
    fields: { args: u64(0, { length: 12 }) },
  },
  returns: { range: undefined },
  helpers: helpersOf("raw_tracepoint"),
  constants: {},
} as const satisfies ProgramType;
