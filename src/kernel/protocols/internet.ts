import { be16, be32, bits, ipv4Address, ipv6Address, struct, u8 } from "../../schema/index.ts";

/**
 * The IPv4 header without its options. `headerLength` counts 32-bit words: what follows begins at `headerLength * 4`.
 * `flags`: 2 is "don't fragment", 1 "more fragments"; `fragmentOffset` counts 8 bytes.
 * ```ts
 * program("cgroup_skb/egress", { ipv4 }, (skb, { ipv4 }, bpf) => {
 *   const ip = bpf.header(skb, ipv4, 0);
 *   return ip?.version === 4 && ip.destinationAddress === bpf.ipv4("10.0.0.1") ? 0 : 1;
 * });
 * ```
 * Source: RFC 791, with the field of RFC 2474.
 */
export const ipv4 = struct({
  version: bits(be16, 4),
  headerLength: bits(be16, 4),
  differentiatedServices: bits(be16, 8),
  totalLength: be16,
  identification: be16,
  flags: bits(be16, 3),
  fragmentOffset: bits(be16, 13),
  timeToLive: u8,
  protocol: u8,
  headerChecksum: be16,
  sourceAddress: ipv4Address,
  destinationAddress: ipv4Address,
});

/**
 * The fixed part of the IPv6 header. `nextHeader` may name an extension header, which stands before that of the transport.
 * Source: RFC 8200.
 */
export const ipv6 = struct({
  version: bits(be32, 4),
  trafficClass: bits(be32, 8),
  flowLabel: bits(be32, 20),
  payloadLength: be16,
  nextHeader: u8,
  hopLimit: u8,
  sourceAddress: ipv6Address,
  destinationAddress: ipv6Address,
});
