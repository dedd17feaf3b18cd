import type { ProgramType } from "../program-type.ts";
import { trafficControlConstants, trafficControlContext, trafficControlVerdicts } from "../traffic-control.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_SCHED_ACT`: an action of traffic control, run for the packets that a filter selected; here for all of an interface, by a
 * filter that matches everything (`matchall`) on its `clsact` queueing discipline, made by netlink. Programs in direct action
 * mode (`tc`) need no action of their own; actions are for setups that have filters of other kinds.
 *
 * @kernel 4.1
 */
export const schedAct = {
  name: "sched_act",
  id: 4,
  minimumKernel: "4.1",
  sections: [{ pattern: "action", expectedAttachType: undefined, attach: "trafficControl" }],
  context: trafficControlContext,
  packet: { data: 76, dataEnd: 80, size: 4, writable: true },
  socket: { offset: 168, nullable: true },
  returns: trafficControlVerdicts,
  helpers: helpersOf("sched_act"),
  constants: trafficControlConstants,
} as const satisfies ProgramType;
