import {
  lightweightTunnelConstants,
  lightweightTunnelContext,
  lightweightTunnelVerdicts,
} from "../lightweight-tunnel.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_LWT_IN`: sees each packet that comes in on a route, before it is delivered or forwarded. The route is made by attaching,
 * by netlink, and goes with the attachment.
 *
 * @kernel 4.10
 */
export const lwtIn = {
  name: "lwt_in",
  id: 10,
  minimumKernel: "4.10",
  sections: [{ pattern: "lwt_in", expectedAttachType: undefined, attach: "route" }],
  context: lightweightTunnelContext,
  packet: { data: 76, dataEnd: 80, size: 4, writable: false },
  returns: lightweightTunnelVerdicts,
  helpers: helpersOf("lwt_in"),
  constants: lightweightTunnelConstants,
} as const satisfies ProgramType;
