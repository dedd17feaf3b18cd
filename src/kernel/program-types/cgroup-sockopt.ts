import { i32 } from "../context-field.ts";
import type { ContextField, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

const reading = {
  /** `SOL_SOCKET`, `IPPROTO_TCP`, … */
  level: i32(24),
  optname: i32(28),
  /** Length of the value in bytes; setting it to 0 leaves all as it was, to -1 (in setsockopt) keeps the kernel from looking at it. */
  optlen: i32(32, { writable: true }),
  /** What the system call returns: set it to 0 for a value that the program gives. */
  retval: i32(36, { writable: true }),
} as const satisfies Record<string, ContextField>;

const writing = {
  struct: "bpf_sockopt",
  size: 40,
  fields: {
    /** `SOL_SOCKET`, `IPPROTO_TCP`, … */
    level: i32(24, { writable: true }),
    optname: i32(28, { writable: true }),
    /** Length of the value in bytes; -1 keeps the kernel from looking at the option at all. */
    optlen: i32(32, { writable: true }),
  },
} as const;

/**
 * `BPF_PROG_TYPE_CGROUP_SOCKOPT`: sees, and may change or answer, each getsockopt and setsockopt of the processes of a cgroup.
 * Attaches to a cgroup v2 directory, by a link from kernel 5.7 on. `bpf.header(context, T, 0)` is the option's value, of which the
 * first 4096 bytes are there. Returning 0 makes the system call fail with EPERM.
 *
 * @kernel 5.3
 */
export const cgroupSockopt = {
  name: "cgroup_sockopt",
  id: 25,
  minimumKernel: "5.3",
  sections: [
    { pattern: "cgroup/getsockopt", expectedAttachType: 21, attach: "cgroup" },
    { pattern: "cgroup/setsockopt", expectedAttachType: 22, attach: "cgroup", context: writing },
  ],
  context: { struct: "bpf_sockopt", size: 40, fields: reading },
  packet: { data: 8, dataEnd: 16, size: 8, writable: true },
  socket: { offset: 0, nullable: false },
  returns: { range: [0, 1] },
  helpers: helpersOf("cgroup_sockopt"),
  constants: { SOL_SOCKET: 1, SOL_IP: 0, SOL_TCP: 6, SOL_UDP: 17, SOL_IPV6: 41 },
} as const satisfies ProgramType;
