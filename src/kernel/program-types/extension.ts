import { typedContext } from "../kernel-function.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_EXT`: takes the place of a global function of another program in the kernel, as long as its link lives.
 * The section names the function; `load(…, { replaces: { NAME: program } })` says of which program. What the function takes, its result and the helpers it
 * may call are those of that program: clang makes such objects, kernel functions in TypeScript would have to know them.
 *
 * @kernel 5.6
 */
export const extension: ProgramType = {
  name: "extension",
  id: 28,
  minimumKernel: "5.6",
  sections: [{ pattern: "freplace/*", expectedAttachType: undefined, attach: "extension" }],
  context: typedContext,
  returns: { range: undefined },
  helpers: helpersOf("extension"),
  constants: {},
};
