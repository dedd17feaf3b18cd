import type { ProgramType } from "../program-type.ts";
import { skBuffContext } from "../sk-buff.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_CGROUP_SKB`: sees each packet that a cgroup's sockets send or receive, and may drop it.
 * Attaches to a cgroup v2 directory, by a link from kernel 5.7 on. The packet starts at its IP header.
 * Egress verdicts: 0 drops, 1 sends, 2 drops and 3 sends while telling the sender of congestion; ingress: 0 or 1.
 *
 * @kernel 4.10
 */
export const cgroupSkb = {
  name: "cgroup_skb",
  id: 8,
  minimumKernel: "4.10",
  sections: [
    { pattern: "cgroup_skb/ingress", expectedAttachType: 0, attach: "cgroup", returns: { range: [0, 1] } },
    { pattern: "cgroup_skb/egress", expectedAttachType: 1, attach: "cgroup", returns: { range: [0, 3] } },
    { pattern: "cgroup/skb", expectedAttachType: undefined, attach: "cgroup", returns: { range: [0, 1] } },
  ],
  context: skBuffContext({ hidden: ["tc_classid", "wire_len"], writable: ["mark", "priority", "cb", "tstamp"] }),
  packet: { data: 76, dataEnd: 80, size: 4, writable: false },
  socket: { offset: 168, nullable: true },
  returns: { range: [0, 1] },
  helpers: helpersOf("cgroup_skb"),
  constants: {},
} as const satisfies ProgramType;
