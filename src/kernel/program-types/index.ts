import type { ProgramType } from "../program-type.ts";
import { cgroupSkb } from "./cgroup-skb.ts";
import { extension } from "./extension.ts";
import { iteratorType } from "./iterator.ts";
import { kprobe } from "./kprobe.ts";
import { lsm } from "./lsm.ts";
import { perfEvent } from "./perf-event.ts";
import { rawTracepoint } from "./raw-tracepoint.ts";
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
];

export { cgroupSkb, rawTracepoint, socketFilter, tracepoint, xdp };
