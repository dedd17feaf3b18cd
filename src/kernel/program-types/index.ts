import type { ProgramType } from "../program-type.ts";
import { cgroupSkb } from "./cgroup-skb.ts";
import { rawTracepoint } from "./raw-tracepoint.ts";
import { socketFilter } from "./socket-filter.ts";
import { tracepoint } from "./tracepoint.ts";
import { xdp } from "./xdp.ts";

/** Every program type that this package can compile. */
export const programTypes: readonly ProgramType[] = [cgroupSkb, xdp, tracepoint, socketFilter, rawTracepoint];

export { cgroupSkb, rawTracepoint, socketFilter, tracepoint, xdp };
