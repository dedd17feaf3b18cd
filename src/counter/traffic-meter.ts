import { load, type PerCpuHashMapHandle, type PerCpuVariableHandle } from "../runtime.ts";
import { kernelProgram } from "./kernel-program.ts";
import type { Traffic } from "./traffic-counts.ts";

/** All that has been counted up to a moment. */
export interface TrafficSnapshot {
  /** Milliseconds on the clock of `performance.now()`. */
  readonly time: number;
  /** By cgroup id. */
  readonly cgroups: ReadonlyMap<bigint, Traffic>;
  /** What came for cgroups that the map had no room for. */
  readonly overflow: Traffic;
}

/** Counts the traffic of each cgroup in a subtree, from when it is opened until it is disposed. */
export interface TrafficMeter extends Disposable {
  read(): TrafficSnapshot;
  /** Makes room for others. What the cgroup sends from then on is counted from zero. */
  forget(id: bigint): void;
}

/** As src/counter/traffic.bpf.ts has it in the kernel. */
interface KernelCounts {
  readonly egress_packets: bigint;
  readonly egress_bytes: bigint;
  readonly egress_skbs: bigint;
  readonly ingress_packets: bigint;
  readonly ingress_bytes: bigint;
  readonly ingress_skbs: bigint;
}

/**
 * Starts counting: one link for each direction at `cgroup` covers all cgroups below it.
 *
 * @param cgroup a directory of the cgroup2 hierarchy
 * @throws {CgroupError} `cgroup` is not in a cgroup2 hierarchy
 * @throws {PermissionError} CAP_BPF or CAP_NET_ADMIN is missing
 * @kernel 5.7
 */
export async function openTrafficMeter(cgroup: string): Promise<TrafficMeter> {
  const bpf = load(await kernelProgram("traffic"));
  try {
    bpf.programs.count_egress.attach(cgroup);
    bpf.programs.count_ingress.attach(cgroup);
  } catch (error) {
    bpf.close();
    throw error;
  }
  const traffic: PerCpuHashMapHandle<bigint, KernelCounts> = bpf.maps.traffic;
  const overflow: PerCpuVariableHandle<KernelCounts> = bpf.variables.overflow;
  return {
    read() {
      const cgroups = new Map<bigint, Traffic>();
      for (const [id, counts] of traffic.totals()) cgroups.set(id, fromKernel(counts));
      return { time: performance.now(), cgroups, overflow: fromKernel(overflow.sum()) };
    },
    forget: (id) => void traffic.delete(id),
    [Symbol.dispose]: () => bpf.close(),
  };
}

function fromKernel(counts: KernelCounts): Traffic {
  return {
    egress: {
      packets: Number(counts.egress_packets),
      bytes: Number(counts.egress_bytes),
      skbs: Number(counts.egress_skbs),
    },
    ingress: {
      packets: Number(counts.ingress_packets),
      bytes: Number(counts.ingress_bytes),
      skbs: Number(counts.ingress_skbs),
    },
  };
}
