import { checked, errno } from "./errno.ts";
import { sys, systemCalls } from "./sys.ts";

/**
 * A file descriptor that stands for a process (pidfd).
 * @returns undefined when there is no such process
 * @kernel 5.3
 */
export function openProcess(pid: number): number | undefined {
  const result = sys().call(systemCalls.pidfdOpen, [pid, 0]);
  if (result === -errno.ESRCH || result === -errno.EINVAL) return undefined;
  return checked("pidfd_open", result);
}
