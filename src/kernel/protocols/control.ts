import { be16, be32, ipv4Address, struct, u8, union } from "../../schema/index.ts";

/** Of echo requests and replies. */
const echo = struct({ identifier: be16, sequenceNumber: be16 });

/**
 * The first 8 bytes of an ICMP message; which member of `body` it has is decided by `type`: `echo` of 0 and 8, `gatewayAddress`
 * of 5, `fragmentation` of 3 with code 4, `pointer` of 12.
 * Source: RFC 792, RFC 1191.
 */
export const icmp = struct({
  type: u8,
  code: u8,
  checksum: be16,
  body: union({
    echo,
    gatewayAddress: ipv4Address,
    fragmentation: struct({ unused: be16, nextHopMtu: be16 }),
    pointer: u8,
  }),
});

/**
 * The first 8 bytes of an ICMPv6 message; which member of `body` it has is decided by `type`: `echo` of 128 and 129, `mtu` of 2,
 * `pointer` of 4.
 * Source: RFC 4443.
 */
export const icmp6 = struct({
  type: u8,
  code: u8,
  checksum: be16,
  body: union({ echo, mtu: be32, pointer: be32 }),
});
