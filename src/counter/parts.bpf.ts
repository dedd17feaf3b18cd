import {
  be16,
  be32,
  constant,
  context,
  lruPerCpuHashMap,
  perCpuVariable,
  program,
  struct,
  subprogram,
  tcp,
  u8,
  u16,
  u32,
  u64,
} from "../index.ts";
import { counts } from "./kernel-counts.ts";

/** In network order, as it stands in packets; one of IPv4 is mapped into IPv6: ::ffff:a.b.c.d (RFC 4291). */
const address = struct({ a: be32, b: be32, c: be32, d: be32 });

/** What traffic is told apart by, besides the cgroup; what is not asked for is 0. */
const part = struct({ cgroup: u64, address, port: u16, protocol: u8 });

/** The parts that were heard last: nobody can say how many there will be. The totals are in another map. */
export const parts = lruPerCpuHashMap({ key: part, value: counts, maxEntries: 8192 });

/** How often a part was entered. More than there are entries: some made place for others. */
export const entered = perCpuVariable(u64);

/** What to tell apart: 0 protocols, 1 ports, 2 remote addresses. */
export const by = constant(u32, 0);

/** The addresses in headers of IP. Source: RFC 791, RFC 8200. */
const addresses4 = struct({ before: struct({ a: u32, b: u32, c: u32 }), source: be32, destination: be32 });
const addresses6 = struct({ before: u64, source: address, destination: address });
/** Where TCP, UDP, SCTP and UDP-Lite begin alike. */
const ports = struct({ source: be16, destination: be16 });

const count = subprogram(
  [context("cgroup_skb/egress"), u32],
  { parts, entered, by, part, addresses4, addresses6, ports, tcp },
  (skb, arrived, it, bpf) => {
    const key = bpf.zeroed(it.part);
    key.cgroup = bpf.skb_cgroup_id(skb);
    const segments = skb.gso_segs;
    // One walk along the headers for both: without CAP_PERFMON the verifier follows each way through it to the end.
    const found = bpf.transport(skb, 0);
    let headers = 0;
    if (found) {
      headers = found.offset;
      key.protocol = found.protocol;
      if (found.protocol === bpf.IPPROTO_TCP) {
        const tcp = bpf.load(skb, it.tcp, found.offset);
        if (tcp) {
          headers += tcp.dataOffset * 4;
          key.port = tcp.sourcePort < tcp.destinationPort ? tcp.sourcePort : tcp.destinationPort;
        }
      } else if (
        found.protocol === bpf.IPPROTO_UDP ||
        found.protocol === bpf.IPPROTO_UDPLITE ||
        found.protocol === bpf.IPPROTO_SCTP
      ) {
        headers += found.protocol === bpf.IPPROTO_SCTP ? 12 : 8;
        const ends = bpf.load(skb, it.ports, found.offset);
        // The smaller one is the service's, nearly always: the other end took any that was free.
        if (ends) key.port = ends.source < ends.destination ? ends.source : ends.destination;
      }
    }
    if (it.by.value !== 1) key.port = 0;
    if (it.by.value === 2) {
      key.protocol = 0;
      if (skb.protocol === bpf.ETH_P_IPV6) {
        const ip = bpf.load(skb, it.addresses6, 0);
        if (ip) key.address = arrived ? ip.source : ip.destination;
      } else {
        const ip = bpf.load(skb, it.addresses4, 0);
        if (ip) {
          key.address.c = 0xffff;
          key.address.d = arrived ? ip.source : ip.destination;
        }
      }
    }
    let packets = 1;
    let bytes = skb.len;
    if (segments > 1) {
      packets = segments;
      bytes += (segments - 1) * headers;
    }
    let row = it.parts.lookup(key);
    if (!row) {
      if (it.parts.update(key, {}, "noexist") === 0) it.entered.value += 1;
      row = it.parts.lookup(key);
      if (!row) return 0;
    }
    if (arrived) {
      row.ingress_packets += packets;
      row.ingress_bytes += bytes;
      row.ingress_skbs += 1;
    } else {
      row.egress_packets += packets;
      row.egress_bytes += bytes;
      row.egress_skbs += 1;
    }
    return 0;
  },
);

export const part_egress = program("cgroup_skb/egress", { count }, (skb, { count }) => {
  count(skb, 0);
  return 1;
});

export const part_ingress = program("cgroup_skb/ingress", { count }, (skb, { count }) => {
  count(skb, 1);
  return 1;
});

export const license = "GPL";
