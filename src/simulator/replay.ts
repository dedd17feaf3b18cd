import type { SimulatedProgram, SimulatedTestOptions } from "./handles/program.ts";
import { readPcap } from "./pcap.ts";

/** What a program did with a packet of a capture. */
export interface ReplayedPacket {
  /** Nanoseconds since 1970. */
  readonly timestamp: bigint;
  /** What the program returned. */
  readonly verdict: number;
  /** The packet as the program left it. */
  readonly data: Uint8Array;
}

/**
 * Runs a program on each packet of a capture file (classic pcap), one after the other. The clock that programs read moves as the
 * packets' timestamps do.
 * ```ts
 * for (const { verdict } of replay(bpf.programs.filter, readFileSync("web.pcap"))) if (verdict === 0) dropped += 1;
 * ```
 * @throws {SimulatorError} the file is no pcap file; the program does something wrong
 */
export function* replay(
  program: SimulatedProgram,
  pcap: Uint8Array,
  options: Omit<SimulatedTestOptions, "data" | "repeat"> = {},
): Generator<ReplayedPacket> {
  let previous: bigint | undefined;
  for (const { timestamp, data } of readPcap(pcap)) {
    if (previous !== undefined && timestamp > previous) program.advance(timestamp - previous);
    previous = timestamp;
    const result = program.test({ ...options, data });
    yield { timestamp, verdict: result.returned, data: result.data };
  }
}
