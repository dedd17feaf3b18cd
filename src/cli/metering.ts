import { openTrafficMeter, type TrafficMeter } from "../counter/traffic-meter.ts";
import { PermissionError } from "../runtime.ts";
import { UsageError } from "./command.ts";
import { pinFolder } from "./pin.ts";

/**
 * A meter, whose error for want of privileges says all that it takes.
 * @param pin what `--pin` was given
 */
export async function openMeter(cgroup: string, pin?: string): Promise<TrafficMeter> {
  try {
    return await openTrafficMeter(cgroup, pin === undefined ? {} : { pin: pinFolder("--pin", pin) });
  } catch (error) {
    throw explainPrivileges(error);
  }
}

/** The error names the capability that is missed first; whoever adds only that one would come back for the other. */
export function explainPrivileges(error: unknown): unknown {
  if (!(error instanceof PermissionError && error.code === "YDL4000")) return error;
  const hint = "counting takes CAP_BPF and CAP_NET_ADMIN: run it with sudo, or grant these two (README.md, Privileges)";
  return new PermissionError(error.code, error.message, { hint, cause: error });
}

/** @returns milliseconds; Node's timers hold at most 2^31 - 1 */
export function milliseconds(option: string, text: string): number {
  const value = Number(text);
  if (value > 0 && value < 2 ** 31 / 1000) return value * 1000;
  throw new UsageError(`${option} takes a number of seconds above 0, not '${text}'`);
}
