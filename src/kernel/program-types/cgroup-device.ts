import { u32 } from "../context-field.ts";
import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/**
 * `BPF_PROG_TYPE_CGROUP_DEVICE`: decides which device files the processes of a cgroup may open or make.
 * Attaches to a cgroup v2 directory, by a link from kernel 5.7 on. Returning 0 makes the system call fail with EPERM.
 * `access_type` has the kind of device in its low 16 bits (`BPF_DEVCG_DEV_*`) and what is wanted in the high ones (`BPF_DEVCG_ACC_*`).
 *
 * @kernel 4.15
 */
export const cgroupDevice = {
  name: "cgroup_device",
  id: 15,
  minimumKernel: "4.15",
  sections: [{ pattern: "cgroup/dev", expectedAttachType: 6, attach: "cgroup" }],
  context: {
    struct: "bpf_cgroup_dev_ctx",
    size: 12,
    fields: {
      /** `BPF_DEVCG_DEV_*`, and `BPF_DEVCG_ACC_*` shifted left by 16. */
      access_type: u32(0),
      major: u32(4),
      minor: u32(8),
    },
  },
  returns: { range: [0, 1] },
  helpers: helpersOf("cgroup_device"),
  constants: {
    BPF_DEVCG_DEV_BLOCK: 1,
    BPF_DEVCG_DEV_CHAR: 2,
    BPF_DEVCG_ACC_MKNOD: 1,
    BPF_DEVCG_ACC_READ: 2,
    BPF_DEVCG_ACC_WRITE: 4,
  },
} as const satisfies ProgramType;
