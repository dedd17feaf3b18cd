import type { ProgramType } from "../program-type.ts";
import { skBuffContext } from "../sk-buff.ts";
import { socketFilterHelpers } from "./helpers.generated.ts";

/**
 * `BPF_PROG_TYPE_SOCKET_FILTER`: sees each packet that one socket is about to receive. Attaches to a socket
 * (`SO_ATTACH_BPF`). The result is how many bytes of the packet the socket gets: 0 drops it.
 *
 * @kernel 3.19
 */
export const socketFilter: ProgramType = {
  name: "socket_filter",
  id: 1,
  minimumKernel: "3.19",
  sections: [{ pattern: "socket", expectedAttachType: undefined, attach: "socket" }],
  context: skBuffContext({
    hidden: [
      "family",
      "remote_ip4",
      "local_ip4",
      "remote_ip6",
      "local_ip6",
      "remote_port",
      "local_port",
      "tstamp",
      "hwtstamp",
    ],
    writable: ["cb"],
  }),
  returns: { range: undefined },
  helpers: socketFilterHelpers,
  constants: {},
};
