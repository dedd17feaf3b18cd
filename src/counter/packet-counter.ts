import { load } from "../runtime.ts";
import { kernelProgram } from "./kernel-program.ts";

/** `"egress"`: packets that leave. `"ingress"`: packets that arrive. */
export type Direction = "egress" | "ingress";

/** Counts packets from when it is opened until it is disposed. */
export interface PacketCounter extends Disposable {
  /** Packets so far, as they go over the wire. */
  read(direction: Direction): bigint;
}

/**
 * Counts the packets of a cgroup and of all cgroups below it.
 *
 * @param cgroup a directory of the cgroup2 hierarchy
 * @param directions what to count; the others read as 0
 * @throws {CgroupError} `cgroup` is not in a cgroup2 hierarchy
 * @throws {PermissionError} CAP_BPF or CAP_NET_ADMIN is missing
 * @kernel 5.7
 */
export async function openPacketCounter(cgroup: string, directions: readonly Direction[]): Promise<PacketCounter> {
  const bpf = load(await kernelProgram("count"));
  try {
    for (const direction of directions) bpf.programs[`count_${direction}`].attach(cgroup);
  } catch (error) {
    bpf.close();
    throw error;
  }
  return {
    read: (direction) => bpf.variables[`${direction}_packets`].sum(),
    [Symbol.dispose]: () => bpf.close(),
  };
}
