import { load } from "../runtime.ts";
import { kernelProgram } from "./kernel-program.ts";

/** `"egress"`: packets that leave. `"ingress"`: packets that arrive. */
export type Direction = "egress" | "ingress";

/** Counts packets from when it is opened until it is disposed. */
export interface PacketCounter extends Disposable {
  /** Packets so far, as they go over the wire. */
  read(direction: Direction): bigint;
  /** When counting began: before this process did when it goes on with what an earlier one had pinned. */
  readonly started: Date;
}

/**
 * Counts the packets of a cgroup and of all cgroups below it.
 *
 * @param cgroup a directory of the cgroup2 hierarchy
 * @param directions what to count; the others read as 0
 * @param options.pin a folder in a bpf file system: counting goes on there when the process ends, and the next takes it over
 * @throws {CgroupError} `cgroup` is not in a cgroup2 hierarchy
 * @throws {PermissionError} CAP_BPF or CAP_NET_ADMIN is missing
 * @kernel 5.7
 */
export async function openPacketCounter(
  cgroup: string,
  directions: readonly Direction[],
  { pin }: { readonly pin?: string } = {},
): Promise<PacketCounter> {
  const bpf = load(await kernelProgram("count"), pin === undefined ? {} : { pin });
  try {
    for (const direction of directions) bpf.programs[`count_${direction}`].attach(cgroup);
  } catch (error) {
    bpf.close();
    throw error;
  }
  return {
    read: (direction) => bpf.variables[`${direction}_packets`].sum(),
    started: bpf.pinnedSince ?? new Date(),
    [Symbol.dispose]: () => bpf.close(),
  };
}
