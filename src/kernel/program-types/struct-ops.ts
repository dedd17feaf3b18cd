import { typedContext } from "../kernel-function.ts";
import type { ProgramSection, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

const member: Omit<ProgramSection, "pattern"> = { expectedAttachType: undefined, attach: "structOps" };

/**
 * `BPF_PROG_TYPE_STRUCT_OPS`: a function of one of the kernel's tables of functions, such as a congestion control of TCP
 * (`tcp_congestion_ops`). The table is a map of the object; attaching that registers it.
 *
 * @kernel 5.6
 */
export const structOps: ProgramType = {
  name: "struct_ops",
  id: 27,
  minimumKernel: "5.6",
  sections: [
    { pattern: "struct_ops", ...member },
    { pattern: "struct_ops/*", ...member },
    { pattern: "struct_ops.s/*", ...member, loadFlags: 1 << 4 },
  ],
  context: typedContext,
  returns: { range: undefined },
  helpers: helpersOf("struct_ops"),
  constants: {},
};
