/**
 * Constants that every kernel function reaches as `bpf.NAME`, beside those of its program type.
 * Sources: include/uapi/linux/bpf.h, if_ether.h, in.h, if_packet.h, socket.h.
 */
export const kernelConstants = {
  BPF_ANY: 0,
  BPF_NOEXIST: 1,
  BPF_EXIST: 2,
  /** In the flags of helpers that take a CPU: the one that runs the program. */
  BPF_F_CURRENT_CPU: 0xffff_ffff,

  ETH_P_IP: 0x0800,
  ETH_P_ARP: 0x0806,
  ETH_P_8021Q: 0x8100,
  ETH_P_IPV6: 0x86dd,
  ETH_P_MPLS_UC: 0x8847,
  ETH_P_8021AD: 0x88a8,
  ETH_P_LLDP: 0x88cc,

  IPPROTO_IP: 0,
  IPPROTO_ICMP: 1,
  IPPROTO_IGMP: 2,
  IPPROTO_IPIP: 4,
  IPPROTO_TCP: 6,
  IPPROTO_UDP: 17,
  IPPROTO_DCCP: 33,
  IPPROTO_IPV6: 41,
  IPPROTO_GRE: 47,
  IPPROTO_ESP: 50,
  IPPROTO_AH: 51,
  IPPROTO_ICMPV6: 58,
  IPPROTO_SCTP: 132,
  IPPROTO_UDPLITE: 136,

  AF_UNIX: 1,
  AF_INET: 2,
  AF_INET6: 10,

  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  SOCK_RAW: 3,

  PACKET_HOST: 0,
  PACKET_BROADCAST: 1,
  PACKET_MULTICAST: 2,
  PACKET_OTHERHOST: 3,
  PACKET_OUTGOING: 4,
} as const;
