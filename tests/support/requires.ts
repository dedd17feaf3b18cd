import { release } from "node:os";
import { isAtLeast, kernelVersion, parseVersion, readFile } from "../../src/sys/machine.ts";
import { withoutKernel } from "./kernel.ts";

/**
 * Why a test can't run on this kernel, for `{ skip }`; false where it can: it needs root, and a version.
 * @param version such as `"5.17"`
 * @param what of the kernel it needs that for, such as `"bpf_loop"`
 */
export function requires(version: string, what: string): string | false {
  if (withoutKernel) return withoutKernel;
  return isAtLeast(kernelVersion(), parseVersion(version)) ? false : `needs kernel ${version}: ${what}`;
}

/** Whether tests run in a virtual machine, whose clock and processor are slow. */
export const isEmulated: boolean = process.env.YODEL_VM !== undefined;

/** Whether the kernel has probes: some are built without. */
export const hasKernelProbes: boolean = readFile("/sys/bus/event_source/devices/kprobe/type") !== undefined;

/** Why a test can't run on this kernel, for `{ skip }`, when it needs an option of its configuration. */
export function requiresOption(version: string, option: string): string | false {
  const old = requires(version, option);
  if (old) return old;
  const configuration = readFile(`/boot/config-${release()}`);
  return configuration?.includes(`\n${option}=y`) === false ? `needs a kernel with ${option}=y` : false;
}
