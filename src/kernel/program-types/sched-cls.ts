import type { ProgramType } from "../program-type.ts";
import { trafficControlConstants, trafficControlContext, trafficControlVerdicts } from "../traffic-control.ts";
import { helpersOf } from "./helpers.ts";

const tcxVerdicts = { range: undefined, verdicts: [-1, 0, 2, 7] } as const;

/**
 * `BPF_PROG_TYPE_SCHED_CLS`: sees each packet that enters or leaves an interface, in the kernel's network stack, and may change,
 * drop or redirect it. The packet starts at its link layer header. Attaches to an interface: `tcx/…` by a link from 6.6 on, in an order
 * that can be chosen; `tc` and `classifier` as a filter of the interface's `clsact` queueing discipline, by netlink; `netkit/…` to a
 * netkit device. `TCX_NEXT` goes on with the next program.
 *
 * @kernel 4.1
 */
export const schedCls = {
  name: "sched_cls",
  id: 3,
  minimumKernel: "4.1",
  sections: [
    { pattern: "tc", expectedAttachType: undefined, attach: "trafficControl" },
    { pattern: "classifier", expectedAttachType: undefined, attach: "trafficControl" },
    {
      pattern: "tcx/ingress",
      expectedAttachType: 46,
      attach: "tcx",
      returns: tcxVerdicts,
      minimumKernel: "6.6",
    },
    {
      pattern: "tcx/egress",
      expectedAttachType: 47,
      attach: "tcx",
      returns: tcxVerdicts,
      minimumKernel: "6.6",
    },
    { pattern: "tc/ingress", expectedAttachType: 46, attach: "tcx", returns: tcxVerdicts, minimumKernel: "6.6" },
    { pattern: "tc/egress", expectedAttachType: 47, attach: "tcx", returns: tcxVerdicts, minimumKernel: "6.6" },
    { pattern: "netkit/primary", expectedAttachType: 54, attach: "netkit", returns: tcxVerdicts, minimumKernel: "6.7" },
    { pattern: "netkit/peer", expectedAttachType: 55, attach: "netkit", returns: tcxVerdicts, minimumKernel: "6.7" },
  ],
  context: trafficControlContext,
  packet: { data: 76, dataEnd: 80, size: 4, writable: true },
  socket: { offset: 168, nullable: true },
  returns: trafficControlVerdicts,
  helpers: helpersOf("sched_cls"),
  constants: {
    ...trafficControlConstants,
    TCX_NEXT: -1,
    TCX_PASS: 0,
    TCX_DROP: 2,
    TCX_REDIRECT: 7,
    NETKIT_NEXT: -1,
    NETKIT_PASS: 0,
    NETKIT_DROP: 2,
    NETKIT_REDIRECT: 7,
  },
} as const satisfies ProgramType;
