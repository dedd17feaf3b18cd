import { struct, u64 } from "../index.ts";

/** What kernel programs count in one place, in both directions, so that one lookup and one read give all of it. */
export const counts = struct({
  egress_packets: u64,
  egress_bytes: u64,
  egress_skbs: u64,
  ingress_packets: u64,
  ingress_bytes: u64,
  ingress_skbs: u64,
});
