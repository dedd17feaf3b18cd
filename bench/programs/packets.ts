/** What a test packet is made of; what is left out has a usual value. */
export interface PacketParts {
  readonly source?: readonly [number, number, number, number];
  readonly destination?: readonly [number, number, number, number];
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly timeToLive?: number;
  readonly typeOfService?: number;
  /** Identifiers of VLAN tags, from the outermost on. */
  readonly vlans?: readonly number[];
  readonly payload?: Uint8Array;
}

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17 } as const;

/** A frame with a TCP segment over IPv4. */
export function tcpPacket(flags: number, parts: PacketParts & { readonly acknowledgment?: number } = {}): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  view.setUint16(0, parts.sourcePort ?? 40000);
  view.setUint16(2, parts.destinationPort ?? 443);
  view.setUint32(4, 0x01020304);
  view.setUint32(8, parts.acknowledgment ?? 0x11223344);
  header[12] = 0x50;
  header[13] = flags;
  view.setUint16(14, 0xfaf0);
  view.setUint16(16, 0xbeef);
  return ipv4Packet("tcp", header, parts);
}

/** A frame with a UDP datagram over IPv4. */
export function udpPacket(parts: PacketParts = {}): Uint8Array {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, parts.sourcePort ?? 40000);
  view.setUint16(2, parts.destinationPort ?? 53);
  view.setUint16(4, 8 + (parts.payload?.length ?? 0));
  view.setUint16(6, 0xcafe);
  return ipv4Packet("udp", header, parts);
}

/** A frame with an echo request over IPv4. */
export function pingPacket(parts: PacketParts = {}): Uint8Array {
  return ipv4Packet("icmp", Uint8Array.of(8, 0, 0xf7, 0xfd, 0, 1, 0, 1), parts);
}

/** The text of a DNS query for an address of `name`. */
export function dnsQuery(name: string): Uint8Array {
  const labels = name.split(".").flatMap((label) => [label.length, ...new TextEncoder().encode(label)]);
  return Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1]);
}

/** A frame with a UDP datagram over IPv6. */
export function ipv6Packet(nextHeader: number = PROTOCOLS.udp): Uint8Array {
  const packet = new Uint8Array(14 + 40 + 8);
  packet.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x86, 0xdd, 0x60, 0, 0, 0, 0, 8, nextHeader, 64]);
  packet.set([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 22);
  packet.set([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], 38);
  packet.set([0x9c, 0x40, 0, 53, 0, 8], 54);
  return packet;
}

function ipv4Packet(protocol: keyof typeof PROTOCOLS, transport: Uint8Array, parts: PacketParts): Uint8Array {
  const { vlans = [], payload = new Uint8Array() } = parts;
  const start = 14 + vlans.length * 4;
  const packet = new Uint8Array(start + 20 + transport.length + payload.length);
  const view = new DataView(packet.buffer);
  packet.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]);
  for (const [index, id] of vlans.entries()) {
    view.setUint16(12 + index * 4, 0x8100);
    view.setUint16(14 + index * 4, id);
  }
  view.setUint16(start - 2, 0x0800);
  packet[start] = 0x45;
  packet[start + 1] = parts.typeOfService ?? 0;
  view.setUint16(start + 2, packet.length - start);
  view.setUint16(start + 6, 0x4000);
  packet[start + 8] = parts.timeToLive ?? 64;
  packet[start + 9] = PROTOCOLS[protocol];
  packet.set(parts.source ?? [10, 0, 0, 1], start + 12);
  packet.set(parts.destination ?? [10, 0, 0, 2], start + 16);
  view.setUint16(start + 10, checksum(packet.subarray(start, start + 20)));
  packet.set(transport, start + 20);
  packet.set(payload, start + 20 + transport.length);
  return packet;
}

/** The internet checksum of an even number of bytes. Source: RFC 1071. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index += 2) sum += (bytes[index]! << 8) | bytes[index + 1]!;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
