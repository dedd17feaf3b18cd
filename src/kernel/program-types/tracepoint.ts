import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_TRACEPOINT`: runs when the kernel passes a static tracepoint; the section names it. The context is the
 * tracepoint's record (see `tracepoint-contexts.generated.ts`), read-only. The result says whether perf, if it listens to
 * the same event, gets the record (0: no).
 *
 * @kernel 4.7
 */
export const tracepoint = {
  name: "tracepoint",
  id: 5,
  minimumKernel: "4.7",
  sections: [
    { pattern: "tracepoint/*/*", expectedAttachType: undefined, attach: "tracepoint" },
    { pattern: "tp/*/*", expectedAttachType: undefined, attach: "tracepoint" },
  ],
  context: { struct: "trace_entry", size: 8, fields: {} },
  returns: { range: undefined },
  helpers: helpersOf("tracepoint"),
  constants: {},
} as const satisfies ProgramType;
