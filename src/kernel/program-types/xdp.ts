import type { ProgramType } from "../program-type.ts";
import { xdpHelpers } from "./helpers.generated.ts";

/** The program can take packets of several buffers. Source: include/uapi/linux/bpf.h. */
const BPF_F_XDP_HAS_FRAGS = 1 << 5;

/**
 * `BPF_PROG_TYPE_XDP`: sees each frame as the network driver received it, before the kernel's network stack.
 * Attaches to an interface, by a link from kernel 5.9 on. The verifier takes any number for a verdict; what is not one of the
 * five counts as `XDP_ABORTED`. `egress_ifindex` exists only in programs of a device map, so it is not listed.
 *
 * @kernel 4.8
 */
export const xdp: ProgramType = {
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
  ],
  context: {
    struct: "xdp_md",
    size: 24,
    fields: {
      ingress_ifindex: {
        offset: 12,
        bits: 32,
        signed: false,
        order: "host",
        writable: false,
        minimumKernel: "4.16",
      },
      rx_queue_index: {
        offset: 16,
        bits: 32,
        signed: false,
        order: "host",
        writable: false,
        minimumKernel: "4.16",
      },
    },
  },
  packet: { data: 0, dataEnd: 4, writable: true },
  returns: { range: undefined },
  helpers: xdpHelpers,
  constants: { XDP_ABORTED: 0, XDP_DROP: 1, XDP_PASS: 2, XDP_TX: 3, XDP_REDIRECT: 4 },
};
