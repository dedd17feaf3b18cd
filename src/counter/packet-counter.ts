import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "../runtime.ts";

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
  const bpf = load(await kernelProgram());
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

/** The object that the build has made. Run from source there is none: then the compiler is loaded. */
async function kernelProgram() {
  // The same place from dist/counter/ and from dist/cli/, where the tool is put together.
  const built = new URL("../counter/count.bpf.o", import.meta.url);
  if (existsSync(built)) return fileURLToPath(built);
  const [{ compile }, definitions] = await Promise.all([import("../index.ts"), import("./count.bpf.ts")]);
  return compile({ ...definitions });
}
