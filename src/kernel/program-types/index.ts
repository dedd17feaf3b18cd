import type { ProgramType } from "../program-type.ts";
import { cgroupDevice } from "./cgroup-device.ts";
import { cgroupSkb } from "./cgroup-skb.ts";
import { cgroupSock } from "./cgroup-sock.ts";
import { cgroupSockAddr } from "./cgroup-sock-addr.ts";
import { cgroupSockopt } from "./cgroup-sockopt.ts";
import { cgroupSysctl } from "./cgroup-sysctl.ts";
import { extension } from "./extension.ts";
import { flowDissector } from "./flow-dissector.ts";
import { iteratorType } from "./iterator.ts";
import { kprobe } from "./kprobe.ts";
import { lsm } from "./lsm.ts";
import { lwtIn } from "./lwt-in.ts";
import { lwtOut } from "./lwt-out.ts";
import { lwtSeg6local } from "./lwt-seg6local.ts";
import { lwtXmit } from "./lwt-xmit.ts";
import { netfilter } from "./netfilter.ts";
import { perfEvent } from "./perf-event.ts";
import { rawTracepoint } from "./raw-tracepoint.ts";
import { schedAct } from "./sched-act.ts";
import { schedCls } from "./sched-cls.ts";
import { skLookup } from "./sk-lookup.ts";
import { skMsg } from "./sk-msg.ts";
import { skSkb } from "./sk-skb.ts";
import { sockOps } from "./sock-ops.ts";
import { socketFilter } from "./socket-filter.ts";
import { structOps } from "./struct-ops.ts";
import { syscall } from "./syscall.ts";
import { tracepoint } from "./tracepoint.ts";
import { tracing } from "./tracing.ts";
import { xdp } from "./xdp.ts";

/** Every program type that this package can compile. */
export const programTypes: readonly ProgramType[] = [
  cgroupSkb,
  xdp,
  tracepoint,
  socketFilter,
  rawTracepoint,
  kprobe,
  perfEvent,
  tracing,
  iteratorType,
  lsm,
  extension,
  structOps,
  syscall,
  cgroupDevice,
  cgroupSock,
  cgroupSockAddr,
  cgroupSockopt,
  cgroupSysctl,
  flowDissector,
  lwtIn,
  lwtOut,
  lwtSeg6local,
  lwtXmit,
  netfilter,
  schedAct,
  schedCls,
  skLookup,
  skMsg,
  skSkb,
  sockOps,
];

export { cgroupSkb, rawTracepoint, socketFilter, tracepoint, xdp };
