import type { ContextField, ContextLayout } from "./program-type.ts";

/**
 * The fields of `struct __sk_buff` that are plain integers. Source: include/uapi/linux/bpf.h; which of them a program type
 * may read and write is decided in net/core/filter.c, and asked of the running kernel by the tests of this folder.
 * `data`, `data_end`, `data_meta`, `sk` and `flow_keys` are pointers in disguise and not listed.
 */
const fields = {
  len: u32(0),
  pkt_type: u32(4),
  mark: u32(8),
  queue_mapping: u32(12),
  protocol: networkShort(16),
  vlan_present: u32(20),
  vlan_tci: u32(24),
  vlan_proto: networkShort(28),
  priority: u32(32),
  ingress_ifindex: u32(36),
  ifindex: u32(40),
  tc_index: u32(44),
  cb: { ...u32(48), length: 5 },
  hash: u32(68),
  napi_id: u32(84, "4.12"),
  family: u32(88, "4.14"),
  remote_ip4: address(92),
  local_ip4: address(96),
  remote_ip6: { ...address(100), length: 4 },
  local_ip6: { ...address(116), length: 4 },
  // The one port that takes 32 bits in network order: 16 zero bits after it make that of 16.
  remote_port: address(132),
  local_port: u32(136, "4.14"),
  tstamp: { ...u32(152, "5.0"), bits: 64 },
  gso_segs: u32(164, "5.1"),
  gso_size: u32(176, "5.7"),
  hwtstamp: { ...u32(184, "5.16"), bits: 64 },
} as const satisfies Record<string, ContextField>;

export type SkBuffField = keyof typeof fields;

/** `struct __sk_buff` as one program type sees it: without the fields it may not read, with those it may write. */
export function skBuffContext(access: {
  readonly hidden: readonly SkBuffField[];
  readonly writable: readonly SkBuffField[];
}): ContextLayout {
  const visible: Record<string, ContextField> = {};
  for (const [name, field] of Object.entries(fields) as [SkBuffField, ContextField][]) {
    if (access.hidden.includes(name)) continue;
    visible[name] = access.writable.includes(name) ? { ...field, writable: true } : field;
  }
  return { struct: "__sk_buff", size: 192, fields: visible };
}

function u32(offset: number, minimumKernel?: string): ContextField {
  const field: ContextField = { offset, bits: 32, signed: false, order: "host", writable: false };
  return minimumKernel === undefined ? field : { ...field, minimumKernel };
}

/** 16 bits in network order in the low half of a 32-bit field: what little-endian machines find at its first two bytes. */
function networkShort(offset: number): ContextField {
  return { offset, bits: 16, signed: false, order: "network", writable: false };
}

/** 32 bits in network order. */
function address(offset: number): ContextField {
  return { offset, bits: 32, signed: false, order: "network", writable: false, minimumKernel: "4.14" };
}
