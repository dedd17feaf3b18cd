import { networkWord, u32 } from "../context-field.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_SK_MSG`: sees what the sockets of a socket map send, before TCP does, and may pass it on, drop it, or redirect it to
 * another socket of a map. Attaches to a socket map, by a link from kernel 6.10 on. `bpf.header(message, T, offset)` reaches into the
 * data that `bpf.msg_pull_data` made linear.
 *
 * @kernel 4.17
 */
export const skMsg = {
  name: "sk_msg",
  id: 16,
  minimumKernel: "4.17",
  sections: [{ pattern: "sk_msg", expectedAttachType: 7, attach: "socketMap" }],
  context: {
    struct: "sk_msg_md",
    size: 80,
    fields: {
      /** `AF_INET` or `AF_INET6`. @kernel 4.18 */
      family: u32(16, { minimumKernel: "4.18" }),
      /** IPv4 address of the other side as a host-order number. */
      remote_ip4: networkWord(20, { minimumKernel: "4.18" }),
      /** IPv4 address of this side as a host-order number. */
      local_ip4: networkWord(24, { minimumKernel: "4.18" }),
      /** IPv6 address of the other side: four host-order numbers, most significant first. */
      remote_ip6: networkWord(28, { length: 4, minimumKernel: "4.18" }),
      /** IPv6 address of this side: four host-order numbers, most significant first. */
      local_ip6: networkWord(44, { length: 4, minimumKernel: "4.18" }),
      /** In host order. */
      remote_port: networkWord(60, { minimumKernel: "4.18" }),
      local_port: u32(64, { minimumKernel: "4.18" }),
      /** Length of the message in bytes. @kernel 5.0 */
      size: u32(68, { minimumKernel: "5.0" }),
    },
  },
  packet: { data: 0, dataEnd: 8, size: 8, writable: true },
  socket: { offset: 72, nullable: false },
  returns: { range: undefined, verdicts: [0, 1] },
  helpers: helpersOf("sk_msg"),
  constants: { SK_DROP: 0, SK_PASS: 1 },
} as const satisfies ProgramType;
