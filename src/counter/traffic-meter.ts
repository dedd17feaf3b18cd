import { load, type PerCpuHashMapHandle, type PerCpuVariableHandle } from "../runtime.ts";
import { kernelProgram } from "./kernel-program.ts";
import type { Runs } from "./own-cost.ts";
import { addTraffic, noTraffic, type Traffic, trafficSince } from "./traffic-counts.ts";
import { littleEndian, readTraffic } from "./traffic-layout.ts";

/** All that has been counted up to a moment. */
export interface TrafficSnapshot {
  /** Milliseconds on the clock of `performance.now()`. */
  readonly time: number;
  /** By cgroup id. */
  readonly cgroups: ReadonlyMap<bigint, Traffic>;
  /** What came for cgroups that the map had no room for. */
  readonly overflow: Traffic;
  /** Of cgroups that an earlier process gave up, with a meter that is pinned: nobody knows their names any more. */
  readonly earlier: Traffic;
}

/** Counts the traffic of each cgroup in a subtree, from when it is opened until it is disposed. */
export interface TrafficMeter extends Disposable {
  /** When counting began: before this process did when it has taken over what an earlier one had pinned. */
  readonly started: Date;
  /** Whether there may be counts from before this process. */
  readonly adopted: boolean;
  read(): TrafficSnapshot;
  /** Of its programs in the kernel, while run statistics are on. */
  runs(): Runs;
  /** Makes room for others. What the cgroup sends from then on is counted from zero. */
  forget(id: bigint): void;
}

export interface MeterOptions {
  readonly pin?: string;
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
 * @param options.pin a folder in a bpf file system: counting goes on there when the process ends, and the next takes it over
 * @throws {CgroupError} `cgroup` is not in a cgroup2 hierarchy
 * @throws {PermissionError} CAP_BPF or CAP_NET_ADMIN is missing
 * @throws {YodelError} something else is pinned there, or it counts at another cgroup
 * @kernel 5.7
 */
export async function openTrafficMeter(cgroup: string, { pin }: MeterOptions = {}): Promise<TrafficMeter> {
  const bpf = load(await kernelProgram("traffic"), pin === undefined ? {} : { pin });
  try {
    bpf.programs.count_egress.attach(cgroup);
    bpf.programs.count_ingress.attach(cgroup);
  } catch (error) {
    bpf.close();
    throw error;
  }
  const traffic: PerCpuHashMapHandle<bigint, KernelCounts> = bpf.maps.traffic;
  const overflow: PerCpuVariableHandle<KernelCounts> = bpf.variables.overflow;
  // Now there is room for it; later the map may be full.
  if (pin !== undefined && !traffic.has(givenUp)) traffic.set(givenUp, Array(traffic.cpus).fill(noKernelCounts));
  let before: ReadonlyMap<bigint, Traffic> = new Map();
  /** What this process itself has moved to the entry of those given up. */
  let moved = noTraffic;
  return {
    started: bpf.pinnedSince ?? new Date(),
    adopted: bpf.pinnedSince !== undefined,
    read() {
      const cgroups = new Map<bigint, Traffic>();
      traffic.scan((keys, key, values, value) => {
        const id = keys.getBigUint64(key, littleEndian);
        cgroups.set(id, readTraffic(values, value, traffic.cpus, before.get(id)));
      });
      before = cgroups;
      const earlier = trafficSince(moved, cgroups.get(givenUp) ?? noTraffic);
      cgroups.delete(givenUp);
      return { time: performance.now(), cgroups, overflow: fromKernel(overflow.sum()), earlier };
    },
    forget(id) {
      if (pin !== undefined) moved = addTraffic(moved, moveToGivenUp(traffic, id));
      traffic.delete(id);
    },
    runs() {
      const [egress, ingress] = [bpf.programs.count_egress.info(), bpf.programs.count_ingress.info()];
      return { count: egress.runCount + ingress.runCount, time: egress.runTime + ingress.runTime };
    },
    [Symbol.dispose]: () => bpf.close(),
  };
}

/** No cgroup has this id. The entry keeps the sum of those that were given up, for the process that comes next. */
const givenUp = 0n;

const noKernelCounts: KernelCounts = {
  egress_packets: 0n,
  egress_bytes: 0n,
  egress_skbs: 0n,
  ingress_packets: 0n,
  ingress_bytes: 0n,
  ingress_skbs: 0n,
};

function moveToGivenUp(traffic: PerCpuHashMapHandle<bigint, KernelCounts>, id: bigint): Traffic {
  const values = traffic.get(id);
  if (!values) return noTraffic;
  const before = traffic.get(givenUp);
  const sum = (a: KernelCounts, b: KernelCounts): KernelCounts => ({
    egress_packets: a.egress_packets + b.egress_packets,
    egress_bytes: a.egress_bytes + b.egress_bytes,
    egress_skbs: a.egress_skbs + b.egress_skbs,
    ingress_packets: a.ingress_packets + b.ingress_packets,
    ingress_bytes: a.ingress_bytes + b.ingress_bytes,
    ingress_skbs: a.ingress_skbs + b.ingress_skbs,
  });
  traffic.set(
    givenUp,
    values.map((value, cpu) => sum(value, before?.[cpu] ?? noKernelCounts)),
  );
  return values.map(fromKernel).reduce(addTraffic);
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
