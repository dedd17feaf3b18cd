import { u32 } from "../context-field.ts";
import type { ContextField, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

const fields = {
  /** The interface that received the frame. @kernel 4.16 */
  ingress_ifindex: u32(12, { minimumKernel: "4.16" }),
  /** The receive queue of that interface. @kernel 4.16 */
  rx_queue_index: u32(16, { minimumKernel: "4.16" }),
} as const satisfies Record<string, ContextField>;

/** The frame is about to leave: a program in a device map also sees where. */
const leaving = {
  struct: "xdp_md",
  size: 24,
  fields: {
    ...fields,
    /** The interface that the frame is sent to. @kernel 5.8 */
    egress_ifindex: u32(20, { minimumKernel: "5.8" }),
  },
} as const;

/** The program can take packets of several buffers. Source: include/uapi/linux/bpf.h. */
const BPF_F_XDP_HAS_FRAGS = 1 << 5;

/**
 * `BPF_PROG_TYPE_XDP`: sees each frame as the network driver received it, before the kernel's network stack.
 * Attaches to an interface, by a link from kernel 5.9 on. Programs of a device map or CPU map are not attached: they stand in an
 * entry of the map and see the frames that are redirected through it. `.frags` programs take frames of several buffers.
 * The verifier takes any number for a verdict; what is not one of the five counts as `XDP_ABORTED`.
 *
 * @kernel 4.8
 */
export const xdp = {
  name: "xdp",
  id: 6,
  minimumKernel: "4.8",
  sections: [
    { pattern: "xdp", expectedAttachType: 37, attach: "interface" },
    {
      pattern: "xdp.frags",
      expectedAttachType: 37,
      attach: "interface",
      loadFlags: BPF_F_XDP_HAS_FRAGS,
      minimumKernel: "5.18",
    },
    { pattern: "xdp/devmap", expectedAttachType: 33, attach: "mapEntry", context: leaving, minimumKernel: "5.8" },
    {
      pattern: "xdp.frags/devmap",
      expectedAttachType: 33,
      attach: "mapEntry",
      context: leaving,
      loadFlags: BPF_F_XDP_HAS_FRAGS,
      minimumKernel: "5.18",
    },
    { pattern: "xdp/cpumap", expectedAttachType: 35, attach: "mapEntry", minimumKernel: "5.9" },
    {
      pattern: "xdp.frags/cpumap",
      expectedAttachType: 35,
      attach: "mapEntry",
      loadFlags: BPF_F_XDP_HAS_FRAGS,
      minimumKernel: "5.18",
    },
  ],
  context: { struct: "xdp_md", size: 24, fields },
  packet: { data: 0, dataEnd: 4, size: 4, writable: true },
  returns: { range: undefined, verdicts: [0, 1, 2, 3, 4] },
  helpers: helpersOf("xdp"),
  constants: { XDP_ABORTED: 0, XDP_DROP: 1, XDP_PASS: 2, XDP_TX: 3, XDP_REDIRECT: 4 },
} as const satisfies ProgramType;
