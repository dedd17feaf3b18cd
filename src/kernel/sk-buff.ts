import { type Field, networkShort, networkWord, u32, u64 } from "./context-field.ts";
import type { ContextField } from "./program-type.ts";

/**
 * The fields of `struct __sk_buff` that are plain integers. Source: include/uapi/linux/bpf.h; which of them a program type
 * may read and write is decided in net/core/filter.c, and asked of the running kernel by the tests of this folder.
 * `data`, `data_end`, `data_meta`, `sk` and `flow_keys` are pointers in disguise and not listed.
 */
const fields = {
  /** Length of the packet in bytes. In cgroup_skb programs it starts at the IP header. */
  len: u32(0),
  /** `PACKET_HOST`, `PACKET_OUTGOING`, … */
  pkt_type: u32(4),
  mark: u32(8),
  queue_mapping: u32(12),
  /** EtherType in host order: `ETH_P_IP`, `ETH_P_IPV6`, … */
  protocol: networkShort(16),
  vlan_present: u32(20),
  vlan_tci: u32(24),
  /** In host order. */
  vlan_proto: networkShort(28),
  priority: u32(32),
  ingress_ifindex: u32(36),
  ifindex: u32(40),
  tc_index: u32(44),
  /** Five 32-bit numbers that programs of the same packet can leave each other. */
  cb: u32(48, { length: 5 }),
  hash: u32(68),
  /** The class that a qdisc sorts the packet into. */
  tc_classid: u32(72),
  napi_id: u32(84, { minimumKernel: "4.12" }),
  /** `AF_INET`, `AF_INET6` or another family of the socket. */
  family: u32(88, { minimumKernel: "4.14" }),
  /** IPv4 address of the other side as a host-order number. */
  remote_ip4: networkWord(92, { minimumKernel: "4.14" }),
  /** IPv4 address of this side as a host-order number. */
  local_ip4: networkWord(96, { minimumKernel: "4.14" }),
  /** IPv6 address of the other side: four host-order numbers, most significant first. */
  remote_ip6: networkWord(100, { length: 4, minimumKernel: "4.14" }),
  /** IPv6 address of this side: four host-order numbers, most significant first. */
  local_ip6: networkWord(116, { length: 4, minimumKernel: "4.14" }),
  // The one port that takes 32 bits in network order: 16 zero bits after it make that of 16.
  /** In host order. */
  remote_port: networkWord(132, { minimumKernel: "4.14" }),
  local_port: u32(136, { minimumKernel: "4.14" }),
  /** Departure time in nanoseconds. Writing needs CAP_BPF. @kernel 5.0 */
  tstamp: u64(152, { minimumKernel: "5.0" }),
  /** Length in bytes with the headers that segmentation will add. @kernel 5.0 */
  wire_len: u32(160, { minimumKernel: "5.0" }),
  /** Packets on the wire that this one stands for, 0 when it is not a segmented one. @kernel 5.1 */
  gso_segs: u32(164, { minimumKernel: "5.1" }),
  /** Payload bytes of each of them. @kernel 5.7 */
  gso_size: u32(176, { minimumKernel: "5.7" }),
  /** Time in nanoseconds at which the hardware saw the packet. @kernel 5.16 */
  hwtstamp: u64(184, { minimumKernel: "5.16" }),
} as const satisfies Record<string, ContextField>;

export type SkBuffField = keyof typeof fields;

/** What only the socket of a packet knows. */
export const socketFields = [
  "family",
  "remote_ip4",
  "local_ip4",
  "remote_ip6",
  "local_ip6",
  "remote_port",
  "local_port",
] as const;

type LengthOf<F> = F extends { readonly length: infer N extends number } ? N : undefined;

export interface SkBuffLayout<Hidden extends SkBuffField, Writable extends SkBuffField> {
  readonly struct: "__sk_buff";
  readonly size: 192;
  readonly fields: {
    readonly [K in keyof typeof fields as K extends Hidden ? never : K]: Field<
      K extends Writable ? true : false,
      LengthOf<(typeof fields)[K]>
    >;
  };
}

/** `struct __sk_buff` as one program type sees it: without the fields it may not read, with those it may write. */
export function skBuffContext<const Hidden extends SkBuffField = never, const Writable extends SkBuffField = never>(
  access: { readonly hidden?: readonly Hidden[]; readonly writable?: readonly Writable[] } = {},
): SkBuffLayout<Hidden, Writable> {
  const hidden: readonly SkBuffField[] = access.hidden ?? [];
  const writable: readonly SkBuffField[] = access.writable ?? [];
  const visible: Record<string, ContextField> = {};
  for (const [name, field] of Object.entries(fields) as [SkBuffField, ContextField][]) {
    if (hidden.includes(name)) continue;
    visible[name] = writable.includes(name) ? { ...field, writable: true } : field;
  }
  return {
    struct: "__sk_buff",
    size: 192,
    fields: visible as SkBuffLayout<Hidden, Writable>["fields"] & typeof visible,
  };
}
