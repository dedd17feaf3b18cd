import type { ProgramType } from "../program-type.ts";
import { skBuffContext, socketFields } from "../sk-buff.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_SOCKET_FILTER`: sees each packet that one socket is about to receive. Attaches to a socket
 * (`SO_ATTACH_BPF`). The result is how many bytes of the packet the socket gets: 0 drops it.
 *
 * @kernel 3.19
 */
export const socketFilter = {
  name: "socket_filter",
  id: 1,
  minimumKernel: "3.19",
  sections: [{ pattern: "socket", expectedAttachType: undefined, attach: "socket" }],
  context: skBuffContext({
    hidden: [...socketFields, "tc_classid", "tstamp", "wire_len", "hwtstamp"],
    writable: ["cb"],
  }),
  returns: { range: undefined },
  helpers: helpersOf("socket_filter"),
  constants: {},
} as const satisfies ProgramType;
