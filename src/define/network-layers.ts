import { kernelConstants } from "../kernel/index.ts";
import { be16, bits, bytes, struct, u8, u16, u32, union } from "../schema/index.ts";
import type { SubprogramDefinition } from "./definitions.ts";
import { context, subprogram } from "./subprogram.ts";

/** What `bpf.transport` and `bpf.payload` give. The verifier sees by the width of `offset` how far it may reach into a packet. */
export const layer = struct({ offset: bits(u16, 12), protocol: u8 });

/** How a found layer is packed into a number: the protocol above, the offset below. 0 stands for none. */
export const PROTOCOL_SHIFT = 16;

/** In bytes: headers that reach farther are no longer looked at, so that an offset fits its 12 bits. */
const FARTHEST = 2000;

/** The first bytes of IPv4 and IPv6 headers, as far as they say what follows. Source: RFC 791, RFC 8200. */
const start = struct({
  version: bits(be16, 4),
  headerLength: bits(be16, 4),
  unused: bits(be16, 8),
  lengths: bytes(4),
  rest: union({
    four: struct({ flags: bits(be16, 3), fragmentOffset: bits(be16, 13), timeToLive: u8, protocol: u8 }),
    six: struct({ nextHeader: u8 }),
  }),
});

/** Extension headers of IPv6 begin alike; `fragment` is only in the one that describes a fragment. Source: RFC 8200, section 4. */
const extension = struct({ nextHeader: u8, length: u8, fragmentOffset: bits(be16, 13), more: bits(be16, 3) });

/** Bytes 12 and 13 of a TCP header. Source: RFC 9293. */
const tcpLength = struct({ dataOffset: bits(be16, 4), flags: bits(be16, 12) });

const { IPPROTO_AH, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP } = kernelConstants;
/** Headers of IPv6 between that of IP and that of the transport, as the kernel knows them. Source: RFC 8200; RFC 4302 for AH. */
const extensions = { HOP_BY_HOP: 0, ROUTING: 43, FRAGMENT: 44, DESTINATION_OPTIONS: 60, AH: IPPROTO_AH };

/**
 * Kernel functions that find the layers of a packet, which the compiler adds to an object that uses them.
 * @param inPlace whether they access the packet directly; otherwise they copy, also what is not in one piece with the start
 */
function layersOf(inPlace: boolean): {
  readonly transport: SubprogramDefinition;
  readonly payload: SubprogramDefinition;
} {
  const transport = subprogram(
    [context("cgroup_skb/egress"), u32],
    { ...extensions, inPlace, start, extension, FARTHEST, PROTOCOL_SHIFT },
    (packet, from, it, bpf) => {
      if (from > it.FARTHEST) return 0;
      const ip = it.inPlace ? bpf.header(packet, it.start, from) : bpf.load(packet, it.start, from);
      if (!ip) return 0;
      if (ip.version === 4) {
        const length = ip.headerLength * 4;
        const four = ip.rest.four;
        if (length < 20 || four.fragmentOffset !== 0) return 0;
        return from + length + (four.protocol << it.PROTOCOL_SHIFT);
      }
      if (ip.version !== 6) return 0;
      let offset = from + 40;
      let protocol = ip.rest.six.nextHeader;
      for (let i = 0; i < 9; i++) {
        const isExtension =
          protocol === it.HOP_BY_HOP ||
          protocol === it.ROUTING ||
          protocol === it.FRAGMENT ||
          protocol === it.DESTINATION_OPTIONS ||
          protocol === it.AH;
        if (offset > it.FARTHEST) return 0;
        if (!isExtension) return offset + (protocol << it.PROTOCOL_SHIFT);
        const header = it.inPlace ? bpf.header(packet, it.extension, offset) : bpf.load(packet, it.extension, offset);
        if (!header) return 0;
        if (protocol === it.FRAGMENT) {
          if (header.fragmentOffset !== 0) return 0;
          offset += 8;
        } else {
          offset += protocol === it.AH ? (header.length + 2) * 4 : (header.length + 1) * 8;
        }
        // It is no larger anyway. Said so, all ways through the loop are the same to the verifier, which without CAP_PERFMON follows
        // each of them to the end otherwise.
        offset &= 0xfff;
        protocol = header.nextHeader;
      }
      return 0;
    },
  );
  const payload = subprogram(
    [context("cgroup_skb/egress"), u32],
    {
      ...{ IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP },
      ...{ inPlace, tcpLength, transport, PROTOCOL_SHIFT },
    },
    (packet, from, it, bpf) => {
      const found = it.transport(packet, from);
      if (found === 0) return 0;
      const offset = found & 0xfff;
      switch (found >> it.PROTOCOL_SHIFT) {
        case it.IPPROTO_TCP: {
          const tcp = it.inPlace
            ? bpf.header(packet, it.tcpLength, offset + 12)
            : bpf.load(packet, it.tcpLength, offset + 12);
          if (!tcp || tcp.dataOffset < 5) return 0;
          return found + tcp.dataOffset * 4;
        }
        case it.IPPROTO_UDP:
        case it.IPPROTO_UDPLITE:
          return found + 8;
        case it.IPPROTO_SCTP:
          return found + 12;
        default:
          return found;
      }
    },
  );
  return { transport, payload };
}

/** For programs that can't copy out of packets on every kernel. */
export const layersInPlace = layersOf(true);
export const layersByCopy = layersOf(false);
