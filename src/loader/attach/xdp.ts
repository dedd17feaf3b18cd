import { YodelError } from "../../errors/index.ts";
import { createLink } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { setXdpProgram } from "../../sys/xdp.ts";
import { KernelLink, type Link, PlainAttachment } from "../link.ts";
import { checkOptions } from "../names.ts";
import { explainRefusal } from "../permissions.ts";
import { interfaceOf } from "./interface.ts";
import type { LiveProgram } from "./target.ts";

/** Where an XDP program runs: `"native"` in the driver, `"generic"` in the network core for any driver, `"offload"` in the hardware. */
export type XdpMode = "native" | "generic" | "offload";

/** How an XDP program attaches. */
export interface XdpOptions {
  /** Left out, the kernel takes native mode where the driver has it, else generic. */
  readonly mode?: XdpMode;
}

/** `enum bpf_attach_type` and flags in include/uapi/linux/bpf.h and if_link.h. */
const BPF_XDP = 37;
const modeFlags: Readonly<Record<XdpMode, number>> = { generic: 1 << 1, native: 1 << 2, offload: 1 << 3 };

/**
 * Attaches an XDP program to a network interface by a BPF link; before 5.9 by netlink, where the program stays behind if the process is
 * killed.
 *
 * @param target the name of an interface of our network namespace
 * @throws {YodelError} there is no such interface, it has an XDP program already, or its driver lacks the mode
 * @throws {PermissionError} CAP_NET_ADMIN is missing
 * @kernel 4.8; by link 5.9
 */
export function attachXdp(program: LiveProgram, target: unknown, options: XdpOptions = {}): Link {
  const index = interfaceOf(program, target);
  checkOptions("attach", options, ["mode"]);
  const { mode } = options;
  if (mode !== undefined && !(mode in modeFlags)) {
    throw new YodelError(
      "YDL4412",
      `the XDP mode must be "native", "generic" or "offload", not ${JSON.stringify(mode)}`,
    );
  }
  const flags = mode === undefined ? 0 : modeFlags[mode];
  const words = `interface ${target}`;
  try {
    if (!isAtLeast(kernelVersion(), [5, 9])) return attachByNetlink(program, index, flags, words);
    return new KernelLink(
      createLink({ programFd: program.fd.number, target: index, attachType: BPF_XDP, flags }),
      words,
    );
  } catch (error) {
    if (failedWith(error, "EBUSY", "EEXIST")) {
      throw new YodelError("YDL4413", `the interface '${target}' has an XDP program already; there is room for one`, {
        hint: `see \`bpftool net show dev ${target}\`; \`ip link set dev ${target} xdp off\` removes one that has no link`,
        cause: error,
      });
    }
    if (failedWith(error, "EOPNOTSUPP", "EINVAL") && (mode === "native" || mode === "offload")) {
      throw new YodelError("YDL4414", `the driver of '${target}' has no ${mode} XDP for this program`, {
        hint: 'use { mode: "generic" }',
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to ${target}`, needs: ["CAP_NET_ADMIN"] });
  }
}

/** @internal for kernels before 5.9, and the test that plays one */
export function attachByNetlink(program: LiveProgram, index: number, flags: number, words: string): Link {
  setXdpProgram(index, program.fd.number, flags);
  const remove = () => {
    try {
      setXdpProgram(index, -1, flags);
    } catch (error) {
      // Gone with its interface.
      if (!failedWith(error, "ENODEV")) throw error;
    }
  };
  return new PlainAttachment(program, words, remove, "kernels before 5.9 have no links to interfaces");
}
