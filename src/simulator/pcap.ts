import { SimulatorError } from "./errors.ts";

/** A packet of a capture file. */
export interface PcapPacket {
  /** Nanoseconds since 1970. */
  readonly timestamp: bigint;
  /** From the Ethernet header on; captures without one get an empty header with the right protocol. */
  readonly data: Uint8Array;
}

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MICROSECONDS = 0xa1b2_c3d4;
const NANOSECONDS = 0xa1b2_3c4d;
const PCAPNG = 0x0a0d_0d0a;
const ETHERNET_HEADER = 14;
const ETH_P_IP = 0x0800;
const ETH_P_IPV6 = 0x86dd;
/** Longer records are a sign of a damaged file. */
const MAX_RECORD = 1 << 28;

/** Makes an Ethernet frame of what a link layer type captured. Source: the list of LINKTYPE_ values of tcpdump.org. */
const linkLayers: ReadonlyMap<number, (record: Uint8Array) => Uint8Array> = new Map([
  [0, (record) => framed(record.subarray(4), byVersion(record.subarray(4)))],
  [1, (record) => record.slice()],
  [12, (record) => framed(record, byVersion(record))],
  [101, (record) => framed(record, byVersion(record))],
  [108, (record) => framed(record.subarray(4), byVersion(record.subarray(4)))],
  [113, (record) => framed(record.subarray(16), bigEndian16(record, 14))],
  [228, (record) => framed(record, ETH_P_IP)],
  [229, (record) => framed(record, ETH_P_IPV6)],
  [276, (record) => framed(record.subarray(20), bigEndian16(record, 0))],
]);

/**
 * The packets of a capture file in the classic pcap format, in both byte orders, with micro- or nanoseconds.
 * @throws {SimulatorError} the bytes are no such file, or it is damaged; the message says what they are
 */
export function* readPcap(bytes: Uint8Array): Generator<PcapPacket> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { little, nanoseconds } = formatOf(view);
  const linkType = view.getUint32(20, little) & 0xffff;
  const frame = linkLayers.get(linkType);
  if (frame === undefined) {
    throw new SimulatorError("YDL7030", `the capture has link layer type ${linkType}, which can't be replayed`, {
      hint: `types that can: ${[...linkLayers.keys()].join(", ")} (1 is Ethernet)`,
    });
  }
  for (let at = FILE_HEADER; at < bytes.length; ) {
    if (at + RECORD_HEADER > bytes.length) throw cutOff(at);
    const length = view.getUint32(at + 8, little);
    const start = at + RECORD_HEADER;
    if (length > MAX_RECORD || start + length > bytes.length) throw cutOff(at);
    const fraction = BigInt(view.getUint32(at + 4, little)) * (nanoseconds ? 1n : 1000n);
    const timestamp = BigInt(view.getUint32(at, little)) * 1_000_000_000n + fraction;
    yield { timestamp, data: frame(bytes.subarray(start, start + length)) };
    at = start + length;
  }
}

function formatOf(view: DataView): { readonly little: boolean; readonly nanoseconds: boolean } {
  const hint = "save it as classic pcap: `editcap -F pcap in.pcapng out.pcap`, or `tcpdump -w`";
  if (view.byteLength >= 4) {
    for (const little of [true, false]) {
      const magic = view.getUint32(0, little);
      if (magic === PCAPNG)
        throw new SimulatorError("YDL7030", "this is a pcapng file, not a classic pcap file", { hint });
      if (magic !== MICROSECONDS && magic !== NANOSECONDS) continue;
      if (view.byteLength < FILE_HEADER) throw cutOff(0);
      return { little, nanoseconds: magic === NANOSECONDS };
    }
  }
  throw new SimulatorError("YDL7030", "this is no pcap file: it does not start with the format's magic number", {
    hint,
  });
}

function cutOff(at: number): SimulatorError {
  return new SimulatorError("YDL7030", `the pcap file is cut off or damaged at byte ${at}`);
}

function framed(payload: Uint8Array, protocol: number): Uint8Array {
  const frame = new Uint8Array(ETHERNET_HEADER + payload.length);
  new DataView(frame.buffer).setUint16(12, protocol);
  frame.set(payload, ETHERNET_HEADER);
  return frame;
}

function byVersion(packet: Uint8Array): number {
  return (packet[0] ?? 0) >> 4 === 6 ? ETH_P_IPV6 : ETH_P_IP;
}

function bigEndian16(record: Uint8Array, at: number): number {
  return ((record[at] ?? 0) << 8) | (record[at + 1] ?? 0);
}
