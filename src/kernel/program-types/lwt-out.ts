import {
  lightweightTunnelConstants,
  lightweightTunnelContext,
  lightweightTunnelVerdicts,
} from "../lightweight-tunnel.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_LWT_OUT`: sees each packet that goes out by a route, before the network stack has made its headers final. The route is
 * made by attaching, by netlink, and goes with the attachment.
 *
 * @kernel 4.10
 */
export const lwtOut = {
  name: "lwt_out",
  id: 11,
  minimumKernel: "4.10",
  sections: [{ pattern: "lwt_out", expectedAttachType: undefined, attach: "route" }],
  context: lightweightTunnelContext,
  packet: { data: 76, dataEnd: 80, size: 4, writable: false },
  returns: lightweightTunnelVerdicts,
  helpers: helpersOf("lwt_out"),
  constants: lightweightTunnelConstants,
} as const satisfies ProgramType;
