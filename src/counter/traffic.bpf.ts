import {
  context,
  ipv4,
  ipv6,
  perCpuHashMap,
  perCpuVariable,
  program,
  struct,
  subprogram,
  tcp,
  u8,
  u64,
} from "../index.ts";

/** What is counted for a cgroup, in both directions, so that one lookup and one read give all of it. */
const counts = struct({
  egress_packets: u64,
  egress_bytes: u64,
  egress_skbs: u64,
  ingress_packets: u64,
  ingress_bytes: u64,
  ingress_skbs: u64,
});

/** By cgroup id. Each CPU adds to values of its own: no CPU waits for another. */
export const traffic = perCpuHashMap({ key: u64, value: counts, maxEntries: 16384 });

/** What came for cgroups that had no more room in `traffic`. */
export const overflow = perCpuVariable(counts);

/** The first two bytes of each extension header of IPv6; the length counts 8 bytes beyond the first 8. */
const extension = struct({ nextHeader: u8, length: u8 });

/** Headers of IPv6 between that of IP and that of the transport. Source: RFC 8200, section 4; RFC 4302. */
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const DESTINATION_OPTIONS = 60;

/** In bytes: no chain of headers is longer, since it must leave room in a packet. */
const LONGEST_HEADERS = 1500;

/**
 * The bytes in front of the payload, from the network header on: what each further segment of a large buffer has again on the
 * wire. It runs only for large buffers, and copies, since headers need not be in the linear part of a received one.
 */
export const header_length = subprogram(
  [context("cgroup_skb/egress")],
  { ipv4, ipv6, tcp, extension, HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS, LONGEST_HEADERS },
  (skb, scope, bpf) => {
    let offset = 0;
    let protocol = 0;
    if (skb.protocol === bpf.ETH_P_IPV6) {
      const ip = bpf.load(skb, scope.ipv6, 0);
      if (!ip) return 0;
      offset = 40;
      protocol = ip.nextHeader;
      for (let i = 0; i < 6; i++) {
        if (
          protocol !== scope.HOP_BY_HOP &&
          protocol !== scope.ROUTING &&
          protocol !== scope.FRAGMENT &&
          protocol !== bpf.IPPROTO_AH &&
          protocol !== scope.DESTINATION_OPTIONS
        ) {
          break;
        }
        if (offset > scope.LONGEST_HEADERS) break;
        const header = bpf.load(skb, scope.extension, offset);
        if (!header) break;
        if (protocol === scope.FRAGMENT) offset += 8;
        else if (protocol === bpf.IPPROTO_AH) offset += (header.length + 2) * 4;
        else offset += (header.length + 1) * 8;
        protocol = header.nextHeader;
      }
    } else {
      const ip = bpf.load(skb, scope.ipv4, 0);
      if (!ip) return 0;
      offset = ip.headerLength * 4;
      protocol = ip.protocol;
    }
    if (protocol === bpf.IPPROTO_TCP && offset <= scope.LONGEST_HEADERS) {
      const segment = bpf.load(skb, scope.tcp, offset);
      return segment ? offset + segment.dataOffset * 4 : offset;
    }
    if (protocol === bpf.IPPROTO_UDP) return offset + 8;
    return protocol === bpf.IPPROTO_SCTP ? offset + 12 : offset;
  },
);

const scope = { traffic, overflow, header_length };

// The kernel hands large TCP and UDP sends down as one buffer of several segments, and merges what it receives likewise.
// Each segment is a packet on the wire, with headers of its own.
export const count_egress = program("cgroup_skb/egress", scope, (skb, { traffic, overflow, header_length }, bpf) => {
  let packets = 1;
  let bytes = skb.len;
  const segments = skb.gso_segs;
  if (segments > 1) {
    packets = segments;
    bytes += (segments - 1) * header_length(skb);
  }
  const row = traffic.lookupOrInsert(bpf.skb_cgroup_id(skb));
  if (row) {
    row.egress_packets += packets;
    row.egress_bytes += bytes;
    row.egress_skbs += 1;
  } else {
    overflow.value.egress_packets += packets;
    overflow.value.egress_bytes += bytes;
    overflow.value.egress_skbs += 1;
  }
  return 1;
});

export const count_ingress = program("cgroup_skb/ingress", scope, (skb, { traffic, overflow, header_length }, bpf) => {
  let packets = 1;
  let bytes = skb.len;
  const segments = skb.gso_segs;
  if (segments > 1) {
    packets = segments;
    bytes += (segments - 1) * header_length(skb);
  }
  const row = traffic.lookupOrInsert(bpf.skb_cgroup_id(skb));
  if (row) {
    row.ingress_packets += packets;
    row.ingress_bytes += bytes;
    row.ingress_skbs += 1;
  } else {
    overflow.value.ingress_packets += packets;
    overflow.value.ingress_bytes += bytes;
    overflow.value.ingress_skbs += 1;
  }
  return 1;
});

export const license = "GPL";
