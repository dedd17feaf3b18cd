import { skBuffContext, socketFields } from "./sk-buff.ts";

/** What classifiers and actions of traffic control see: packets at their link layer, before there is a socket. */
export const trafficControlContext = skBuffContext({
  hidden: socketFields,
  writable: ["mark", "queue_mapping", "priority", "tc_index", "cb", "tc_classid", "tstamp"],
});

/** The verifier takes any number; what is none of these counts as `TC_ACT_UNSPEC`. */
export const trafficControlVerdicts = { range: undefined, verdicts: [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8] } as const;

/** Source: include/uapi/linux/pkt_cls.h. */
export const trafficControlConstants = {
  TC_ACT_UNSPEC: -1,
  TC_ACT_OK: 0,
  TC_ACT_RECLASSIFY: 1,
  TC_ACT_SHOT: 2,
  TC_ACT_PIPE: 3,
  TC_ACT_STOLEN: 4,
  TC_ACT_QUEUED: 5,
  TC_ACT_REPEAT: 6,
  TC_ACT_REDIRECT: 7,
  TC_ACT_TRAP: 8,
} as const;
