import { be16, bits, macAddress, struct } from "../../schema/index.ts";

/**
 * The header of an Ethernet frame. `etherType` is a length when it is below 0x600.
 * ```ts
 * program("xdp", { ethernet }, (frame, { ethernet }, bpf) => {
 *   const header = bpf.header(frame, ethernet, 0);
 *   return header?.etherType === bpf.ETH_P_IPV6 ? bpf.XDP_PASS : bpf.XDP_DROP;
 * });
 * ```
 * Source: IEEE 802.3.
 */
export const ethernet = struct({
  destination: macAddress,
  source: macAddress,
  etherType: be16,
});

/**
 * A VLAN tag, which stands after an EtherType of `ETH_P_8021Q` or `ETH_P_8021AD` and holds the next one. Most network cards
 * take tags off before a program sees the frame. Source: IEEE 802.1Q.
 */
export const vlan = struct({
  priority: bits(be16, 3),
  dropEligible: bits(be16, 1),
  id: bits(be16, 12),
  etherType: be16,
});
