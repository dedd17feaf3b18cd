import {
  lightweightTunnelConstants,
  lightweightTunnelContext,
  lightweightTunnelVerdicts,
} from "../lightweight-tunnel.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_LWT_SEG6LOCAL`: the `End.BPF` action of segment routing: sees each IPv6 packet whose next segment is a route's address.
 * The route is made by attaching, by netlink, and goes with the attachment.
 *
 * @kernel 4.18
 */
export const lwtSeg6local = {
  name: "lwt_seg6local",
  id: 19,
  minimumKernel: "4.18",
  sections: [{ pattern: "lwt_seg6local", expectedAttachType: undefined, attach: "route" }],
  context: lightweightTunnelContext,
  packet: { data: 76, dataEnd: 80, size: 4, writable: false },
  returns: lightweightTunnelVerdicts,
  helpers: helpersOf("lwt_seg6local"),
  constants: lightweightTunnelConstants,
} as const satisfies ProgramType;
