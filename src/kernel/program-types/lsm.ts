import { typedArguments, typedContext } from "../kernel-function.ts";
import type { KernelTypeTarget, ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/** `enum bpf_attach_type` and flags in include/uapi/linux/bpf.h. */
const BPF_LSM_MAC = 27;
const BPF_LSM_CGROUP = 43;
const BPF_F_SLEEPABLE = 1 << 4;

const hook: KernelTypeTarget = { kind: "function", prefix: "bpf_lsm_" };
const mac = { expectedAttachType: BPF_LSM_MAC, attach: "kernelFunction", arguments: typedArguments } as const;

/**
 * `BPF_PROG_TYPE_LSM`: runs at a hook of the kernel's security modules, and decides: 0 allows, a negative errno refuses. Hooks without a
 * result, such as `file_free_security`, take 0. Attaches by a link, for the whole machine (`lsm`) or for a cgroup (`lsm_cgroup`:
 * 1 allows, 0 refuses). Takes a kernel with CONFIG_BPF_LSM=y, and "bpf" among its security modules (`lsm=…,bpf` on its command line).
 *
 * @kernel 5.7
 */
export const lsm: ProgramType = {
  name: "lsm",
  id: 29,
  minimumKernel: "5.7",
  sections: [
    { pattern: "lsm/*", ...mac, kernelType: hook, returns: { range: [-4095, 0] } },
    {
      pattern: "lsm.s/*",
      ...mac,
      kernelType: hook,
      loadFlags: BPF_F_SLEEPABLE,
      minimumKernel: "5.10",
      returns: { range: [-4095, 0] },
    },
    {
      pattern: "lsm_cgroup/*",
      expectedAttachType: BPF_LSM_CGROUP,
      attach: "lsmCgroup",
      kernelType: hook,
      arguments: typedArguments,
      minimumKernel: "6.0",
      returns: { range: [0, 1] },
    },
  ],
  context: typedContext,
  returns: { range: [-4095, 0] },
  helpers: helpersOf("lsm"),
  constants: {},
};
