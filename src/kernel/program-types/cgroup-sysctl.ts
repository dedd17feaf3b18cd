import { u32 } from "../context-field.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_CGROUP_SYSCTL`: sees each access to a file below /proc/sys by the processes of a cgroup; `bpf.sysctl_get_name` and
 * its like tell which and what. Attaches to a cgroup v2 directory, by a link from kernel 5.7 on. Returning 0 makes the access
 * fail with EPERM.
 *
 * @kernel 5.2
 */
export const cgroupSysctl = {
  name: "cgroup_sysctl",
  id: 23,
  minimumKernel: "5.2",
  sections: [{ pattern: "cgroup/sysctl", expectedAttachType: 18, attach: "cgroup" }],
  context: {
    struct: "bpf_sysctl",
    size: 8,
    fields: {
      /** 1 when the file is written, 0 when it is read. */
      write: u32(0),
      /** Where in the file, in bytes. */
      file_pos: u32(4, { writable: true }),
    },
  },
  returns: { range: [0, 1] },
  helpers: helpersOf("cgroup_sysctl"),
  constants: { BPF_F_SYSCTL_BASE_NAME: 1 },
} as const satisfies ProgramType;
