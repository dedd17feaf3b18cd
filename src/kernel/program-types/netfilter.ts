import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_NETFILTER`: one of the programs of a hook of netfilter, beside those of nftables and iptables, in an order that can be
 * chosen. Attaches to a hook of a protocol, by a link. The context is two pointers into the kernel, which have no fields here.
 *
 * @kernel 6.4
 */
export const netfilter = {
  name: "netfilter",
  id: 32,
  minimumKernel: "6.4",
  sections: [{ pattern: "netfilter", expectedAttachType: 45, attach: "netfilter" }],
  context: { struct: "bpf_nf_ctx", size: 16, fields: {} },
  returns: { range: [0, 1] },
  helpers: helpersOf("netfilter"),
  constants: { NF_DROP: 0, NF_ACCEPT: 1 },
} as const satisfies ProgramType;
