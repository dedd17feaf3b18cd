import { YodelError } from "../../errors/index.ts";
import { createLink } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { interfaceIndex } from "../../sys/machine.ts";
import { KernelLink, type Link } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/** Where an XDP program runs: `"native"` in the driver, `"generic"` in the network core for any driver. */
export type XdpMode = "native" | "generic";

export interface XdpOptions {
  /** Left out, the kernel takes native mode where the driver has it, else generic. */
  readonly mode?: XdpMode;
}

/** `enum bpf_attach_type` and flags in include/uapi/linux/bpf.h and if_link.h. */
const BPF_XDP = 37;
const modeFlags: Readonly<Record<XdpMode, number>> = { generic: 1 << 1, native: 1 << 2 };

/**
 * Attaches an XDP program to a network interface by a BPF link.
 *
 * @param target the name of an interface of our network namespace
 * @throws {YodelError} there is no such interface, it has an XDP program already, or its driver lacks the mode
 * @throws {PermissionError} CAP_NET_ADMIN is missing
 * @kernel 5.9
 */
export function attachXdp(program: LiveProgram, target: unknown, options: XdpOptions = {}): Link {
  if (typeof target !== "string") throw wrongTarget(program, "a network interface: its name", target);
  const index = interfaceIndex(target);
  if (index === undefined) {
    throw new YodelError("YDL4411", `there is no network interface '${target}'`, { hint: "`ip link` lists them" });
  }
  const { mode } = options;
  if (mode !== undefined && !(mode in modeFlags)) {
    throw new YodelError("YDL4412", `the XDP mode must be "native" or "generic", not ${JSON.stringify(mode)}`);
  }
  try {
    const flags = mode === undefined ? 0 : modeFlags[mode];
    const fd = createLink({ programFd: program.fd.number, target: index, attachType: BPF_XDP, flags });
    return new KernelLink(fd, `interface ${target}`);
  } catch (error) {
    if (failedWith(error, "EBUSY", "EEXIST")) {
      throw new YodelError("YDL4413", `the interface '${target}' has an XDP program already; there is room for one`, {
        hint: `see \`bpftool net show dev ${target}\`; \`ip link set dev ${target} xdp off\` removes one that has no link`,
        cause: error,
      });
    }
    if (failedWith(error, "EOPNOTSUPP", "EINVAL") && mode === "native") {
      throw new YodelError("YDL4414", `the driver of '${target}' has no native XDP for this program`, {
        hint: 'use { mode: "generic" }',
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to ${target}`, needs: ["CAP_NET_ADMIN"] });
  }
}
