import { be16, be32, bits, struct } from "../../schema/index.ts";

/**
 * The TCP header without its options. `dataOffset` counts 32-bit words: the payload begins at `dataOffset * 4`.
 * Source: RFC 9293.
 */
export const tcp = struct({
  sourcePort: be16,
  destinationPort: be16,
  sequenceNumber: be32,
  acknowledgmentNumber: be32,
  dataOffset: bits(be16, 4),
  reserved: bits(be16, 4),
  cwr: bits(be16, 1),
  ece: bits(be16, 1),
  urg: bits(be16, 1),
  ack: bits(be16, 1),
  psh: bits(be16, 1),
  rst: bits(be16, 1),
  syn: bits(be16, 1),
  fin: bits(be16, 1),
  window: be16,
  checksum: be16,
  urgentPointer: be16,
});

/** The UDP header; `length` counts it, too. Source: RFC 768. */
export const udp = struct({
  sourcePort: be16,
  destinationPort: be16,
  length: be16,
  checksum: be16,
});
