import type { ProgramType } from "../program-type.ts";
import { skBuffContext } from "../sk-buff.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_SK_SKB`: sees what the sockets of a socket map receive. A stream parser says how long the next message is (the result is
 * its length in bytes, 0: more is needed); a verdict passes a message on, drops it, or redirects it to another socket of a map.
 * Attaches to a socket map, by a link from kernel 6.10 on.
 *
 * @kernel 4.14
 */
export const skSkb = {
  name: "sk_skb",
  id: 14,
  minimumKernel: "4.14",
  sections: [
    {
      pattern: "sk_skb/stream_parser",
      expectedAttachType: 4,
      attach: "socketMap",
      returns: { range: undefined },
    },
    { pattern: "sk_skb/stream_verdict", expectedAttachType: 5, attach: "socketMap" },
    { pattern: "sk_skb/verdict", expectedAttachType: 38, attach: "socketMap", minimumKernel: "5.13" },
  ],
  context: skBuffContext({
    hidden: ["mark", "tc_classid", "tstamp", "wire_len", "hwtstamp"],
    writable: ["priority", "tc_index"],
  }),
  packet: { data: 76, dataEnd: 80, size: 4, writable: true },
  socket: { offset: 168, nullable: true },
  returns: { range: undefined, verdicts: [0, 1] },
  helpers: helpersOf("sk_skb"),
  constants: { SK_DROP: 0, SK_PASS: 1 },
} as const satisfies ProgramType;
