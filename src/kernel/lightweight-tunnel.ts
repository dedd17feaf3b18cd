import { skBuffContext, socketFields } from "./sk-buff.ts";

/** What the programs of routes see: packets at their network layer. */
export const lightweightTunnelContext = skBuffContext({
  hidden: [...socketFields, "tc_classid", "tstamp", "wire_len", "hwtstamp"],
  writable: ["mark", "priority", "cb"],
});

/** `BPF_OK`, `BPF_DROP`, `BPF_REDIRECT` and `BPF_LWT_REROUTE`; the verifier takes any number. */
export const lightweightTunnelVerdicts = { range: undefined, verdicts: [0, 2, 7, 128] } as const;

/** Source: `enum bpf_ret_code` in include/uapi/linux/bpf.h. */
export const lightweightTunnelConstants = { BPF_OK: 0, BPF_DROP: 2, BPF_REDIRECT: 7, BPF_LWT_REROUTE: 128 } as const;
