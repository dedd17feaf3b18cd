import { record } from "./record.ts";
import { sys, systemCalls } from "./sys.ts";

/** `struct rlimit64`. */
const limitRecord = record({ current: "u64", maximum: "u64" });

const RLIMIT_MEMLOCK = 8;
const RLIM_INFINITY = 2n ** 64n - 1n;

/**
 * Lets this process lock as much memory as it wants; or, where it may not raise the hard limit (CAP_SYS_RESOURCE), as
 * much as that allows.
 */
export function setMemoryLockLimit(): void {
  const ourselves = 0;
  const unlimited = limitRecord.encode({ current: RLIM_INFINITY, maximum: RLIM_INFINITY });
  if (sys().call(systemCalls.prlimit64, [ourselves, RLIMIT_MEMLOCK, unlimited, 0]) === 0) return;
  const now = limitRecord.encode({});
  sys().call(systemCalls.prlimit64, [ourselves, RLIMIT_MEMLOCK, 0, now]);
  const { maximum } = limitRecord.decode(now);
  sys().call(systemCalls.prlimit64, [ourselves, RLIMIT_MEMLOCK, limitRecord.encode({ current: maximum, maximum }), 0]);
}
