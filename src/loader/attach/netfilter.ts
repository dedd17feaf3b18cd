import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { createNetfilterLink } from "../../sys/bpf.ts";
import { failedWith } from "../../sys/errno.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import { KernelLink, type Link } from "../link.ts";
import { explainRefusal } from "../permissions.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";

/** Source: include/uapi/linux/netfilter.h and bpf.h. */
const families = { ipv4: 2, ipv6: 10 } as const;
const hooks = { prerouting: 0, input: 1, forward: 2, output: 3, postrouting: 4 } as const;
const BPF_NETFILTER = 45;
const BPF_F_NETFILTER_IP_DEFRAG = 1;

/** A hook of netfilter in our network namespace. */
export interface NetfilterHook {
  readonly family: keyof typeof families;
  readonly hook: keyof typeof hooks;
  /** Programs and chains run by rising priority: nftables' `filter` is 0. The smallest and the largest 32-bit number are the kernel's own. */
  readonly priority?: number;
  /** Fragments are put together before the program sees them. @kernel 6.6 */
  readonly defragment?: boolean;
}

/**
 * Attaches a program to a hook of netfilter, beside the chains of nftables and iptables, by a BPF link.
 *
 * @throws {YodelError} the hook does not exist, or something is there with this priority
 * @throws {UnsupportedError} the kernel has no netfilter programs
 * @throws {PermissionError} CAP_NET_ADMIN is missing
 * @kernel 6.4
 */
export function attachNetfilter(program: LiveProgram, target: unknown): Link {
  if (typeof target !== "object" || target === null) {
    throw wrongTarget(program, 'a hook of netfilter, such as { family: "ipv4", hook: "input" }', target);
  }
  const { family, hook, priority = 0, defragment = false } = target as Partial<NetfilterHook>;
  if (family === undefined || !Object.hasOwn(families, family)) throw wrong("family", Object.keys(families), family);
  if (hook === undefined || !Object.hasOwn(hooks, hook)) throw wrong("hook", Object.keys(hooks), hook);
  try {
    const fd = createNetfilterLink({
      programFd: program.fd.number,
      attachType: BPF_NETFILTER,
      protocolFamily: families[family],
      hook: hooks[hook],
      priority,
      netfilterFlags: defragment ? BPF_F_NETFILTER_IP_DEFRAG : 0,
    });
    return new KernelLink(fd, `netfilter ${family} ${hook}, priority ${priority}`);
  } catch (error) {
    if (failedWith(error, "EBUSY", "EEXIST")) {
      throw new YodelError(
        "YDL4442",
        `another program is attached to ${family} ${hook} with the priority ${priority}`,
        {
          hint: "take another priority",
          cause: error,
        },
      );
    }
    if (failedWith(error, "EINVAL") && !isAtLeast(kernelVersion(), [6, 4])) {
      throw new UnsupportedError("YDL4451", "this kernel has no netfilter programs", {
        minimumKernel: "6.4",
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `attach '${program.name}' to netfilter`, needs: ["CAP_NET_ADMIN"] });
  }
}

function wrong(what: string, known: readonly string[], got: unknown): YodelError {
  return new YodelError("YDL4442", `netfilter has no ${what} ${JSON.stringify(got) ?? "(none is given)"}`, {
    hint: `it is one of ${known.map((name) => `"${name}"`).join(", ")}`,
  });
}
