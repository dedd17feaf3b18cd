import { networkShort, networkWord, u32 } from "../context-field.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_SK_LOOKUP`: chooses the socket for a TCP connection or a UDP packet that comes in, before the kernel looks for one by its
 * address and port. Attaches to a network namespace, by a link. `SK_PASS` goes on with the socket that was assigned (by
 * `select` of a socket map), or without one as usual; `SK_DROP` refuses.
 *
 * @kernel 5.9
 */
export const skLookup = {
  name: "sk_lookup",
  id: 30,
  minimumKernel: "5.9",
  sections: [{ pattern: "sk_lookup", expectedAttachType: 36, attach: "networkNamespace" }],
  context: {
    struct: "bpf_sk_lookup",
    size: 72,
    fields: {
      /** `AF_INET` or `AF_INET6`. */
      family: u32(8),
      /** `IPPROTO_TCP` or `IPPROTO_UDP`. */
      protocol: u32(12),
      /** IPv4 address of the other side as a host-order number. */
      remote_ip4: networkWord(16),
      /** IPv6 address of the other side: four host-order numbers, most significant first. */
      remote_ip6: networkWord(20, { length: 4 }),
      /** In host order. */
      remote_port: networkShort(36),
      /** IPv4 address of this side as a host-order number. */
      local_ip4: networkWord(40),
      /** IPv6 address of this side: four host-order numbers, most significant first. */
      local_ip6: networkWord(44, { length: 4 }),
      local_port: u32(60),
      /** The interface that the packet came in on. @kernel 5.17 */
      ingress_ifindex: u32(64, { minimumKernel: "5.17" }),
    },
  },
  returns: { range: [0, 1] },
  helpers: helpersOf("sk_lookup"),
  constants: { SK_DROP: 0, SK_PASS: 1, BPF_SK_LOOKUP_F_REPLACE: 1, BPF_SK_LOOKUP_F_NO_REUSEPORT: 2 },
} as const satisfies ProgramType;
