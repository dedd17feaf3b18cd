import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_FLOW_DISSECTOR`: finds the addresses and ports in the packets of a network namespace for whoever in the kernel wants to
 * know them (RSS, hashing, traffic control), in the place of the kernel's own dissector. Attaches to a network namespace, by a link from
 * kernel 5.8 on. `BPF_OK` says that it is done, `BPF_FLOW_DISSECTOR_CONTINUE` (6.1) that the kernel's own shall do it.
 *
 * @kernel 4.20
 */
export const flowDissector = {
  name: "flow_dissector",
  id: 22,
  minimumKernel: "4.20",
  sections: [{ pattern: "flow_dissector", expectedAttachType: 17, attach: "networkNamespace" }],
  context: { struct: "__sk_buff", size: 192, fields: {} },
  packet: { data: 76, dataEnd: 80, size: 4, writable: false },
  returns: { range: undefined, verdicts: [0, 2, 129] },
  helpers: helpersOf("flow_dissector"),
  constants: { BPF_OK: 0, BPF_DROP: 2, BPF_FLOW_DISSECTOR_CONTINUE: 129 },
} as const satisfies ProgramType;
