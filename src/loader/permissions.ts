import { PermissionError } from "../errors/index.ts";
import type { AttachKind } from "../kernel/program-type.ts";
import { type Capability, effectiveCapabilities, isCapable } from "../sys/capabilities.ts";
import { failedWith } from "../sys/errno.ts";
import { isAtLeast, kernelVersion, readFile } from "../sys/machine.ts";

export { isCapable };

export interface RefusedAction {
  /** Completes "may not …": `"create the map 'hits'"`. */
  readonly action: string;
  /** What the action needs; CAP_BPF when left out. */
  readonly needs?: readonly Capability[];
}

/** The mode that is in force of /sys/kernel/security/lockdown, such as `"integrity"`; undefined where there is none. */
export function lockdownMode(text = readFile("/sys/kernel/security/lockdown")): string | undefined {
  return /\[(\w+)\]/.exec(text ?? "")?.[1];
}

/** `kernel.unprivileged_bpf_disabled`: 0 is open, 1 shut until reboot, 2 shut. */
export function unprivilegedDisabled(
  text = readFile("/proc/sys/kernel/unprivileged_bpf_disabled"),
): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** What loading a program of each kind needs, from 5.8 on. Attaching to a cgroup needs CAP_NET_ADMIN besides. */
export const capabilitiesToLoad: Readonly<Record<AttachKind, readonly Capability[]>> = {
  cgroup: ["CAP_BPF"],
  interface: ["CAP_BPF", "CAP_NET_ADMIN"],
  socket: ["CAP_BPF"],
  tracepoint: ["CAP_BPF", "CAP_PERFMON"],
  rawTracepoint: ["CAP_BPF", "CAP_PERFMON"],
  kernelProbe: ["CAP_BPF", "CAP_PERFMON"],
  kernelProbes: ["CAP_BPF", "CAP_PERFMON"],
  userProbe: ["CAP_BPF", "CAP_PERFMON"],
  userProbes: ["CAP_BPF", "CAP_PERFMON"],
  userTracepoint: ["CAP_BPF", "CAP_PERFMON"],
  kernelFunction: ["CAP_BPF", "CAP_PERFMON"],
  lsmCgroup: ["CAP_BPF", "CAP_PERFMON"],
  perfEvent: ["CAP_BPF", "CAP_PERFMON"],
  iterator: ["CAP_BPF", "CAP_PERFMON"],
  extension: ["CAP_BPF", "CAP_PERFMON"],
  structOps: ["CAP_BPF", "CAP_PERFMON"],
  none: ["CAP_BPF", "CAP_PERFMON"],
  tcx: ["CAP_BPF", "CAP_NET_ADMIN"],
  trafficControl: ["CAP_BPF", "CAP_NET_ADMIN"],
  netkit: ["CAP_BPF", "CAP_NET_ADMIN"],
  networkNamespace: ["CAP_BPF", "CAP_NET_ADMIN"],
  socketMap: ["CAP_BPF", "CAP_NET_ADMIN"],
  netfilter: ["CAP_BPF", "CAP_NET_ADMIN"],
  route: ["CAP_BPF", "CAP_NET_ADMIN"],
  mapEntry: ["CAP_BPF", "CAP_NET_ADMIN"],
};

/** How a user gives this process a capability. */
export function howToGrant(capabilities: readonly Capability[]): string {
  const docker = capabilities.map((name) => `--cap-add=${name.slice("CAP_".length)}`).join(" ");
  const these = capabilities.length === 1 ? "it" : "them";
  return `run it with sudo; or grant ${these}: AmbientCapabilities=${capabilities.join(" ")} in a systemd unit, ${docker} for a container`;
}

/**
 * Tells refusals for want of a privilege apart by cause; every other error is given back as it is.
 */
export function explainRefusal(error: unknown, { action, needs = ["CAP_BPF"] }: RefusedAction): unknown {
  if (!failedWith(error, "EPERM", "EACCES")) return error;
  const kernel = kernelVersion();
  const before58 = !isAtLeast(kernel, [5, 8]);
  const split: readonly Capability[] = ["CAP_BPF", "CAP_PERFMON"];
  const needed = before58
    ? [...new Set(needs.map((name): Capability => (split.includes(name) ? "CAP_SYS_ADMIN" : name)))]
    : needs;
  const effective = effectiveCapabilities();
  const missing = needed.filter((capability) => !isCapable(capability, effective));
  if (missing.length > 0) {
    const unprivileged = missing.includes("CAP_BPF") ? unprivilegedReason() : "";
    return new PermissionError(
      "YDL4000",
      `this process may not ${action}: it lacks ${missing.join(" and ")}${unprivileged}`,
      {
        hint: howToGrant(missing) + whatIsNext(missing),
        cause: error,
      },
    );
  }
  const lockdown = lockdownMode();
  if (lockdown !== undefined && lockdown !== "none") {
    return new PermissionError("YDL4001", `this process may not ${action}: kernel lockdown is in mode '${lockdown}'`, {
      hint: "boot without lockdown= (and Secure Boot, which may turn it on); no capability opens it",
      cause: error,
    });
  }
  if (!isAtLeast(kernel, [5, 11])) {
    return new PermissionError("YDL4002", `this process may not ${action}: the memory that it may lock is used up`, {
      hint: "raise it: ulimit -l unlimited, or LimitMEMLOCK=infinity in a systemd unit; kernels from 5.11 on don't need it",
      cause: error,
    });
  }
  return new PermissionError("YDL4003", `this process may not ${action}, though it has ${needed.join(" and ")}`, {
    hint: "a user namespace, seccomp filter or security module forbids bpf(2): inside a container, allow it there; see `yodel doctor`",
    cause: error,
  });
}

/** Maps are created first, before it is known what else a user who lacks everything will lack. */
function whatIsNext(missing: readonly Capability[]): string {
  return missing.length === 1 && missing[0] === "CAP_BPF"
    ? "; cgroups and interfaces take CAP_NET_ADMIN besides, tracing takes CAP_PERFMON"
    : "";
}

function unprivilegedReason(): string {
  const disabled = unprivilegedDisabled();
  return disabled === undefined || disabled === 0 ? "" : ` (kernel.unprivileged_bpf_disabled is ${disabled})`;
}
