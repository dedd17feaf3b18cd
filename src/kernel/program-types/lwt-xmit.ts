import {
  lightweightTunnelConstants,
  lightweightTunnelContext,
  lightweightTunnelVerdicts,
} from "../lightweight-tunnel.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_LWT_XMIT`: sees each packet that goes out by a route when all of it but the link layer's header is made, and may change
 * it. The route is made by attaching, by netlink, and goes with the attachment.
 *
 * @kernel 4.10
 */
export const lwtXmit = {
  name: "lwt_xmit",
  id: 12,
  minimumKernel: "4.10",
  sections: [{ pattern: "lwt_xmit", expectedAttachType: undefined, attach: "route" }],
  context: lightweightTunnelContext,
  packet: { data: 76, dataEnd: 80, size: 4, writable: true },
  returns: lightweightTunnelVerdicts,
  helpers: helpersOf("lwt_xmit"),
  constants: lightweightTunnelConstants,
} as const satisfies ProgramType;
