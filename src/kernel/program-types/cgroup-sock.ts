import { networkShort, networkWord, u32 } from "../context-field.ts";
import type { ContextField, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

const every = {
  /** `AF_INET` or `AF_INET6`. */
  family: u32(4),
  /** `SOCK_STREAM`, `SOCK_DGRAM` or `SOCK_RAW`. */
  type: u32(8, { minimumKernel: "4.14" }),
  /** `IPPROTO_TCP`, `IPPROTO_UDP`, … */
  protocol: u32(12, { minimumKernel: "4.14" }),
} as const satisfies Record<string, ContextField>;

const changing = {
  /** Index of the interface that the socket is bound to, 0 for none. */
  bound_dev_if: u32(0, { writable: true }),
  ...every,
  mark: u32(16, { writable: true, minimumKernel: "4.14" }),
  priority: u32(20, { writable: true, minimumKernel: "4.14" }),
} as const satisfies Record<string, ContextField>;

const boundTo4 = {
  struct: "bpf_sock",
  size: 80,
  fields: {
    ...every,
    /** The IPv4 address that the socket is bound to, as a host-order number. */
    src_ip4: networkWord(24, { minimumKernel: "4.17" }),
    src_port: u32(44, { minimumKernel: "4.17" }),
  },
} as const;

const boundTo6 = {
  struct: "bpf_sock",
  size: 80,
  fields: {
    ...every,
    /** The IPv6 address that the socket is bound to: four host-order numbers, most significant first. */
    src_ip6: networkWord(28, { length: 4, minimumKernel: "4.17" }),
    src_port: u32(44, { minimumKernel: "4.17" }),
  },
} as const;

/**
 * `BPF_PROG_TYPE_CGROUP_SOCK`: sees each IPv4 and IPv6 socket that a process of a cgroup creates, binds or (from 5.9 on) closes.
 * Attaches to a cgroup v2 directory, by a link from kernel 5.7 on. Returning 0 makes the system call fail with EPERM; what the
 * program of a closing socket returns counts for nothing.
 *
 * @kernel 4.10
 */
export const cgroupSock = {
  name: "cgroup_sock",
  id: 9,
  minimumKernel: "4.10",
  sections: [
    { pattern: "cgroup/sock_create", expectedAttachType: 2, attach: "cgroup" },
    { pattern: "cgroup/sock", expectedAttachType: 2, attach: "cgroup" },
    { pattern: "cgroup/sock_release", expectedAttachType: 34, attach: "cgroup", minimumKernel: "5.9" },
    {
      pattern: "cgroup/post_bind4",
      expectedAttachType: 12,
      attach: "cgroup",
      context: boundTo4,
      minimumKernel: "4.17",
    },
    {
      pattern: "cgroup/post_bind6",
      expectedAttachType: 13,
      attach: "cgroup",
      context: boundTo6,
      minimumKernel: "4.17",
    },
  ],
  context: {
    struct: "bpf_sock",
    size: 80,
    fields: {
      ...changing,
      /** The queue that the socket's packets come from, -1 when it is not known. @kernel 5.8 */
      rx_queue_mapping: { ...u32(76, { minimumKernel: "5.8" }), signed: true },
      /** `TCP_ESTABLISHED`, … @kernel 5.1 */
      state: u32(72, { minimumKernel: "5.1" }),
      /** In host order, 0 before the socket is connected. @kernel 5.1 */
      dst_port: networkShort(48, { minimumKernel: "5.1" }),
    },
  },
  socket: "context",
  returns: { range: [0, 1] },
  helpers: helpersOf("cgroup_sock"),
  constants: {},
} as const satisfies ProgramType;
