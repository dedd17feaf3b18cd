import type { Traffic } from "./traffic-counts.ts";

export const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** In bytes: the six numbers of `counts` in the kernel programs of this folder, in their order. */
const countsSize = 48;

/**
 * Adds up the values of all CPUs. Thousands of cgroups are read each second, and most of them are silent: those get the object that they
 * had before, and cost no memory.
 */
export function readTraffic(view: DataView, offset: number, cpus: number, before?: Traffic): Traffic {
  const sum = (field: number) => {
    let total = 0;
    for (let at = offset + field * 8, end = at + cpus * countsSize; at < end; at += countsSize) {
      const low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
      const high = view.getUint32(littleEndian ? at + 4 : at, littleEndian);
      total += low + high * 2 ** 32;
    }
    return total;
  };
  const sent = sum(2);
  const arrived = sum(5);
  // With each packet there is a buffer.
  if (before && before.egress.skbs === sent && before.ingress.skbs === arrived) return before;
  return {
    egress: { packets: sum(0), bytes: sum(1), skbs: sent },
    ingress: { packets: sum(3), bytes: sum(4), skbs: arrived },
  };
}
