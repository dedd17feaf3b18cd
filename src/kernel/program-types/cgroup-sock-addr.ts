import { networkShort, networkWord, u32 } from "../context-field.ts";
import type { ContextField, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

const every = {
  /** Family of the address: `AF_INET`, `AF_INET6` or `AF_UNIX`. */
  user_family: u32(0),
  /** Family of the socket, which for an IPv4 address may be `AF_INET6`. */
  family: u32(28),
  /** `SOCK_STREAM` or `SOCK_DGRAM`. */
  type: u32(32),
  /** `IPPROTO_TCP`, `IPPROTO_UDP`, … */
  protocol: u32(36),
} as const satisfies Record<string, ContextField>;

const internet = {
  ...every,
  /** Port of the address in host order. */
  user_port: networkShort(24, { writable: true, writeBits: 32 }),
} as const;

const fields4 = {
  ...internet,
  /** The IPv4 address as a host-order number. */
  user_ip4: networkWord(4, { writable: true }),
} as const;

const fields6 = {
  ...internet,
  /** The IPv6 address: four host-order numbers, most significant first. */
  user_ip6: networkWord(8, { writable: true, length: 4 }),
} as const;

const address4 = { struct: "bpf_sock_addr", size: 72, fields: fields4 } as const;
const address6 = { struct: "bpf_sock_addr", size: 72, fields: fields6 } as const;
const addressUnix = { struct: "bpf_sock_addr", size: 72, fields: every } as const;

const message4 = {
  struct: "bpf_sock_addr",
  size: 72,
  fields: {
    ...fields4,
    /** The IPv4 address that the datagram is sent from, as a host-order number. */
    msg_src_ip4: networkWord(40, { writable: true, minimumKernel: "4.18" }),
  },
} as const;

const message6 = {
  struct: "bpf_sock_addr",
  size: 72,
  fields: {
    ...fields6,
    /** The IPv6 address that the datagram is sent from: four host-order numbers, most significant first. */
    msg_src_ip6: networkWord(44, { writable: true, length: 4, minimumKernel: "4.18" }),
  },
} as const;

const bindVerdict = { range: [0, 3] } as const;
/** What the address is can be changed, and not whether there is one. */
const mustGoOn = { range: [1, 1] } as const;

/**
 * `BPF_PROG_TYPE_CGROUP_SOCK_ADDR`: sees, and may change, the address that a process of a cgroup binds a socket to, connects
 * or sends to, or is told. Attaches to a cgroup v2 directory, by a link from kernel 5.7 on. Returning 0 makes the system call fail with
 * EPERM; of a bind, 2 and 3 are 0 and 1 that let the process use a port below 1024 (5.12).
 *
 * @kernel 4.17
 */
export const cgroupSockAddr = {
  name: "cgroup_sock_addr",
  id: 18,
  minimumKernel: "4.17",
  sections: [
    { pattern: "cgroup/bind4", expectedAttachType: 8, attach: "cgroup", context: address4, returns: bindVerdict },
    { pattern: "cgroup/bind6", expectedAttachType: 9, attach: "cgroup", context: address6, returns: bindVerdict },
    { pattern: "cgroup/connect4", expectedAttachType: 10, attach: "cgroup", context: address4 },
    { pattern: "cgroup/connect6", expectedAttachType: 11, attach: "cgroup", context: address6 },
    {
      pattern: "cgroup/connect_unix",
      expectedAttachType: 49,
      attach: "cgroup",
      context: addressUnix,
      minimumKernel: "6.7",
    },
    { pattern: "cgroup/sendmsg4", expectedAttachType: 14, attach: "cgroup", context: message4, minimumKernel: "4.18" },
    { pattern: "cgroup/sendmsg6", expectedAttachType: 15, attach: "cgroup", context: message6, minimumKernel: "4.18" },
    {
      pattern: "cgroup/sendmsg_unix",
      expectedAttachType: 50,
      attach: "cgroup",
      context: addressUnix,
      minimumKernel: "6.7",
    },
    {
      pattern: "cgroup/recvmsg4",
      expectedAttachType: 19,
      attach: "cgroup",
      context: address4,
      returns: mustGoOn,
      minimumKernel: "5.2",
    },
    {
      pattern: "cgroup/recvmsg6",
      expectedAttachType: 20,
      attach: "cgroup",
      context: address6,
      returns: mustGoOn,
      minimumKernel: "5.2",
    },
    {
      pattern: "cgroup/recvmsg_unix",
      expectedAttachType: 51,
      attach: "cgroup",
      context: addressUnix,
      returns: mustGoOn,
      minimumKernel: "6.7",
    },
    {
      pattern: "cgroup/getpeername4",
      expectedAttachType: 29,
      attach: "cgroup",
      context: address4,
      returns: mustGoOn,
      minimumKernel: "5.8",
    },
    {
      pattern: "cgroup/getpeername6",
      expectedAttachType: 30,
      attach: "cgroup",
      context: address6,
      returns: mustGoOn,
      minimumKernel: "5.8",
    },
    {
      pattern: "cgroup/getpeername_unix",
      expectedAttachType: 52,
      attach: "cgroup",
      context: addressUnix,
      returns: mustGoOn,
      minimumKernel: "6.7",
    },
    {
      pattern: "cgroup/getsockname4",
      expectedAttachType: 31,
      attach: "cgroup",
      context: address4,
      returns: mustGoOn,
      minimumKernel: "5.8",
    },
    {
      pattern: "cgroup/getsockname6",
      expectedAttachType: 32,
      attach: "cgroup",
      context: address6,
      returns: mustGoOn,
      minimumKernel: "5.8",
    },
    {
      pattern: "cgroup/getsockname_unix",
      expectedAttachType: 53,
      attach: "cgroup",
      context: addressUnix,
      returns: mustGoOn,
      minimumKernel: "6.7",
    },
  ],
  context: addressUnix,
  socket: { offset: 64, nullable: false },
  returns: { range: [0, 1] },
  helpers: helpersOf("cgroup_sock_addr"),
  constants: {},
} as const satisfies ProgramType;
