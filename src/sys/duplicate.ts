import { checked } from "./errno.ts";
import { sys, systemCalls } from "./sys.ts";

/** Source: include/uapi/linux/fcntl.h. */
const F_DUPFD_CLOEXEC = 1030;

/** A second file descriptor for the same thing, which is closed by itself. */
export function duplicate(fd: number): number {
  return checked("fcntl(F_DUPFD_CLOEXEC)", sys().call(systemCalls.fcntl, [fd, F_DUPFD_CLOEXEC, 0]));
}
