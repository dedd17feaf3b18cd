import type { ProgramType } from "../program-type.ts";
import { registersContext } from "../registers.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_PERF_EVENT`: runs when a counter of perf overflows: so many times a second, or after so many events. The
 * context is the registers of what was running, with the sample's period. The result says whether perf records a sample.
 * Attaches to an event on each CPU, from kernel 5.15 on under links.
 *
 * @kernel 4.9
 */
export const perfEvent: ProgramType = {
  name: "perf_event",
  id: 7,
  minimumKernel: "4.9",
  sections: [{ pattern: "perf_event", expectedAttachType: undefined, attach: "perfEvent" }],
  context: {
    struct: "bpf_perf_event_data",
    size: registersContext.size + 16,
    fields: {
      ...registersContext.fields,
      sample_period: { offset: registersContext.size, bits: 64, signed: false, order: "host", writable: false },
      addr: { offset: registersContext.size + 8, bits: 64, signed: false, order: "host", writable: false },
    },
  },
  returns: { range: undefined },
  helpers: helpersOf("perf_event"),
  constants: {},
};
