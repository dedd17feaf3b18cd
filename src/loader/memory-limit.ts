import { isAtLeast, kernelVersion } from "../sys/machine.ts";
import { later } from "./later.ts";

const resourceLimit = later<typeof import("../sys/resource-limit.ts")>("../sys/resource-limit");

let raised = false;

/**
 * Before 5.11 the memory of maps and programs counts against the limit of locked memory (RLIMIT_MEMLOCK), whose default is
 * too low for nearly everything. A refusal is left to the map or program that then does not fit.
 */
export function raiseMemoryLimit(): void {
  if (raised) return;
  raised = true;
  if (!isAtLeast(kernelVersion(), [5, 11])) resourceLimit().setMemoryLockLimit();
}
